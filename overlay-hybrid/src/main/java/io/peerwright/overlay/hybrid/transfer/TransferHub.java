package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.upload.UploadQueue;
import io.peerwright.kit.upload.UploadRates;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.QueueNotice;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All transfers of one peer: who may upload, which download a message or a link belongs to. Made
 * when the first transfer or data-port link comes up, so that an idle peer has none.
 */
public final class TransferHub implements LinkAcceptor {

  static final String INVALID_REQUEST = "INVALID REQUEST";
  static final String FILE_NOT_SHARED = "FILE NOT SHARED";

  private static final long MODELLED_LOOK_NANOS = 50_000;
  private static final int MAX_UNIDENTIFIED = 64;
  private static final int MAX_DRAINING = 64;
  private static final int MAX_UNIDENTIFIED_PER_ADDRESS = 8;

  /** Who has not said what it wants by then had a fair chance. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  /** Where an identified link goes: to a handler, or away with a text. */
  record Route(@Nullable LinkHandler handler, String refusal) {}

  private final TransferContext context;
  private final UploadQueue<TransferKey> table;
  private final UploadRates uploadRates;
  private final Map<TransferKey, Upload> uploads = new LinkedHashMap<>();

  /** Of those whose last bytes are on their way, which hold no slot any more. */
  private final Set<Upload> draining = new LinkedHashSet<>();

  private final Map<TransferKey, Negotiation> asking = new LinkedHashMap<>();
  private final Downloads downloads = new Downloads(this);
  private final DirectBrowsing browsing = new DirectBrowsing(this);
  private final Set<Inbound> unidentified = new LinkedHashSet<>();

  /** Of the links that have not said what they want; the others are what we agreed to. */
  private final ConnectionLimits places =
      new ConnectionLimits(MAX_UNIDENTIFIED, MAX_UNIDENTIFIED_PER_ADDRESS, PATIENCE_NANOS);

  /** Users of the queue, in lower case, of whom the server tells when they leave. */
  private final Set<String> watched = new LinkedHashSet<>();

  private int uploadsActive;

  /** Transfers for a client. */
  public TransferHub(TransferContext context) {
    this.context = context;
    this.table =
        new UploadQueue<>(
            context.config().maxUploads(),
            context.config().maxUploadsPerUser(),
            context.config().queueLength());
    this.uploadRates =
        new UploadRates(
            context.host().loop(),
            context.config().uploadRate(),
            context.config().uploadRatePerFile());
  }

  TransferContext context() {
    return context;
  }

  Loop loop() {
    return context.host().loop();
  }

  long stallNanos() {
    return context.config().stallTimeout().toNanos();
  }

  /** Lists of files from user to user. */
  public DirectBrowsing browsing() {
    return browsing;
  }

  // The data port.

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    ConnectionLimits.Place place = places.admit(link, loop().nanoTime());
    if (place == null) {
      return null;
    }
    Inbound inbound = new Inbound(this, link, place);
    unidentified.add(inbound);
    return inbound;
  }

  void identified(Inbound inbound) {
    unidentified.remove(inbound);
  }

  /** True if the number of the request is just the one that was expected. */
  boolean isExpected(TransferRequest request) {
    Negotiation negotiation = asking.get(TransferKey.of(request.nick(), request.file()));
    return request.kind() == TransferRequest.Kind.SEND
        && negotiation != null
        && negotiation.size() == request.number();
  }

  Route route(TransferRequest request, Link link) {
    TransferKey key = TransferKey.of(request.nick(), request.file());
    return request.kind() == TransferRequest.Kind.GET
        ? routeGet(key, request.number(), link)
        : routeSend(key, request.number(), link);
  }

  private Route routeGet(TransferKey key, long offset, Link link) {
    SharedItem item = context.shared(key.file());
    if (item == null) {
      return new Route(null, FILE_NOT_SHARED);
    }
    if (offset > item.sizeBytes() || !table.isGranted(key, loop().nanoTime())) {
      return new Route(null, INVALID_REQUEST);
    }
    Upload upload = begin(key, item);
    upload.startAnswer(link, offset);
    return new Route(upload, "");
  }

  private Route routeSend(TransferKey key, long size, Link link) {
    Negotiation negotiation = asking.get(key);
    LinkHandler handler = negotiation == null ? null : negotiation.acceptPush(link, size);
    return new Route(handler, INVALID_REQUEST);
  }

  // Uploads.

  /** The server announces a downloader (607). Before anything is promised the file is looked at. */
  public void onUploadRequest(FileRequest request) {
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
    int place = table.request(key, loop().nanoTime());
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
  void look(SharedItem item, Consumer<Boolean> seen) {
    loop()
        .offload(
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
    if (table.isWaiting(nick) && watched.add(nick)) {
      frames.begin(MessageType.HOTLIST_ADD).field(nick);
    }
  }

  private void unwatch(FrameWriter frames) {
    watched.removeIf(
        nick -> {
          boolean over = !table.isWaiting(nick);
          if (over) {
            frames.begin(MessageType.HOTLIST_REMOVE).field(nick);
          }
          return over;
        });
  }

  /** The server says that a user is gone (210). */
  public void onUserLeft(String nick) {
    table.left(nick.toLowerCase(Locale.ROOT));
  }

  /** A new server has to be told anew whom to watch. */
  public void onServerLost() {
    watched.clear();
  }

  /** The server tells us to connect to a downloader whose request we accepted (501). */
  public void onPushOrder(TransferReady order) {
    TransferKey key = TransferKey.of(order.nick(), order.file());
    SharedItem item = context.shared(order.file());
    if (item == null || !order.isConnectable() || !table.isGranted(key, loop().nanoTime())) {
      return;
    }
    if (!context.mayDial(order.at())) {
      table.end(key);
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
    table.begin(key, loop().nanoTime());
    Upload upload = new Upload(this, key, item);
    uploads.put(key, upload);
    return upload;
  }

  /** How fast uploads may go. */
  UploadRates uploadRates() {
    return uploadRates;
  }

  void uploadStarted() {
    uploadsActive++;
    notice(MessageType.UPLOAD_STARTED);
  }

  void uploadEnded() {
    uploadsActive--;
    notice(MessageType.UPLOAD_ENDED);
  }

  void uploadClosed(Upload upload) {
    if (!draining.remove(upload) && uploads.remove(upload.key(), upload)) {
      table.end(upload.key());
    }
  }

  /** All bytes of an upload are on their way: the next one may begin. */
  void uploadDrains(Upload upload) {
    uploadClosed(upload);
    draining.add(upload);
    if (draining.size() > MAX_DRAINING) {
      draining.iterator().next().abort(Reason.LIMIT);
    }
  }

  /** Uploads whose bytes are on their way. */
  public int uploadsActive() {
    return uploadsActive;
  }

  /** Downloaders that wait for a slot. */
  public int uploadsQueued() {
    return table.waiting();
  }

  // Downloads.

  /** Starts a download; see {@link io.peerwright.api.overlay.Fetch#fetch}. */
  public Download fetch(
      String overlay, List<Hit> sources, Path target, Consumer<? super Download> changed) {
    return downloads.fetch(overlay, sources, target, changed);
  }

  /** What hits stand for, for a download that is fed by other overlays too. */
  public List<ContentSource> sources(String overlay, List<Hit> hits) {
    return downloads.sources(overlay, hits);
  }

  /** The server says where the uploader is (204). */
  public void onDownloadReady(TransferReady ready) {
    Negotiation negotiation = asking.get(TransferKey.of(ready.nick(), ready.file()));
    if (negotiation != null) {
      negotiation.onReady(ready);
    }
  }

  /** The server says that the file cannot be had (206, and 609 where it is passed on). */
  public void onDownloadError(FileRequest refused) {
    Negotiation negotiation = asking.get(TransferKey.of(refused.nick(), refused.file()));
    if (negotiation != null) {
      negotiation.onRefused();
    }
  }

  /** The uploader has no free slot (620). */
  public void onQueued(QueueNotice notice) {
    Negotiation negotiation = asking.get(TransferKey.of(notice.nick(), notice.file()));
    if (negotiation != null) {
      negotiation.onQueued(notice.limit());
    }
  }

  /** True if nobody else asks for the same file of the same user. */
  boolean ask(TransferKey key, Negotiation negotiation) {
    return asking.putIfAbsent(key, negotiation) == null;
  }

  void stopAsking(TransferKey key, Negotiation negotiation) {
    asking.remove(key, negotiation);
  }

  /** Downloads that are not over. */
  public int downloadsActive() {
    return downloads.count();
  }

  // All.

  void notice(int type) {
    context.send(new FrameWriter().begin(type));
  }

  /** The peers that bytes are exchanged with. */
  public void neighbours(List<Neighbour> into) {
    for (Upload upload : uploads.values()) {
      Link link = upload.link();
      if (link != null) {
        Map<String, String> figures = Map.of("bytes.sent", Long.toString(upload.sent()));
        into.add(new Neighbour(upload.key().nick(), link.remote(), "downloader", figures));
      }
    }
    downloads.peers(into);
  }

  /** Ends all transfers; {@code done} is called when their files are closed. */
  public void close(Runnable done) {
    new ArrayList<>(unidentified).forEach(Inbound::abort);
    new ArrayList<>(uploads.values()).forEach(upload -> upload.abort(Reason.SHUTDOWN));
    new ArrayList<>(draining).forEach(upload -> upload.abort(Reason.SHUTDOWN));
    downloads.close(done);
  }
}
