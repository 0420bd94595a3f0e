package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the sources of a download one after the other, in rounds, until there is a link to one: by
 * connecting to it, or by letting it connect to us where it cannot be reached. A round that brought
 * nothing ends with the question to the server who else has the content.
 */
final class Negotiation implements TimerTarget {

  private static final int ANSWER_DUE = 1;
  private static final int NEXT = 2;
  private static final int SEARCH_DUE = 3;

  /** With those that the server tells; the application may give more. */
  private static final int MAX_SOURCES = 100;

  private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
  private static final int MAX_DOUBLINGS = 6;

  private final TransferHub hub;
  private final HybridDownload download;
  private final DownloadFile file;
  private final List<Source> sources;
  private int current = -1;
  private int round;
  private boolean queuedInRound;
  private boolean searchedInRound;
  private @Nullable SourceSearch search;
  private Reason lastReason = Reason.UNREACHABLE;
  private String lastWords = "no source";
  private boolean asking;
  private @Nullable DownloadLink link;
  private long timer;

  Negotiation(TransferHub hub, HybridDownload download, DownloadFile file, List<Source> sources) {
    this.hub = hub;
    this.download = download;
    this.file = file;
    this.sources = sources;
  }

  /** The source that is asked, or that sends. */
  String nick() {
    return source().nick;
  }

  private Source source() {
    return sources.get(current);
  }

  /** Goes on to the next source, or to the next round. */
  void next() {
    int next = current + 1;
    while (next < sources.size() && !sources.get(next).isUsable()) {
      next++;
    }
    if (next < sources.size()) {
      current = next;
      ask();
    } else if (isSearchDue()) {
      search();
    } else if (sources.stream().anyMatch(Source::isUsable)) {
      current = -1;
      long queueRetry = hub.context().config().queueRetry().toNanos();
      long pause = FIRST_PAUSE_NANOS << Math.min(round++, MAX_DOUBLINGS);
      arm(queuedInRound ? queueRetry : pause, NEXT);
      queuedInRound = false;
      searchedInRound = false;
    } else {
      download.fail(lastReason, lastWords);
    }
  }

  /** Begins, also anew after a pause of the user. */
  void restart() {
    current = -1;
    round = 0;
    searchedInRound = false;
    arm(0, NEXT);
  }

  /** A source that has us in its queue is not given up for others. */
  private boolean isSearchDue() {
    return !searchedInRound && !queuedInRound && file.md5() != null;
  }

  private void search() {
    String md5 = file.md5();
    if (md5 == null || !hub.context().isReady()) {
      waitForServer();
      return;
    }
    searchedInRound = true;
    download.become(Download.State.CONNECTING, "asking the index server for other sources");
    SourceSearch question = new SourceSearch(md5, file.size(), this);
    search = question;
    arm(hub.context().config().requestTimeout().toNanos(), SEARCH_DUE);
    if (!hub.context().ask(question)) {
      question.onEnd();
    }
  }

  private void waitForServer() {
    download.become(Download.State.CONNECTING, "waiting for the index server");
    arm(FIRST_PAUSE_NANOS, NEXT);
  }

  void onFound(String nick, String wireName) {
    Source found = new Source(nick, wireName);
    if (sources.size() < MAX_SOURCES
        && !nick.equalsIgnoreCase(hub.context().nick())
        && sources.stream().noneMatch(source -> source.key.equals(found.key))) {
      sources.add(found);
    }
  }

  void onSearched() {
    search = null;
    disarm();
    next();
  }

  private void stopSearch() {
    if (search != null) {
      search.close();
      search = null;
    }
  }

  /** Forgets the source under way. */
  void stop() {
    disarm();
    stopSearch();
    if (current >= 0) {
      hub.stopAsking(source().key, download);
    }
    asking = false;
    DownloadLink open = link;
    link = null;
    if (open != null) {
      open.link().close();
    }
  }

  private void ask() {
    Source source = source();
    if (!hub.context().isReady()) {
      current--;
      waitForServer();
    } else if (!hub.ask(source.key, download)) {
      source.failed();
      lastReason = Reason.REFUSED;
      lastWords = "another download of this file is asking " + source.nick;
      next();
    } else if (source.isPushNext()) {
      askForPush(source);
    } else {
      download.become(Download.State.CONNECTING, "asking " + source.nick);
      request(source, MessageType.DOWNLOAD_REQUEST);
    }
  }

  private void askForPush(Source source) {
    if (hub.context().isReachable()) {
      download.become(Download.State.CONNECTING, "asking " + source.nick + " to connect to us");
      request(source, MessageType.PUSH_REQUEST);
    } else {
      bothFirewalled(source);
    }
  }

  private void bothFirewalled(Source source) {
    giveUp(
        Reason.UNREACHABLE,
        "neither we nor " + source.nick + " can be connected to: both are behind firewalls");
  }

  private void request(Source source, int type) {
    FrameWriter frames = new FrameWriter();
    new FileRequest(source.nick, source.key.file()).write(frames, type);
    hub.context().send(frames);
    asking = true;
    arm(hub.context().config().requestTimeout().toNanos(), ANSWER_DUE);
  }

  void onReady(TransferReady ready) {
    if (!asking) {
      return;
    }
    if (ready.md5().equals(TransferReady.FIREWALLED)) {
      bothFirewalled(source());
    } else if (ready.isConnectable()) {
      connect(source(), ready.at());
    } else {
      askForPush(source());
    }
  }

  private void connect(Source source, Endpoint uploader) {
    if (!hub.context().mayDial(uploader)) {
      giveUp(
          Reason.PROTOCOL,
          "the server says that "
              + source.nick
              + " is at "
              + uploader
              + ", a local address that it cannot know; in a laboratory set \"addresses\":"
              + " \"any\"");
      return;
    }
    download.become(Download.State.CONNECTING, "connecting to " + source.nick + " at " + uploader);
    long within = hub.context().config().requestTimeout().toNanos();
    SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(within);
    DownloadLink handler = take(source);
    handler.connecting(hub.context().host().transport().connect(uploader, options, handler));
  }

  private DownloadLink take(Source source) {
    disarm();
    asking = false;
    DownloadLink handler = new DownloadLink(download, hub, source.key, file.resumeAt());
    link = handler;
    return handler;
  }

  @Nullable LinkHandler acceptPush(Link pushed, long size) {
    if (!asking || size != file.size()) {
      return null;
    }
    DownloadLink handler = take(source());
    handler.startPushed(pushed);
    return handler;
  }

  void onRefused() {
    if (asking) {
      source().refused();
      leave(Reason.REFUSED, source().nick + " is not there, or does not share the file");
    }
  }

  void onQueued(int place) {
    if (!asking) {
      return;
    }
    queuedInRound = true;
    Source source = source();
    source.succeeded();
    stop();
    download.become(
        Download.State.QUEUED, source.nick + " has no free slot; place " + place + " in the queue");
    next();
  }

  private void giveUp(Reason reason, String words) {
    source().giveUp();
    leave(reason, words);
  }

  /** The source under way is never asked again; {@link #pauseThenNext} is to follow. */
  void dropSource(Reason reason, String words) {
    source().giveUp();
    lastReason = reason;
    lastWords = words;
    stop();
  }

  private void leave(Reason reason, String words) {
    lastReason = reason;
    lastWords = words;
    stop();
    next();
  }

  boolean isCurrent(DownloadLink other) {
    return link == other;
  }

  /** The link ended before it gave all bytes. */
  void onLinkClosed(DownloadLink closed, boolean progress, Reason reason) {
    Source source = source();
    link = null;
    if (!closed.wasOpened()) {
      onNoConnection(source, reason);
    } else if (!closed.refusal().isEmpty()) {
      lastReason = Reason.REFUSED;
      lastWords = source.nick + " " + closed.refusal();
      source.failed();
    } else {
      lastReason = reason == Reason.ENDED ? Reason.RESET : reason;
      lastWords = source.nick + " broke off (" + reason + ")";
      if (progress) {
        source.succeeded();
        round = 0;
        current--;
      } else {
        source.failed();
      }
    }
    hub.stopAsking(source.key, download);
  }

  /** To be called after {@link #onLinkClosed}, when what had come is on the disk. */
  void pauseThenNext() {
    download.become(Download.State.CONNECTING, lastWords);
    arm(FIRST_PAUSE_NANOS, NEXT);
  }

  private void onNoConnection(Source source, Reason reason) {
    lastReason = Reason.UNREACHABLE;
    lastWords = "cannot connect to " + source.nick + " (" + reason + ")";
    FrameWriter notice = new FrameWriter();
    hub.context().send(notice.begin(MessageType.DATA_PORT_ERROR).field(source.nick));
    source.failed();
    if (hub.context().isReachable()) {
      source.pushNext();
      current--;
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    timer = 0;
    if (code == ANSWER_DUE) {
      Source source = source();
      source.failed();
      lastReason = Reason.TIMEOUT;
      lastWords = source.nick + " does not answer";
      stop();
    }
    if (code == SEARCH_DUE) {
      stopSearch();
      // A server that was lost meanwhile has not said no.
      searchedInRound = hub.context().isReady();
    }
    next();
  }

  private void arm(long nanos, int code) {
    disarm();
    timer = hub.loop().schedule(nanos, this, code, 0);
  }

  private void disarm() {
    hub.loop().cancel(timer);
    timer = 0;
  }
}
