package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.kit.DecoratedHost;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.sharing.Library;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a servent sends and fetches; made when it does either for the first time. */
public final class Transfers {

  /** Who waits in the queue comes again within that time. */
  private static final long PATIENCE_NANOS = 50_000_000_000L;

  private static final HttpServer.Limits LIMITS =
      new HttpServer.Limits(100, 8, 8_192, 1 << 15, PATIENCE_NANOS);

  private static final long MEMORY_BYTES = 1L << 26;

  private final Library library;
  private final AddressPolicy policy;
  private final FetchedFiles fetched;
  private final FileServer files;
  private final PushProxyServer proxy;
  private final BrowseServer browsed;
  private final HttpServer server;
  private final Downloads downloads;
  private final Pushes pushes;
  private final Set<BrowseCall> listings = new LinkedHashSet<>(1);
  private final Host host;
  private final String overlay;
  private final SecureDials secure;
  private final ServerDials dials;
  private @Nullable GivDials pushDials;

  /**
   * Neither sends nor fetches yet.
   *
   * @param events where it is told; null as long as nobody has ever listened
   */
  public Transfers(
      Host host,
      Library library,
      GnutellaConfig config,
      String overlay,
      PushNetwork network,
      Supplier<@Nullable EventStream> events) {
    this.host = host;
    this.overlay = overlay;
    this.library = library;
    policy = config.addresses();
    Alternates alternates = new Alternates(policy);
    fetched =
        new FetchedFiles(
            config.partialSharing(), () -> network.isReachable() ? network.own() : null);
    proxy = new PushProxyServer(host.loop(), network);
    browsed = new BrowseServer(host.loop(), library, network);
    server = new HttpServer(host.loop(), LIMITS, new MemoryBudget(MEMORY_BYTES), this::onRequest);
    boolean offers = config.tls() == TlsUse.OFFER;
    secure = new SecureDials(host.loop(), () -> offers ? network.tls() : null);
    Host dialling = new DecoratedHost(host, secure.over(host.transport()));
    dials = new ServerDials(dialling, server);
    files =
        new FileServer(
            host.loop(), library, fetched, config, alternates, dials, network::own, events);
    CallersLinks callers = new CallersLinks(host.loop());
    pushes = new Pushes(dialling, network, policy, callers);
    downloads =
        new Downloads(
            dialling,
            policy,
            overlay,
            network,
            pushes,
            callers,
            secure,
            alternates,
            fetched,
            events);
  }

  /** Somebody asks over HTTP; null if there are too many. */
  public @Nullable LinkHandler onAccept(Link link) {
    return server.onAccept(link);
  }

  private void onRequest(HttpRequest request, HttpExchange exchange) {
    if (PushProxyServer.isFor(request)) {
      proxy.onRequest(request, exchange);
    } else if (BrowseServer.isFor(request)) {
      browsed.onRequest(request, exchange);
    } else {
      files.onRequest(request, exchange);
    }
  }

  /** Somebody has dialled us because we have asked it for a file. */
  public LinkHandler onCall(Newcomer newcomer) {
    return new CallReader(newcomer::release, downloads);
  }

  /**
   * Somebody asks us to dial.
   *
   * @param from the neighbour that has brought it
   * @param servent our GUID
   */
  public void onPush(Push push, Endpoint from, Guid servent) {
    GivDials at = pushDials;
    if (at == null) {
      at = new GivDials(host.loop(), dials);
      pushDials = at;
    }
    Endpoint to = push.asker();
    // Who passes on pushes for others knows of no file: 0 stands for any.
    boolean known = push.index() == 0 ? hasFiles() : library.byIndex(push.index()) != null;
    if (known && to.port() != 0 && !to.isAnyLocal() && policy.permits(from, to)) {
      if (push.takesTls()) {
        secure.know(to);
      }
      at.dial(from, to, push.index(), servent);
    } else {
      at.countRefused();
    }
  }

  private boolean hasFiles() {
    return library.size() > 0 || !fetched.isEmpty();
  }

  /** As {@link io.peerwright.api.overlay.Fetch} has it. */
  public Download fetch(List<Hit> hits, Path target, Consumer<? super Download> changed) {
    return downloads.fetch(hits, target, changed);
  }

  /**
   * Asks a servent for all that it shares.
   *
   * @param peer its GUID, or its endpoint
   * @param at where it can be dialled; null if that is not known
   */
  public Handle browse(
      String peer,
      @Nullable Endpoint at,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    Reach near = at == null ? Reach.WORLD : Reach.of(at);
    BrowseCall call =
        new BrowseCall(
            host.loop(),
            overlay,
            named -> policy.permits(near, named),
            hits,
            ended,
            listings::remove);
    listings.add(call);
    if (at != null) {
      call.begin(downloads.client(), at.toString(), near);
    } else if (pushes.areOfUse()) {
      call.begin(pushes.client(), peer, near);
    } else {
      call.end(Reason.UNREACHABLE);
    }
    return call;
  }

  /** What hits stand for. */
  public List<ContentSource> sources(List<Hit> hits) {
    return downloads.sources(hits);
  }

  /** Those from whom something comes. */
  public void peers(List<Neighbour> into) {
    downloads.peers(into);
  }

  /** Whether nobody else can fetch from us now. */
  public boolean isBusy() {
    return files.slots().isFull();
  }

  /** Tells the counters of a servent, zeros if it has never sent or fetched. */
  public static void meters(@Nullable Transfers of, ObjLongConsumer<String> sink) {
    sink.accept("uploads.requests", of == null ? 0 : of.files.uploads());
    sink.accept("uploads.bytes", of == null ? 0 : of.files.bytesSent());
    sink.accept("uploads.now", of == null ? 0 : of.files.slots().serving());
    sink.accept("uploads.waiting.now", of == null ? 0 : of.files.slots().waiting());
    sink.accept("uploads.queued", of == null ? 0 : of.files.slots().queued());
    sink.accept("uploads.called", of == null ? 0 : of.files.slots().called());
    sink.accept("uploads.trees", of == null ? 0 : of.files.treesMade());
    sink.accept("uploads.connections.now", of == null ? 0 : of.server.connections());
    sink.accept("browses.served", of == null ? 0 : of.browsed.served());
    sink.accept("pushes.passed-on", of == null ? 0 : of.proxy.passed());
    sink.accept("pushes.not-passed-on", of == null ? 0 : of.proxy.refused());
    sink.accept("pushes.asked-of-proxies", of == null ? 0 : of.pushes.askedOfProxies());
    sink.accept("pushes.waiting.now", of == null ? 0 : of.pushes.waiting());
    GivDials dials = of == null ? null : of.pushDials;
    sink.accept("pushes.dialled", dials == null ? 0 : dials.dialled());
    sink.accept("pushes.refused", dials == null ? 0 : dials.refused());
    sink.accept("transfers.secure", of == null ? 0 : of.secure.dialled());
    sink.accept("downloads.complete", of == null ? 0 : of.downloads.complete());
    sink.accept("downloads.failed", of == null ? 0 : of.downloads.failed());
    sink.accept("downloads.corrupt", of == null ? 0 : of.downloads.corrupt());
    sink.accept("downloads.active.now", of == null ? 0 : of.downloads.active());
  }

  /** Ends all. */
  public void close() {
    List.copyOf(listings).forEach(each -> each.end(Reason.SHUTDOWN));
    downloads.close();
    server.closeConnections();
    files.slots().close();
  }

  /** Runs when the files of downloads that were ended are closed. */
  public void whenClosed(Runnable then) {
    downloads.whenClosed(then);
  }
}
