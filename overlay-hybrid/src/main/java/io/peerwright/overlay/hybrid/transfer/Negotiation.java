package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.download.SourceEnd;
import io.peerwright.kit.download.SourceListener;
import io.peerwright.kit.download.SourceStream;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get a file from one user: asks the server for it, gets a link by connecting to the
 * user, or by letting it connect to us where it cannot be reached, and passes on what comes.
 */
final class Negotiation implements SourceStream, TimerTarget {

  private static final int ANSWER_DUE = 1;

  private final TransferHub hub;
  private final NapsterSource source;
  private final SourceListener listener;
  private boolean beginning;
  private boolean asking;
  private boolean flowing;
  private boolean over;
  private @Nullable DownloadLink link;
  private @Nullable Link data;
  private long answerDue;

  Negotiation(TransferHub hub, NapsterSource source, SourceListener listener) {
    this.hub = hub;
    this.source = source;
    this.listener = listener;
  }

  long size() {
    return source.size();
  }

  void begin() {
    beginning = true;
    if (!hub.context().isReady()) {
      end(SourceEnd.Kind.NOT_READY, Reason.UNREACHABLE, HybridFinder.WAITING);
    } else if (!hub.ask(source.key, this)) {
      end(
          SourceEnd.Kind.FAILED,
          Reason.REFUSED,
          "another download of this file is asking " + source.nick);
    } else if (source.isPushNext()) {
      askForPush();
    } else {
      listener.onStep(Download.State.CONNECTING, "asking " + source.nick);
      askServer(MessageType.DOWNLOAD_REQUEST);
    }
    beginning = false;
  }

  private void askForPush() {
    if (hub.context().isReachable()) {
      listener.onStep(Download.State.CONNECTING, "asking " + source.nick + " to connect to us");
      askServer(MessageType.PUSH_REQUEST);
    } else {
      bothFirewalled();
    }
  }

  private void bothFirewalled() {
    end(
        SourceEnd.Kind.GONE,
        Reason.UNREACHABLE,
        "neither we nor " + source.nick + " can be connected to: both are behind firewalls");
  }

  private void askServer(int type) {
    FrameWriter frames = new FrameWriter();
    new FileRequest(source.nick, source.key.file()).write(frames, type);
    hub.context().send(frames);
    asking = true;
    disarm();
    answerDue =
        hub.loop().schedule(hub.context().config().requestTimeout().toNanos(), this, ANSWER_DUE, 0);
  }

  // What the server says.

  void onReady(TransferReady ready) {
    if (!asking) {
      return;
    }
    if (ready.md5().equals(TransferReady.FIREWALLED)) {
      bothFirewalled();
    } else if (ready.isConnectable()) {
      connect(ready.at());
    } else {
      askForPush();
    }
  }

  void onRefused() {
    if (asking) {
      end(
          SourceEnd.Kind.REFUSED,
          Reason.REFUSED,
          source.nick + " is not there, or does not share the file");
    }
  }

  void onQueued(int place) {
    if (asking) {
      end(
          SourceEnd.Kind.QUEUED,
          Reason.LIMIT,
          source.nick + " has no free slot; place " + place + " in the queue");
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    end(SourceEnd.Kind.FAILED, Reason.TIMEOUT, source.nick + " does not answer");
  }

  // The link.

  private void connect(Endpoint uploader) {
    if (!hub.context().mayDial(uploader)) {
      end(
          SourceEnd.Kind.GONE,
          Reason.PROTOCOL,
          "the server says that "
              + source.nick
              + " is at "
              + uploader
              + ", a local address that it cannot know; in a laboratory set \"addresses\":"
              + " \"any\"");
      return;
    }
    listener.onStep(Download.State.CONNECTING, "connecting to " + source.nick + " at " + uploader);
    DownloadLink handler = take();
    if (handler != null) {
      long within = hub.context().config().requestTimeout().toNanos();
      SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(within);
      handler.connecting(hub.context().host().transport().connect(uploader, options, handler));
    }
  }

  /** Null if nothing is left to be fetched. */
  private @Nullable DownloadLink take() {
    disarm();
    asking = false;
    SourceListener.Part part = listener.claim();
    if (part != null) {
      link = new DownloadLink(this, hub, source.key, part.from());
    }
    return link;
  }

  @Nullable LinkHandler acceptPush(Link pushed, long announced) {
    if (!asking || announced != source.size()) {
      return null;
    }
    DownloadLink handler = take();
    if (handler != null) {
      handler.startPushed(pushed);
    }
    return handler;
  }

  void onTransferring(Link open) {
    data = open;
    flowing = true;
    hub.notice(MessageType.DOWNLOAD_STARTED);
    listener.onOpen();
  }

  void onBytes(ByteBuffer bytes) {
    if (!over) {
      hub.context().counters().bytesReceived += bytes.remaining();
      listener.onBytes(bytes);
    }
  }

  void onLinkClosed(DownloadLink closed, Reason reason) {
    if (over) {
      return;
    }
    link = null;
    if (!closed.wasOpened()) {
      onNoConnection(reason);
    } else if (!closed.refusal().isEmpty()) {
      end(SourceEnd.Kind.BROKEN, Reason.REFUSED, source.nick + " " + closed.refusal());
    } else {
      end(
          SourceEnd.Kind.BROKEN,
          reason == Reason.ENDED ? Reason.RESET : reason,
          source.nick + " broke off (" + reason + ")");
    }
  }

  private void onNoConnection(Reason reason) {
    FrameWriter notice = new FrameWriter();
    hub.context().send(notice.begin(MessageType.DATA_PORT_ERROR).field(source.nick));
    boolean canPush = hub.context().isReachable();
    if (canPush) {
      source.pushNext();
    }
    end(
        canPush ? SourceEnd.Kind.OTHER_WAY : SourceEnd.Kind.BROKEN,
        Reason.UNREACHABLE,
        "cannot connect to " + source.nick + " (" + reason + ")");
  }

  // What the download says.

  @Override
  public void request(int bytes) {
    if (data != null) {
      data.request(bytes);
    }
  }

  @Override
  public void abort(Reason reason) {
    if (data != null) {
      data.abort(reason);
    }
  }

  @Override
  public @Nullable Endpoint remote() {
    return data == null ? null : data.remote();
  }

  private void end(SourceEnd.Kind kind, Reason reason, String words) {
    SourceEnd end = new SourceEnd(kind, reason, words);
    if (beginning) {
      hub.loop().execute(() -> end(end));
    } else {
      end(end);
    }
  }

  private void end(SourceEnd end) {
    if (!over) {
      close();
      listener.onEnd(end);
    }
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    disarm();
    hub.stopAsking(source.key, this);
    asking = false;
    DownloadLink open = link;
    link = null;
    if (open != null) {
      open.link().close();
    }
    if (flowing) {
      hub.notice(MessageType.DOWNLOAD_ENDED);
    }
  }

  private void disarm() {
    hub.loop().cancel(answerDue);
    answerDue = 0;
  }
}
