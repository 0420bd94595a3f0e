package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
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
final class Negotiation
    implements SourceStream, DownloadRequests.Request, DownloadLink.Listener, TimerTarget {

  static final String WAITING = "waiting for the index server";

  private static final int ANSWER_DUE = 1;

  private final TransferContext context;
  private final Loop loop;
  private final DownloadRequests requests;
  private final Uploader uploader;
  private final SourceListener listener;
  private boolean beginning;
  private boolean asking;
  private boolean flowing;
  private boolean over;
  private @Nullable DownloadLink link;
  private @Nullable Link data;
  private long answerDue;

  Negotiation(
      TransferContext context,
      DownloadRequests requests,
      Uploader uploader,
      SourceListener listener) {
    this.context = context;
    this.loop = context.host().loop();
    this.requests = requests;
    this.uploader = uploader;
    this.listener = listener;
  }

  @Override
  public long size() {
    return uploader.size();
  }

  void begin() {
    beginning = true;
    if (!context.isReady()) {
      end(SourceEnd.Kind.NOT_READY, Reason.UNREACHABLE, WAITING);
    } else if (!requests.add(uploader.key(), this)) {
      end(
          SourceEnd.Kind.FAILED,
          Reason.REFUSED,
          "another download of this file is asking " + uploader.nick());
    } else if (uploader.isPushNext()) {
      askForPush();
    } else {
      listener.onStep(Download.State.CONNECTING, "asking " + uploader.nick());
      askServer(MessageType.DOWNLOAD_REQUEST);
    }
    beginning = false;
  }

  private void askForPush() {
    if (context.isReachable()) {
      listener.onStep(Download.State.CONNECTING, "asking " + uploader.nick() + " to connect to us");
      askServer(MessageType.PUSH_REQUEST);
    } else {
      bothFirewalled();
    }
  }

  private void bothFirewalled() {
    end(
        SourceEnd.Kind.GONE,
        Reason.UNREACHABLE,
        "neither we nor " + uploader.nick() + " can be connected to: both are behind firewalls");
  }

  private void askServer(int type) {
    FrameWriter frames = new FrameWriter();
    new FileRequest(uploader.nick(), uploader.key().file()).write(frames, type);
    context.send(frames);
    asking = true;
    disarm();
    answerDue = loop.schedule(context.config().requestTimeout().toNanos(), this, ANSWER_DUE, 0);
  }

  // What the server says.

  @Override
  public void onReady(TransferReady ready) {
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

  @Override
  public void onRefused() {
    if (asking) {
      end(
          SourceEnd.Kind.REFUSED,
          Reason.REFUSED,
          uploader.nick() + " is not there, or does not share the file");
    }
  }

  @Override
  public void onQueued(int place) {
    if (asking) {
      end(
          SourceEnd.Kind.QUEUED,
          Reason.LIMIT,
          uploader.nick() + " has no free slot; place " + place + " in the queue");
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    end(SourceEnd.Kind.FAILED, Reason.TIMEOUT, uploader.nick() + " does not answer");
  }

  // The link.

  private void connect(Endpoint at) {
    if (!context.mayDial(at)) {
      end(
          SourceEnd.Kind.GONE,
          Reason.PROTOCOL,
          "the server says that "
              + uploader.nick()
              + " is at "
              + at
              + ", a local address that it cannot know; in a laboratory set \"addresses\":"
              + " \"any\"");
      return;
    }
    listener.onStep(Download.State.CONNECTING, "connecting to " + uploader.nick() + " at " + at);
    DownloadLink handler = take();
    if (handler != null) {
      long within = context.config().requestTimeout().toNanos();
      SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(within);
      handler.connecting(context.host().transport().connect(at, options, handler));
    }
  }

  /** Null if nothing is left to be fetched. */
  private @Nullable DownloadLink take() {
    disarm();
    asking = false;
    SourceListener.Part part = listener.claim();
    if (part != null) {
      link = new DownloadLink(this, context, uploader, part.from());
    }
    return link;
  }

  @Override
  public @Nullable LinkHandler acceptPush(Link pushed, long announced) {
    if (!asking || announced != uploader.size()) {
      return null;
    }
    DownloadLink handler = take();
    if (handler != null) {
      handler.startPushed(pushed);
    }
    return handler;
  }

  @Override
  public void onTransferring(Link open) {
    data = open;
    flowing = true;
    context.send(new FrameWriter().begin(MessageType.DOWNLOAD_STARTED));
    listener.onOpen();
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    if (!over) {
      context.counters().bytesReceived += bytes.remaining();
      listener.onBytes(bytes);
    }
  }

  @Override
  public void onLinkClosed(DownloadLink closed, Reason reason) {
    if (over) {
      return;
    }
    link = null;
    if (!closed.wasOpened()) {
      onNoConnection(reason);
    } else if (!closed.refusal().isEmpty()) {
      end(SourceEnd.Kind.BROKEN, Reason.REFUSED, uploader.nick() + " " + closed.refusal());
    } else {
      end(
          SourceEnd.Kind.BROKEN,
          reason == Reason.ENDED ? Reason.RESET : reason,
          uploader.nick() + " broke off (" + reason + ")");
    }
  }

  private void onNoConnection(Reason reason) {
    FrameWriter notice = new FrameWriter();
    context.send(notice.begin(MessageType.DATA_PORT_ERROR).field(uploader.nick()));
    boolean canPush = context.isReachable();
    if (canPush) {
      uploader.pushNext();
    }
    end(
        canPush ? SourceEnd.Kind.OTHER_WAY : SourceEnd.Kind.BROKEN,
        Reason.UNREACHABLE,
        "cannot connect to " + uploader.nick() + " (" + reason + ")");
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
      loop.execute(() -> end(end));
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
    requests.remove(uploader.key(), this);
    asking = false;
    DownloadLink open = link;
    link = null;
    if (open != null) {
      open.link().close();
    }
    if (flowing) {
      context.send(new FrameWriter().begin(MessageType.DOWNLOAD_ENDED));
    }
  }

  private void disarm() {
    loop.cancel(answerDue);
    answerDue = 0;
  }
}
