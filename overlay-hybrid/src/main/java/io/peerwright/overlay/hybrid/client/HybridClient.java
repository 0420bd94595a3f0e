package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
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
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.transfer.SourceSearch;
import io.peerwright.overlay.hybrid.transfer.TransferContext;
import io.peerwright.overlay.hybrid.transfer.TransferCounters;
import io.peerwright.overlay.hybrid.transfer.TransferHub;
import io.peerwright.overlay.hybrid.transfer.WireNames;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
        TransferContext,
        ServerLink.Owner {

  private final String name;
  private final Set<Class<? extends Capability>> capabilities;
  private final Host host;
  private final HybridConfig config;
  private final TransferCounters counters = new TransferCounters();
  private @Nullable ServerLink server;
  private @Nullable DataPort dataPort;
  private @Nullable CompletableFuture<Void> joining;
  private @Nullable CompletableFuture<Void> joined;
  private @Nullable Shares shares;
  private @Nullable List<String> unannounced;
  private @Nullable PendingRequests questions;
  private @Nullable TransferHub hub;
  private long searchesSent;
  private long hitsReceived;
  private long logins;
  private long malformed;

  /** A client that has not joined yet. */
  public HybridClient(
      String name, Set<Class<? extends Capability>> capabilities, Host host, HybridConfig config) {
    this.name = name;
    this.capabilities = capabilities;
    this.host = host;
    this.config = config;
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
    if (joined != null) {
      return joined;
    }
    CompletableFuture<Void> stage = new CompletableFuture<>();
    joined = stage;
    joining = stage;
    if (config.firewalled()) {
      startServer();
    } else {
      DataPort opening = new DataPort(this);
      dataPort = opening;
      opening.listen();
    }
    return stage;
  }

  void startServer() {
    ServerLink link = new ServerLink(host, config, this);
    server = link;
    link.start();
  }

  @Override
  public CompletionStage<Void> leave() {
    CompletableFuture<Void> left = new CompletableFuture<>();
    String obstacle = server == null ? "the login has not begun" : server.obstacle();
    failJoin(new OverlayException(Reason.CANCELLED, "left before the login: " + obstacle));
    if (questions != null) {
      questions.end(Reason.SHUTDOWN);
    }
    if (hub == null) {
      host.loop().execute(() -> left.complete(null));
    } else {
      hub.close(() -> left.complete(null));
    }
    return left;
  }

  private void closeSockets() {
    joined = null;
    if (server != null) {
      server.stop();
      server = null;
    }
    if (dataPort != null) {
      dataPort.close();
      dataPort = null;
    }
  }

  @Override
  public List<Endpoint> endpoints() {
    Endpoint local = dataPort == null ? null : dataPort.local();
    return local == null ? List.of() : List.of(local);
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    Endpoint at = server == null ? null : server.endpoint();
    if (server != null && at != null) {
      all.add(new Neighbour(server.name(), at, "server", Map.of("nick", nick())));
    }
    if (hub != null) {
      hub.neighbours(all);
    }
    return all;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("searches.sent", searchesSent);
    sink.accept("hits.received", hitsReceived);
    sink.accept("logins", logins);
    sink.accept("messages.malformed", malformed);
    sink.accept("shares.now", shares == null ? 0 : shares.size());
    sink.accept("downloads.active.now", hub == null ? 0 : hub.downloadsActive());
    sink.accept("uploads.active.now", hub == null ? 0 : hub.uploadsActive());
    sink.accept("uploads.queued.now", hub == null ? 0 : hub.uploadsQueued());
    counters.tell(sink);
  }

  // The server.

  @Override
  public void onServerReady() {
    logins++;
    if (shares != null) {
      unannounced = null;
      FrameWriter frames = new FrameWriter();
      shares.announce(shares.names(), frames);
      send(frames);
    }
    if (questions != null) {
      FrameWriter frames = new FrameWriter();
      questions.askAgain(frames);
      send(frames);
    }
    if (joining != null) {
      joining.complete(null);
      joining = null;
    }
  }

  @Override
  public void onServerMessage(int type, ByteBuffer body) {
    ServerMessages.dispatch(type, body, this);
  }

  @Override
  public void onServerLost(Reason reason) {
    if (questions != null) {
      questions.onServerLost();
    }
    if (hub != null) {
      hub.onServerLost();
    }
  }

  @Override
  public void onLoginRefused(String serverName, String text) {
    failJoin(new OverlayException(Reason.REFUSED, LoginRefusals.tell(serverName, nick(), text)));
  }

  /** The configuration can never work. */
  void failJoin(OverlayException failure) {
    closeSockets();
    CompletableFuture<Void> stage = joining;
    joining = null;
    if (stage != null) {
      // Not at once: whoever leaves is not called back before leave has returned.
      host.loop().execute(() -> stage.completeExceptionally(failure));
    }
  }

  @Override
  public int dataPort() {
    return dataPort == null ? 0 : dataPort.announced();
  }

  PendingRequests questions() {
    questions = questions == null ? new PendingRequests() : questions;
    return questions;
  }

  TransferHub hub() {
    hub = hub == null ? new TransferHub(this) : hub;
    return hub;
  }

  void onMalformed() {
    malformed++;
  }

  void onHit(Hit hit) {
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
    return Nicks.of(host, config);
  }

  @Override
  public boolean isReachable() {
    return !config.firewalled();
  }

  @Override
  public boolean isReady() {
    return server != null && server.isReady();
  }

  @Override
  public boolean mayDial(Endpoint named) {
    Endpoint at = server == null ? null : server.endpoint();
    return at != null && config.addresses().permits(at, named);
  }

  @Override
  public void send(FrameWriter frames) {
    if (server != null && frames.size() > 0) {
      server.send(frames);
    }
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

  // Capabilities.

  @Override
  public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    return askMore(new SearchCall(host.loop(), query, hits, ended, this::askMore));
  }

  private SearchCall askMore(SearchCall call) {
    searchesSent++;
    return ask(call);
  }

  private SearchCall ask(SearchCall call) {
    if (joined == null) {
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
    return BrowseCall.ask(this, peer, hits, ended);
  }

  @Override
  public Handle share(SharedItem item) {
    if (shares == null) {
      shares = new Shares();
    }
    String wire = shares.add(item);
    if (unannounced == null) {
      unannounced = new ArrayList<>();
      host.loop().execute(this::announce);
    }
    unannounced.add(wire);
    return () -> withdraw(item);
  }

  @Override
  public Collection<SharedFile> sharedFiles() {
    return shares == null ? List.of() : shares.all();
  }

  @Override
  public void withdraw(SharedItem item) {
    String wire = WireNames.ofShared(item.name());
    if (shares != null && shares.remove(wire, item)) {
      send(new FrameWriter().begin(MessageType.UNSHARE).field(wire));
    }
  }

  @Override
  public CompletionStage<Void> published() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    // After what is to be announced in this callback.
    host.loop().execute(() -> ask(SearchCall.fence(host.loop(), () -> result.complete(null))));
    return result;
  }

  /** What is shared in one callback is announced in one write. */
  private void announce() {
    List<String> names = unannounced;
    unannounced = null;
    if (names != null && shares != null && isReady()) {
      FrameWriter frames = new FrameWriter();
      shares.announce(names, frames);
      send(frames);
    }
  }

  @Override
  public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
    return hub().fetch(name, sources, target, changed);
  }

  @Override
  public List<ContentSource> sources(List<Hit> hits) {
    return hub().sources(name, hits);
  }
}
