package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.request.OrderedRequests;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.ArrayDeque;

/**
 * What the server has been asked and has not answered yet. Answers carry no number: searches are
 * answered in the order in which they were sent, those for sources likewise, browses name the user.
 * Made with the first question, so that an idle peer has none.
 */
final class PendingRequests {

  private final OrderedRequests<SearchCall> searches =
      new OrderedRequests<>(Integer.MAX_VALUE, SearchCall::isOver);

  /** Those that go on in a moment. */
  private final ArrayDeque<SearchCall> pausing = new ArrayDeque<>(2);

  private final OrderedRequests<BrowseCall> browses =
      new OrderedRequests<>(Integer.MAX_VALUE, BrowseCall::isOver);
  private final SourceQuestions sources = new SourceQuestions();

  void add(SearchCall search, FrameWriter frames) {
    pausing.remove(search);
    searches.add(search);
    write(search, frames);
  }

  void add(BrowseCall browse, FrameWriter frames) {
    browses.add(browse);
    write(browse, frames);
  }

  private static void write(SearchCall search, FrameWriter frames) {
    search.wire().write(frames);
  }

  private static void write(BrowseCall browse, FrameWriter frames) {
    frames.begin(MessageType.BROWSE).field(browse.nick());
  }

  SourceQuestions sources() {
    return sources;
  }

  void onSearchHit(Hit hit) {
    SearchCall first = searches.first();
    if (first != null) {
      first.onHit(hit);
    }
  }

  void onSearchEnd() {
    SearchCall first = searches.poll();
    if (first != null) {
      first.onEnd();
      if (!first.isOver()) {
        pausing.removeIf(SearchCall::isOver);
        pausing.add(first);
      }
    }
  }

  void onNotice(String text) {
    SearchCall first = searches.first();
    if (first != null) {
      first.onNotice(text);
    }
  }

  void onBrowseHit(String nick, Hit hit) {
    BrowseCall browse = browses.find(each -> each.isOf(nick));
    if (browse != null) {
      browse.onHit(hit);
    }
  }

  void onBrowseEnd(String nick, boolean known) {
    BrowseCall browse = browses.poll(each -> each.isOf(nick));
    if (browse != null) {
      browse.onListed(known);
    }
  }

  /** The server does not tell lists. */
  void onBrowseRefused() {
    BrowseCall first = browses.poll();
    if (first != null) {
      first.goDirect();
    }
  }

  /** The server is gone, and with it the answers: what has begun to be answered ends here. */
  void onServerLost() {
    searches.onLinkLost();
    browses.onLinkLost();
    searches.removeIf(SearchCall::hasFound, search -> search.end(Reason.RESET));
    browses.removeIf(browse -> true, browse -> browse.end(Reason.RESET));
    sources.onServerLost();
  }

  /** Asks a new server what the old one did not begin to answer. */
  void askAgain(FrameWriter frames) {
    searches.askAgain(search -> write(search, frames));
    sources.askAgain(frames);
  }

  void end(Reason reason) {
    searches.removeIf(search -> true, search -> search.end(reason));
    pausing.forEach(search -> search.end(reason));
    pausing.clear();
    browses.removeIf(browse -> true, browse -> browse.end(reason));
  }
}
