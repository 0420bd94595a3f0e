package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.index.MemoryIndex;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.server.LimitedAcceptor;
import io.peerwright.kit.server.ServerLife;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.LinkType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** The index server as a peer of its overlay: the one that all others are linked to. */
public final class HybridServer
    implements Overlay, Naming, EventSource, ServerLife.Work, LimitedAcceptor.Owner {

  /** What {@link #capabilities()} answers. */
  public static final Set<Class<? extends Capability>> CAPABILITIES =
      Set.of(Naming.class, EventSource.class);

  private static final int DEFAULT_PORT = 8888;

  private final String name;
  private final Host host;
  private final HybridServerConfig config;
  private final ServerCounters counters = new ServerCounters();
  private final EventStream events;
  private final NickDirectory names = new NickDirectory();
  private final Accounts accounts;
  private final ServerLife life;
  private @Nullable IndexServer server;
  private @Nullable WarmUp warmingUp;
  private @Nullable LimitedAcceptor acceptor;
  private @Nullable Handle listening;
  private @Nullable Metaserver metaserver;
  private @Nullable Endpoint local;

  /** A server that does nothing before {@link #join()}. */
  public HybridServer(String name, Host host, HybridServerConfig config) {
    this.name = name;
    this.host = host;
    this.config = config;
    this.events = new EventStream(host.loop());
    this.accounts =
        new Accounts(host.loop(), 10 * config.maxUsers(), config.limits().maxPasswordsPerMinute());
    this.life = new ServerLife(host.loop(), this);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletionStage<Void> join() {
    return life.join();
  }

  /** Reads the accounts first: without them their nicks would be free for anybody. */
  @Override
  public void start() {
    Path accountFile = config.accounts();
    if (accountFile == null) {
      warmUp();
      return;
    }
    int round = life.round();
    accounts.open(
        HostFiles.locate(host, accountFile),
        failure -> {
          if (round != life.round()) {
            accounts.close();
          } else if (failure == null) {
            warmUp();
          } else {
            life.failed(failure);
          }
        });
  }

  private void warmUp() {
    if (config.warmUp().isZero()) {
      open();
    } else {
      warmingUp = WarmUp.begin(config, host.loop(), this::warm);
    }
  }

  private void warm() {
    warmingUp = null;
    open();
  }

  private void open() {
    long seed = host.loop().random("hybrid.index").nextLong();
    IndexServer opened =
        new IndexServer(
            config,
            host.loop(),
            new MemoryIndex(config.indexDepth(), config.indexSuffix(), seed),
            counters,
            new ServerEvents(events),
            names,
            accounts,
            host.transport().maxLinks().orElse(Integer.MAX_VALUE));
    server = opened;
    Endpoint metaserverAt = config.referrals().listen();
    if (metaserverAt == null) {
      listen(opened);
    } else {
      Metaserver opening =
          new Metaserver(
              host,
              reached -> line(opened, reached),
              bound -> listen(opened),
              (closed, reason) -> onMetaserverClosed(closed, metaserverAt, reason));
      metaserver = opening;
      opening.listen(metaserverAt);
    }
  }

  private void listen(IndexServer current) {
    acceptor = new LimitedAcceptor(host.loop(), current.places, this);
    listening = host.transport().listen(address(), SocketOptions.DEFAULT, acceptor);
  }

  /** What the metaserver says to who has reached it at an address. */
  private String line(IndexServer current, Endpoint reached) {
    Endpoint users = local;
    int port = users == null ? 0 : users.port();
    return current.referrals.line(
        users == null || current.directory.isFull(), reached.withPort(port).toString());
  }

  private void onMetaserverClosed(Metaserver closed, Endpoint at, Reason reason) {
    if (closed != metaserver) {
      return;
    }
    metaserver = null;
    if (life.isStopping()) {
      finishLeaving();
    } else {
      fail(reason, "cannot answer as a metaserver on " + at + ": " + reason);
    }
  }

  private boolean hasSockets() {
    return listening != null || metaserver != null;
  }

  @Override
  public CompletionStage<Void> leave() {
    return life.leave();
  }

  @Override
  public void stop() {
    if (warmingUp != null) {
      warmingUp.cancel();
      warmingUp = null;
    }
    if (server != null) {
      for (ClientSession session : server.connections()) {
        session.link.close();
      }
    }
    if (acceptor != null) {
      acceptor.close();
    }
    if (listening != null) {
      listening.close();
    }
    if (metaserver != null) {
      metaserver.close();
    }
    finishLeaving();
  }

  @Override
  public void onMembership(boolean isIn) {
    if (isIn) {
      events.joined(endpoints());
    } else {
      events.left();
    }
  }

  /** When the last socket is closed the addresses can be taken again. */
  private void finishLeaving() {
    if (life.isStopping() && !hasSockets()) {
      accounts.close();
      life.stopped();
    }
  }

  @Override
  public Handle listen(OverlayEvent.Level least, Consumer<? super OverlayEvent> listener) {
    return events.listen(least, listener);
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> users = new ArrayList<>();
    if (server != null) {
      for (ClientSession user : server.directory.all()) {
        users.add(
            new Neighbour(
                user.nick,
                user.link.remote(),
                "user",
                Map.of(
                    "files", Integer.toString(server.index.files(user.owner)),
                    "client", user.client,
                    "speed", Integer.toString(LinkType.kbitPerSecond(user.linkType)))));
      }
    }
    return users;
  }

  @Override
  public List<Endpoint> endpoints() {
    Endpoint bound = local;
    return bound == null ? List.of() : List.of(bound);
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    IndexServer current = server;
    if (current == null) {
      return;
    }
    sink.accept("server.connections", counters.connections);
    sink.accept("server.logins", counters.logins);
    sink.accept("server.logins.refused", counters.loginsRefused);
    sink.accept("server.shares", counters.shares);
    sink.accept("server.searches", counters.searches);
    sink.accept("server.hits", counters.hits);
    sink.accept("server.transfers", counters.transfers);
    sink.accept("server.malformed", counters.malformed);
    sink.accept("server.connections.now", current.places.links());
    sink.accept("server.connections.permitted.now", current.places.maxLinks());
    sink.accept("server.connections.refused", current.places.turnedAway() + current.places.cut());
    sink.accept("server.shed", counters.shed);
    sink.accept("server.memory.now", current.memory.usedBytes());
    sink.accept("server.users.now", current.directory.size());
    sink.accept("server.files.now", current.index.files());
  }

  /** Where it listens, with the real port; null before {@link #join()} has completed. */
  public @Nullable Endpoint local() {
    return local;
  }

  /**
   * Binds a nick for the application of this process: nobody can log in under it meanwhile.
   * Registering it once more replaces the record. Binds for as long as the handle is open, so the
   * ttl does not matter.
   */
  @Override
  public CompletionStage<Handle> register(Urn urn, NameRecord record, Duration ttl) {
    IndexServer current = life.isUp() ? server : null;
    if (current == null) {
      return CompletableFuture.failedStage(notJoined());
    }
    if (!urn.namespace().equals(Urn.USER)) {
      return CompletableFuture.failedStage(
          new OverlayException(Reason.UNSUPPORTED, "only names of users, not " + urn));
    }
    return names.bind(host.loop(), current.directory, urn, record);
  }

  @Override
  public CompletionStage<List<NameRecord>> resolve(Urn urn, Duration within) {
    IndexServer current = life.isUp() ? server : null;
    if (current == null) {
      return CompletableFuture.failedStage(notJoined());
    }
    return CompletableFuture.completedStage(
        urn.namespace().equals(Urn.USER) ? names.find(current.directory, urn.value()) : List.of());
  }

  private static OverlayException notJoined() {
    return new OverlayException(Reason.UNREACHABLE, "the index server has not joined");
  }

  @Override
  public void onListening(Endpoint bound) {
    local = bound;
    life.joined();
  }

  @Override
  public @Nullable LinkHandler onLink(Link link, ConnectionLimits.Place place) {
    return server == null ? null : server.accept(link, place);
  }

  @Override
  public void onStopped(Reason reason) {
    listening = null;
    local = null;
    if (life.isStopping()) {
      finishLeaving();
      return;
    }
    Metaserver useless = metaserver;
    metaserver = null;
    if (useless != null) {
      useless.close();
    }
    fail(reason, "cannot listen on " + address() + ": " + reason);
  }

  private void fail(Reason reason, String why) {
    life.failed(new OverlayException(reason, why));
  }

  private Endpoint address() {
    Endpoint listen = config.listen();
    if (listen != null) {
      return listen;
    }
    Endpoint own = host.listenAddress();
    return own.port() == 0 ? own.withPort(DEFAULT_PORT) : own;
  }
}
