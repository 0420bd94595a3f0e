package io.peerwright.overlay.hybrid.client;

import io.peerwright.kit.request.OrderedRequests;
import io.peerwright.overlay.hybrid.transfer.SourceSearch;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.ResumeHit;

/** The questions for other sources that the server has not answered yet. */
final class SourceQuestions {

  private static final int MAX_WAITING = 256;

  private static final String UNKNOWN = "command code " + MessageType.RESUME;

  private final OrderedRequests<SourceSearch> waiting =
      new OrderedRequests<>(MAX_WAITING, SourceSearch::isOver);

  /** False if too many wait. */
  boolean add(SourceSearch search, FrameWriter frames) {
    boolean added = waiting.add(search);
    if (added) {
      search.write(frames);
    }
    return added;
  }

  void onHit(ResumeHit hit) {
    SourceSearch first = waiting.first();
    if (first != null) {
      first.onHit(hit);
    }
  }

  void onEnd() {
    SourceSearch first = waiting.poll();
    if (first != null) {
      first.onEnd();
    }
  }

  /** True if a notice, in lower case, is the whole answer to such a question. */
  static boolean isRefusal(String notice) {
    return notice.contains(UNKNOWN) || notice.contains("parameters are unparsable");
  }

  /** What is over needs no answer, and what is not is asked again. */
  void onServerLost() {
    waiting.onLinkLost();
  }

  /** Asks a new server. */
  void askAgain(FrameWriter frames) {
    waiting.askAgain(search -> search.write(frames));
  }
}
