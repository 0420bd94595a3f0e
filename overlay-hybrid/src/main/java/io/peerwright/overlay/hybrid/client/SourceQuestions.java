package io.peerwright.overlay.hybrid.client;

import io.peerwright.overlay.hybrid.transfer.SourceSearch;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.ResumeHit;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The questions for other sources that the server has not answered yet, in their order: the end of
 * an answer does not say which one. Those that are over stay in it for that.
 */
final class SourceQuestions {

  /** A server that answers none of so many does not know the question. */
  private static final int MAX_WAITING = 256;

  private static final String UNKNOWN = "command code " + MessageType.RESUME;

  private @Nullable ArrayDeque<SourceSearch> waiting;

  /** False if too many wait. */
  boolean add(SourceSearch search, FrameWriter frames) {
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    if (waiting.size() == MAX_WAITING) {
      return false;
    }
    waiting.add(search);
    search.write(frames);
    return true;
  }

  void onHit(ResumeHit hit) {
    SourceSearch first = waiting == null ? null : waiting.peek();
    if (first != null) {
      first.onHit(hit);
    }
  }

  void onEnd() {
    SourceSearch first = waiting == null ? null : waiting.poll();
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
    if (waiting != null) {
      waiting.removeIf(SourceSearch::isOver);
    }
  }

  /** Asks a new server. */
  void askAgain(FrameWriter frames) {
    if (waiting != null) {
      waiting.removeIf(SourceSearch::isOver);
      waiting.forEach(search -> search.write(frames));
    }
  }
}
