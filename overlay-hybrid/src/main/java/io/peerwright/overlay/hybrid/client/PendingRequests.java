package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * What the server has been asked and has not answered yet. Answers carry no number: searches are
 * answered in the order in which they were sent, those for sources likewise, browses name the user.
 * Made with the first question, so that an idle peer has none.
 */
final class PendingRequests {

  private final ArrayDeque<SearchCall> searches = new ArrayDeque<>();

  /** Those that go on in a moment. */
  private final ArrayDeque<SearchCall> pausing = new ArrayDeque<>(2);

  private final ArrayDeque<BrowseCall> browses = new ArrayDeque<>();
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
    SearchCall first = searches.peek();
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
    SearchCall first = searches.peek();
    if (first != null) {
      first.onNotice(text);
    }
  }

  void onBrowseHit(String nick, Hit hit) {
    for (BrowseCall browse : browses) {
      if (browse.isOf(nick)) {
        browse.onHit(hit);
        return;
      }
    }
  }

  void onBrowseEnd(String nick, boolean known) {
    Iterator<BrowseCall> all = browses.iterator();
    while (all.hasNext()) {
      BrowseCall browse = all.next();
      if (browse.isOf(nick)) {
        all.remove();
        browse.onListed(known);
        return;
      }
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
    searches.removeIf(SearchCall::isOver);
    browses.removeIf(BrowseCall::isOver);
    Iterator<SearchCall> all = searches.iterator();
    while (all.hasNext()) {
      SearchCall search = all.next();
      if (search.hasFound()) {
        all.remove();
        search.end(Reason.RESET);
      }
    }
    browses.forEach(browse -> browse.end(Reason.RESET));
    browses.clear();
    sources.onServerLost();
  }

  /** Asks a new server what the old one did not begin to answer. */
  void askAgain(FrameWriter frames) {
    searches.removeIf(SearchCall::isOver);
    searches.forEach(search -> write(search, frames));
    sources.askAgain(frames);
  }

  void end(Reason reason) {
    searches.forEach(search -> search.end(reason));
    searches.clear();
    pausing.forEach(search -> search.end(reason));
    pausing.clear();
    browses.forEach(browse -> browse.end(reason));
    browses.clear();
  }
}
