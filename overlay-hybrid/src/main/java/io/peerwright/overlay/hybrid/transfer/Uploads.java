package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.upload.UploadQueue;
import io.peerwright.kit.upload.UploadRates;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.QueueNotice;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The uploads of one peer: who gets a slot, who waits for one, and whose bytes are on their way.
 */
public final class Uploads implements Upload.Owner {

  private static final long MODELLED_LOOK_NANOS = 50_000;
  private static final int MAX_DRAINING = 64;

  private final TransferContext context;
  private final Loop loop;
  private final UploadQueue<TransferKey> queue;
  private final UploadRates rates;
  private final Map<TransferKey, Upload> uploads = new LinkedHashMap<>();

  /** Of those whose last bytes are on their way, which hold no slot any more. */
  private final Set<Upload> draining = new LinkedHashSet<>();

  /** Users of the queue, in lower case, of whom the server tells when they leave. */
  private final Set<String> watched = new LinkedHashSet<>();

  private int active;

  Uploads(TransferContext context) {
    this.context = context;
    this.loop = context.host().loop();
    this.queue =
        new UploadQueue<>(
            context.config().maxUploads(),
            context.config().maxUploadsPerUser(),
            context.config().queueLength());
    this.rates =
        new UploadRates(loop, context.config().uploadRate(), context.config().uploadRatePerFile());
  }

  /** The server announces a downloader (607). Before anything is promised the file is looked at. */
  public void onRequest(FileRequest request) {
    SharedItem item = context.shared(request.file());
    if (item == null) {
      refuse(request);
    } else {
      look(item, there -> answer(request, there));
    }
  }

  private void refuse(FileRequest request) {
    FrameWriter answer = new FrameWriter();
    request.write(answer, MessageType.UPLOAD_REFUSE);
    context.send(answer);
  }

  private void answer(FileRequest request, boolean there) {
    if (!there) {
      refuse(request);
      return;
    }
    FrameWriter answer = new FrameWriter();
    TransferKey key = TransferKey.of(request.nick(), request.file());
    int place = queue.request(key, loop.nanoTime());
    if (place == 0) {
      request.write(answer, MessageType.UPLOAD_ACCEPT);
    } else {
      new QueueNotice(request.nick(), request.file(), -1, place).write(answer);
      watch(key.nick(), answer);
    }
    unwatch(answer);
    context.send(answer);
  }

  /** Withdraws a file that is gone, or not as long as it was said to be. */
  private void look(SharedItem item, Consumer<Boolean> seen) {
    loop.offload(
        () -> Files.isRegularFile(item.file()) && Files.size(item.file()) == item.sizeBytes(),
        MODELLED_LOOK_NANOS,
        (there, failure) -> {
          boolean good = failure == null && Boolean.TRUE.equals(there);
          if (!good) {
            context.withdraw(item);
          }
          seen.accept(good);
        });
  }

  /** So that nobody waits for a user of the queue who has left. */
  private void watch(String nick, FrameWriter frames) {
    if (queue.isWaiting(nick) && watched.add(nick)) {
      frames.begin(MessageType.HOTLIST_ADD).field(nick);
    }
  }

  private void unwatch(FrameWriter frames) {
    watched.removeIf(
        nick -> {
          boolean over = !queue.isWaiting(nick);
          if (over) {
            frames.begin(MessageType.HOTLIST_REMOVE).field(nick);
          }
          return over;
        });
  }

  /** The server says that a user is gone (210). */
  public void onUserLeft(String nick) {
    queue.left(nick.toLowerCase(Locale.ROOT));
  }

  /** A new server has to be told anew whom to watch. */
  void onServerLost() {
    watched.clear();
  }

  /** A downloader has connected and asks for a file that we share. */
  Inbound.Route accept(TransferRequest request, Link link) {
    TransferKey key = TransferKey.of(request.nick(), request.file());
    SharedItem item = context.shared(key.file());
    if (item == null) {
      return new Inbound.Route(null, TransferRequest.FILE_NOT_SHARED);
    }
    if (request.number() > item.sizeBytes() || !queue.isGranted(key, loop.nanoTime())) {
      return new Inbound.Route(null, TransferRequest.INVALID_REQUEST);
    }
    Upload upload = begin(key, item);
    upload.startAnswer(link, request.number());
    return new Inbound.Route(upload, "");
  }

  /** The server tells us to connect to a downloader whose request we accepted (501). */
  public void onPushOrder(TransferReady order) {
    TransferKey key = TransferKey.of(order.nick(), order.file());
    SharedItem item = context.shared(order.file());
    if (item == null || !order.isConnectable() || !queue.isGranted(key, loop.nanoTime())) {
      return;
    }
    if (!context.mayDial(order.at())) {
      queue.end(key);
      return;
    }
    Upload upload = begin(key, item);
    upload.connecting(
        context.host().transport().connect(order.at(), SocketOptions.DEFAULT, upload));
  }

  private Upload begin(TransferKey key, SharedItem item) {
    Upload before = uploads.remove(key);
    if (before != null) {
      // The same user wants the same file again, so the old link is dead to the other side.
      before.abort(Reason.RESET);
    }
    queue.begin(key, loop.nanoTime());
    Upload upload = new Upload(context, this, rates, key, item);
    uploads.put(key, upload);
    return upload;
  }

  @Override
  public void onStarted(Upload upload) {
    active++;
    context.send(new FrameWriter().begin(MessageType.UPLOAD_STARTED));
  }

  @Override
  public void onEnded(Upload upload) {
    active--;
    context.send(new FrameWriter().begin(MessageType.UPLOAD_ENDED));
  }

  @Override
  public void onUnreadable(SharedItem item) {
    look(item, there -> {});
  }

  @Override
  public void onClosed(Upload upload) {
    if (!draining.remove(upload) && uploads.remove(upload.key(), upload)) {
      queue.end(upload.key());
    }
  }

  @Override
  public void onDraining(Upload upload) {
    onClosed(upload);
    draining.add(upload);
    if (draining.size() > MAX_DRAINING) {
      draining.iterator().next().abort(Reason.LIMIT);
    }
  }

  @Override
  public boolean isSlotWanted() {
    return queue.waiting() > 0;
  }

  /** Those whose bytes are on their way. */
  public int active() {
    return active;
  }

  /** Downloaders that wait for a slot. */
  public int queued() {
    return queue.waiting();
  }

  void neighbours(List<Neighbour> into) {
    for (Upload upload : uploads.values()) {
      Link link = upload.link();
      if (link != null) {
        Map<String, String> figures = Map.of("bytes.sent", Long.toString(upload.sent()));
        into.add(new Neighbour(upload.key().nick(), link.remote(), "downloader", figures));
      }
    }
  }

  void close() {
    new ArrayList<>(uploads.values()).forEach(upload -> upload.abort(Reason.SHUTDOWN));
    new ArrayList<>(draining).forEach(upload -> upload.abort(Reason.SHUTDOWN));
  }
}
