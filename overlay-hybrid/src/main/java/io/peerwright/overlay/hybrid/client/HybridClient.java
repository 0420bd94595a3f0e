package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.OnceHandle;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.FileEvents;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.events.ClientEvents;
import io.peerwright.overlay.hybrid.transfer.DirectBrowsing;
import io.peerwright.overlay.hybrid.transfer.SourceSearch;
import io.peerwright.overlay.hybrid.transfer.TransferContext;
import io.peerwright.overlay.hybrid.transfer.TransferCounters;
import io.peerwright.overlay.hybrid.transfer.Transfers;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A Napster client. Holds a server link and little else until something is shared, asked for or
 * transferred.
 */
public final class HybridClient
    implements Overlay,
        KeywordSearch,
        Sharing,
        Fetch,
        ContentSources,
        Browse,
        EventSource,
        TransferContext,
        Membership.Member,
        ServerMessages.Receiver,
        BrowseCall.Asker {

  private final String name;
  private final Set<Class<? extends Capability>> capabilities;
  private final Host host;
  private final HybridConfig config;
  private final TransferCounters counters = new TransferCounters();
  private final ClientEvents events;
  private final Membership membership;
  private @Nullable SharePublisher shares;
  private @Nullable PendingRequests questions;
  private @Nullable Transfers transfers;
  private long searchesSent;
  private long hitsReceived;
  private long malformed;

  /** A client that has not joined yet. */
  public HybridClient(
      String name, Set<Class<? extends Capability>> capabilities, Host host, HybridConfig config) {
    this.name = name;
    this.capabilities = capabilities;
    this.host = host;
    this.config = config;
    this.events = new ClientEvents(new EventStream(host.loop()));
    this.membership = new Membership(host, config, events, this);
  }

  // Overlay.

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return capabilities;
  }

  @Override
  public CompletionStage<Void> join() {
    return membership.join();
  }

  @Override
  public CompletionStage<Void> leave() {
    CompletableFuture<Void> left = new CompletableFuture<>();
    membership.leave();
    if (questions != null) {
      questions.end(Reason.SHUTDOWN);
    }
    if (transfers == null) {
      host.loop().execute(() -> left.complete(null));
    } else {
      transfers.close(() -> left.complete(null));
    }
    return left;
  }

  @Override
  public List<Endpoint> endpoints() {
    return membership.endpoints();
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    membership.server(all::add);
    if (transfers != null) {
      transfers.neighbours(all);
    }
    return all;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("searches.sent", searchesSent);
    sink.accept("hits.received", hitsReceived);
    sink.accept("logins", membership.logins());
    sink.accept("messages.malformed", malformed);
    sink.accept("shares.now", shares == null ? 0 : shares.size());
    sink.accept("downloads.active.now", transfers == null ? 0 : transfers.downloads().count());
    sink.accept("uploads.active.now", transfers == null ? 0 : transfers.uploads().active());
    sink.accept("uploads.queued.now", transfers == null ? 0 : transfers.uploads().queued());
    counters.tell(sink);
  }

  // The server.

  @Override
  public void onServerReady() {
    if (shares != null) {
      shares.announceAll();
    }
    if (questions != null) {
      FrameWriter frames = new FrameWriter();
      questions.askAgain(frames);
      send(frames);
    }
  }

  @Override
  public void onServerMessage(int type, ByteBuffer body) {
    ServerMessages.dispatch(type, body, this);
  }

  @Override
  public void onServerLost() {
    if (questions != null) {
      questions.onServerLost();
    }
    if (transfers != null) {
      transfers.onServerLost();
    }
  }

  @Override
  public LinkHandler onDataLink(Link link, Newcomer newcomer) {
    return transfers().inbound(link, newcomer);
  }

  @Override
  public PendingRequests questions() {
    questions = questions == null ? new PendingRequests() : questions;
    return questions;
  }

  @Override
  public Transfers transfers() {
    transfers = transfers == null ? new Transfers(this) : transfers;
    return transfers;
  }

  @Override
  public DirectBrowsing browsing() {
    return transfers().browsing();
  }

  @Override
  public void onMalformed() {
    malformed++;
  }

  @Override
  public void onHit(Hit hit) {
    hitsReceived++;
    questions().onSearchHit(hit);
  }

  // What transfers need.

  @Override
  public Host host() {
    return host;
  }

  @Override
  public HybridConfig config() {
    return config;
  }

  @Override
  public String nick() {
    return membership.nick();
  }

  @Override
  public boolean isReachable() {
    return !config.firewalled();
  }

  @Override
  public boolean isReady() {
    return membership.isReady();
  }

  @Override
  public boolean mayDial(Endpoint named) {
    return membership.mayDial(named);
  }

  @Override
  public void send(FrameWriter frames) {
    membership.send(frames);
  }

  @Override
  public boolean ask(SourceSearch search) {
    FrameWriter frames = new FrameWriter();
    boolean asked = questions().sources().add(search, frames);
    send(frames);
    return asked;
  }

  @Override
  public @Nullable SharedItem shared(String wireName) {
    return shares == null ? null : shares.get(wireName);
  }

  @Override
  public TransferCounters counters() {
    return counters;
  }

  @Override
  public ClientEvents events() {
    return events;
  }

  // Capabilities.

  @Override
  public Handle listen(OverlayEvent.Level least, Consumer<? super OverlayEvent> listener) {
    return events.stream().listen(least, listener);
  }

  @Override
  public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    FileEvents.searchStarted(events.stream(), query);
    return askMore(
        new SearchCall(
            host.loop(),
            query,
            hits,
            (found, reason) -> {
              FileEvents.searchEnded(events.stream(), found, reason);
              ended.accept(reason);
            },
            this::askMore));
  }

  private SearchCall askMore(SearchCall call) {
    searchesSent++;
    return ask(call);
  }

  private SearchCall ask(SearchCall call) {
    if (!membership.isJoined()) {
      call.end(Reason.UNREACHABLE);
    } else {
      FrameWriter frames = new FrameWriter();
      questions().add(call, frames);
      send(frames);
    }
    return call;
  }

  @Override
  public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    BrowseCall call =
        new BrowseCall(this, host.loop(), config.requestTimeout(), name, peer, hits, ended);
    call.begin();
    return call;
  }

  @Override
  public void ask(BrowseCall call) {
    FrameWriter frames = new FrameWriter();
    questions().add(call, frames);
    send(frames);
  }

  @Override
  public Handle share(SharedItem item) {
    shares = shares == null ? new SharePublisher(host.loop(), membership) : shares;
    shares.share(item);
    return new OnceHandle(() -> unshare(item));
  }

  private boolean unshare(SharedItem item) {
    return shares != null && shares.withdraw(item);
  }

  @Override
  public Collection<SharedFile> sharedFiles() {
    return shares == null ? List.of() : shares.all();
  }

  @Override
  public void withdraw(SharedItem item) {
    if (unshare(item)) {
      events.fileWithdrawn(item.name());
    }
  }

  @Override
  public CompletionStage<Void> published() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    // After what is to be announced in this callback.
    host.loop().execute(() -> ask(SearchCall.fence(host.loop(), () -> result.complete(null))));
    return result;
  }

  @Override
  public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
    if (!membership.isJoined()) {
      throw new IllegalStateException("nothing can be fetched before the peer has joined");
    }
    return transfers().downloads().fetch(name, sources, HostFiles.locate(host, target), changed);
  }

  @Override
  public List<ContentSource> sources(List<Hit> hits) {
    return transfers().downloads().sources(name, hits);
  }
}
