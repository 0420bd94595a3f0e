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
import java.util.Set;
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

  private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
  private static final int MAX_DOUBLINGS = 6;

  private final TransferHub hub;
  private final HybridDownload download;
  private final DownloadFile file;
  private final SourceRound sources;
  private int round;
  private boolean queuedInRound;
  private boolean searchedInRound;
  private @Nullable SourceSearch search;
  private Reason lastReason = Reason.UNREACHABLE;
  private String lastWords = "no source";
  private boolean asking;

  /** All bytes are to come from one source, for those of several were wrong. */
  private boolean alone;

  private @Nullable DownloadLink link;
  private long timer;

  Negotiation(TransferHub hub, HybridDownload download, DownloadFile file, SourceRound sources) {
    this.hub = hub;
    this.download = download;
    this.file = file;
    this.sources = sources;
  }

  /** The source that is asked, or that sends. */
  String nick() {
    return source().nick;
  }

  Source source() {
    return sources.current();
  }

  /** Goes on to the next source, or to the next round. */
  void next() {
    if (sources.next()) {
      ask();
    } else if (isSearchDue()) {
      search();
    } else if (sources.hasUsable()) {
      sources.rewind();
      long queueRetry = hub.context().config().queueRetry().toNanos();
      long pause = FIRST_PAUSE_NANOS << Math.min(round++, MAX_DOUBLINGS);
      arm(queuedInRound ? queueRetry : pause, NEXT);
      queuedInRound = false;
      searchedInRound = false;
    } else if (file.isVerifiable() && sources.canStartAnew()) {
      // Nobody is left who agrees with what is kept, so that may be what is wrong.
      alone = true;
      startAnew();
    } else {
      download.fail(lastReason, lastWords);
    }
  }

  // Wrong content.

  /**
   * The content is wrong.
   *
   * @param culprit who gave all of it; null if it was several
   * @param suspects who gave some of it: asked last from now on
   * @return false if nobody is left to start anew with
   */
  boolean blame(@Nullable Source culprit, Set<Source> suspects, String words) {
    lastReason = Reason.CORRUPT;
    lastWords = words;
    alone |= culprit == null;
    sources.blame(culprit, suspects);
    return sources.canStartAnew();
  }

  /** Gives up what is kept and asks for all of it. */
  void startAnew() {
    sources.startAnew();
    download.forgetAll(this::restart);
  }

  /** The source under way sends other bytes than those kept. */
  void onOtherBytes(String words) {
    if (file.isVerifiable() && !download.isAllFrom(source())) {
      source().disagrees();
      leaveForOthers(Reason.CORRUPT, words);
    } else {
      dropSource(Reason.CORRUPT, words);
    }
  }

  /** Begins, also anew after a pause of the user. */
  void restart() {
    sources.rewind();
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
    if (!nick.equalsIgnoreCase(hub.context().nick())) {
      sources.add(new Source(nick, wireName));
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
    if (sources.hasCurrent()) {
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
    if (alone && file.stored() > 0 && !download.isAllFrom(source)) {
      download.forgetAll(this::ask);
    } else if (!hub.context().isReady()) {
      sources.again();
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
    leaveForOthers(reason, words);
  }

  private void leaveForOthers(Reason reason, String words) {
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
        sources.again();
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
      sources.again();
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
