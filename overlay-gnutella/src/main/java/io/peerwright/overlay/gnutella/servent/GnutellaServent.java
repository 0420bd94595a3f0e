package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.OnceHandle;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.FileEvents;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.index.Words;
import io.peerwright.kit.plugin.BasicOverlay;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.events.ServentEvents;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.transfer.Transfers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A peer of the Gnutella network: client and server in one. Holds a few links and little else until
 * something is shared, asked for or forwarded.
 */
public final class GnutellaServent extends BasicOverlay
    implements KeywordSearch, Browse, Sharing, Fetch, ContentSources, EventSource {

  /** The name in the configuration. */
  public static final String NAME = "gnutella";

  /** How long one that can be an ultrapeer waits for those that are configured. */
  private static final long JOIN_NANOS = 10_000_000_000L;

  private final GnutellaConfig config;
  private final Counters counters = new Counters();
  private final Library library = new Library(this::seed);
  private @Nullable EventStream events;
  private @Nullable Transfers transfers;
  private @Nullable RecentResponders responders;
  private @Nullable RandomGenerator random;
  private @Nullable Guid guid;
  private @Nullable Session session;

  /** One that was left and still has the port. */
  private @Nullable Session before;

  private boolean redials;

  /** One that has not joined. */
  public GnutellaServent(OverlayProvider<?> provider, Host host, GnutellaConfig config) {
    super(provider, host);
    this.config = config;
  }

  private long seed() {
    byte[] seed = new byte[Long.BYTES];
    loop().secureRandom(seed);
    return ByteBuffer.wrap(seed).getLong();
  }

  // Joining and leaving.

  @Override
  protected void open() {
    Session last = before;
    if (last == null) {
      start();
    } else {
      last.whenStopped(
          () -> {
            forget(last);
            start();
          });
    }
  }

  private void start() {
    if (!isOpen()) {
      return;
    }
    RandomGenerator chance = random;
    if (chance == null) {
      chance = loop().random(NAME);
      random = chance;
      guid = Guid.random(chance);
    }
    Guid servent = guid;
    Session next =
        new Session(host, config, new SessionHome(), chance, servent == null ? newGuid() : servent);
    session = next;
    timers().every(config.keepAlive().toNanos(), chance, next::tick);
    redials = false;
    redial();
    if (config.role() != Tier.LEAF) {
      timers().after(JOIN_NANOS, this::joined);
    }
    next.open();
  }

  private Guid newGuid() {
    return Guid.random(loop().random(NAME));
  }

  /** Tries again soon, and again, as long as it is alone. */
  private void redial() {
    Session at = session;
    RandomGenerator chance = random;
    if (at != null && chance != null && !redials && at.isAlone()) {
      redials = true;
      timers().after(config.reconnectMin().toNanos(), chance, () -> redial(at));
    }
  }

  private void redial(Session at) {
    redials = false;
    if (at.isAlone()) {
      at.dial();
      redial();
    }
  }

  @Override
  protected void close() {
    if (transfers != null) {
      transfers.close();
    }
    Session last = session;
    session = null;
    if (last != null) {
      before = last;
      last.close();
      last.whenStopped(() -> forget(last));
    }
  }

  /** A session holds what it knew of the network, and whoever has left may be away for long. */
  private void forget(Session stopped) {
    before = before == stopped ? null : before;
  }

  @Override
  protected void whenClosed(Runnable then) {
    if (transfers == null) {
      super.whenClosed(then);
    } else {
      transfers.whenClosed(then);
    }
  }

  /** What a session needs of us. */
  private final class SessionHome implements Home {

    @Override
    public void onJoined() {
      joined();
    }

    @Override
    public void onFailed(Reason reason, String message) {
      failed(reason, message);
    }

    @Override
    public void onAlone() {
      redial();
    }

    @Override
    public Library library() {
      return library;
    }

    @Override
    public Counters counters() {
      return counters;
    }

    @Override
    public @Nullable EventStream events() {
      return events;
    }

    @Override
    public boolean isBusy() {
      return transfers != null && transfers.isBusy();
    }

    @Override
    public Transfers transfers() {
      return GnutellaServent.this.transfers();
    }
  }

  @Override
  protected void onMembership(boolean isIn) {
    ServentEvents.membership(events, isIn, endpoints());
  }

  // What it is.

  @Override
  public List<Endpoint> endpoints() {
    Endpoint local = session == null ? null : session.local();
    return local == null ? List.of() : List.of(local);
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    if (session != null) {
      session.neighbours().links().forEach(link -> all.add(NeighbourView.of(link)));
    }
    if (transfers != null) {
      transfers.peers(all);
    }
    return all;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    counters.tell(sink);
    Transfers.meters(transfers, sink);
    sink.accept("shares.now", library.size());
    Session now = session;
    sink.accept("pongs.now", now == null ? 0 : now.pongs());
    sink.accept("links.ultrapeers.now", now == null ? 0 : now.neighbours().ultrapeers());
    sink.accept("links.leaves.now", now == null ? 0 : now.neighbours().leaves());
    sink.accept("leaves.now", now != null && now.isLeaf() ? 1 : 0);
    sink.accept("searches.now", now == null ? 0 : now.queries().searches().size());
    sink.accept("searches.for-leaves.now", now == null ? 0 : now.queries().forLeaves().size());
    sink.accept("hosts.now", now == null ? 0 : now.connector().known());
  }

  // Capabilities.

  @Override
  public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    Session at = session;
    RandomGenerator chance = random;
    boolean words = !Words.list(String.join(" ", query.words())).isEmpty();
    if (at == null || chance == null || !words) {
      Reason obstacle = words ? Reason.UNREACHABLE : Reason.UNSUPPORTED;
      loop().execute(() -> ended.accept(obstacle));
      return () -> {};
    }
    long quiet = config.quiet().toNanos();
    int[] found = {0};
    SearchCall call =
        new SearchCall(
            loop(),
            at.queries().searches(),
            query,
            at.queries().searches().course(),
            quiet,
            at.queries().searches().nextGuid(),
            hit -> {
              remember(hit);
              found[0]++;
              hits.accept(hit);
            },
            reason -> {
              FileEvents.searchEnded(events, found[0], reason);
              ended.accept(reason);
            });
    FileEvents.searchStarted(events, query);
    counters.searches++;
    at.queries().searches().start(call);
    return call;
  }

  private void remember(Hit hit) {
    Endpoint at = hit.endpoint();
    if (at != null) {
      responders = responders == null ? new RecentResponders() : responders;
      responders.put(Guid.parse(hit.peer()), at);
    }
  }

  /**
   * As {@link Browse} has it.
   *
   * @param peer a GUID, as hits have it, or an endpoint
   */
  @Override
  public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    Guid named = Guid.of(peer);
    Endpoint at = named == null ? RecentResponders.endpoint(peer) : recent(named);
    if (session == null || named == null && at == null) {
      Reason obstacle = session == null ? Reason.UNREACHABLE : Reason.UNRESOLVED;
      loop().execute(() -> ended.accept(obstacle));
      return () -> {};
    }
    return transfers().browse(peer, at, hits, ended);
  }

  private @Nullable Endpoint recent(Guid peer) {
    return responders == null ? null : responders.get(peer);
  }

  @Override
  public Handle share(SharedItem item) {
    library.add(item);
    shared(item, true);
    return new OnceHandle(
        () -> {
          if (library.remove(item)) {
            shared(item, false);
          }
        });
  }

  private void shared(SharedItem item, boolean offered) {
    ServentEvents.shared(events, item.name(), offered);
    if (session != null) {
      session.queries().tables().onShared();
    }
  }

  @Override
  public CompletionStage<Void> published() {
    Pending<Void> published = begin();
    if (session == null) {
      published.complete(null);
    } else {
      session.queries().tables().whenTold(() -> published.complete(null));
    }
    return published.stage();
  }

  private Transfers transfers() {
    Transfers known = transfers;
    if (known == null) {
      known =
          new Transfers(host, library, config, NAME, new SessionWays(() -> session), () -> events);
      transfers = known;
    }
    return known;
  }

  @Override
  public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
    if (session == null) {
      throw new IllegalStateException(NAME + " has not joined; join it first");
    }
    Download download = transfers().fetch(sources, target, changed);
    ServentEvents.downloading(events, target, sources.size(), download);
    return download;
  }

  @Override
  public Handle listen(OverlayEvent.Level least, Consumer<? super OverlayEvent> listener) {
    EventStream stream = events == null ? new EventStream(loop()) : events;
    events = stream;
    return stream.listen(least, listener);
  }

  @Override
  public List<ContentSource> sources(List<Hit> hits) {
    return transfers().sources(hits);
  }
}
