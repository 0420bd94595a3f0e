package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.server.ServerLife;
import io.peerwright.overlay.bittorrent.events.TrackerEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** A tracker as a peer of its own kind: it listens, and knows of everybody without a link. */
public final class TrackerServer implements Overlay, EventSource, ServerLife.Work {

  /** What {@link #capabilities()} answers. */
  public static final Set<Class<? extends Capability>> CAPABILITIES = Set.of(EventSource.class);

  private static final int DEFAULT_PORT = 6969;
  private static final long MODELLED_READ_NANOS = 1_000_000;

  private final String name;
  private final Host host;
  private final TrackerConfig config;
  private final TrackerCounters counters = new TrackerCounters();
  private final ServerLife life;
  private final EventStream events;
  private @Nullable PeerStore store;
  private @Nullable Sockets sockets;

  /** A tracker that does nothing before {@link #join()}, with a store in memory. */
  public TrackerServer(String name, Host host, TrackerConfig config) {
    this.name = name;
    this.host = host;
    this.config = config;
    this.life = new ServerLife(host.loop(), this);
    this.events = new EventStream(host.loop());
  }

  /** A tracker with a store that somebody else has filled, or fills, too. */
  public TrackerServer(String name, Host host, TrackerConfig config, PeerStore store) {
    this(name, host, config);
    this.store = store;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletionStage<Void> join() {
    return life.join();
  }

  @Override
  public void start() {
    Path file = config.whitelistFile();
    if (file == null) {
      open(new Admission(config.keys(), Whitelist.of(config.whitelist())), null);
      return;
    }
    int round = life.round();
    Path path = host.directory().resolve(file.toString());
    host.loop()
        .offload(
            () -> new Admission(config.keys(), Whitelist.read(config.whitelist(), path)),
            MODELLED_READ_NANOS,
            (admission, failure) -> {
              if (round == life.round()) {
                open(admission, failure);
              }
            });
  }

  private void open(@Nullable Admission admission, @Nullable Throwable failure) {
    if (admission == null) {
      life.failed(
          failure != null
              ? failure
              : new OverlayException(Reason.FAILED, "the whitelist cannot be read"));
      return;
    }
    PeerStore peers = store == null ? newStore() : store;
    store = peers;
    AnnounceService service =
        new AnnounceService(host, config, peers, admission, counters, new TrackerEvents(events));
    sockets = new Sockets(host, service, address(), this::opened);
  }

  private void opened(@Nullable Reason failure) {
    if (failure == null) {
      life.joined();
    } else {
      sockets = null;
      life.failed(new OverlayException(failure, "cannot listen on " + address() + ": " + failure));
    }
  }

  /** A peer is forgotten when it has missed its time by half the interval. */
  private PeerStore newStore() {
    long silence = config.interval().toSeconds() * 3 / 2 + 60;
    StoreLimits limits =
        new StoreLimits(
                config.maxPeers(),
                config.maxSwarms(),
                config.maxPeersPerSwarm(),
                config.maxPeersPerAddress(),
                (int) silence)
            .within(config.peerBytes());
    return new MemoryPeerStore(host.loop(), limits, config.maxPeersPerAnswer());
  }

  @Override
  public CompletionStage<Void> leave() {
    return life.leave();
  }

  @Override
  public void stop() {
    Sockets open = sockets;
    sockets = null;
    if (open == null) {
      life.stopped();
    } else {
      open.close(life::stopped);
    }
  }

  @Override
  public void onMembership(boolean isIn) {
    if (isIn) {
      events.joined(endpoints());
    } else {
      events.left();
    }
  }

  @Override
  public Handle listen(OverlayEvent.Level least, Consumer<? super OverlayEvent> listener) {
    return events.listen(least, listener);
  }

  /** Nobody: peers ask and go. */
  @Override
  public List<Neighbour> neighbours() {
    return List.of();
  }

  @Override
  public List<Endpoint> endpoints() {
    Sockets open = sockets;
    Endpoint bound = open == null ? null : open.bound();
    return bound == null ? List.of() : List.of(bound);
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("tracker.announces.http", counters.httpAnnounces);
    sink.accept("tracker.announces.udp", counters.udpAnnounces);
    sink.accept("tracker.scrapes", counters.scrapes);
    sink.accept("tracker.connects.udp", counters.connects);
    sink.accept("tracker.refused", counters.refused);
    sink.accept("tracker.malformed", counters.malformed);
    sink.accept("tracker.forged.udp", counters.forged);
    sink.accept("tracker.toomany", counters.tooMany);
    sink.accept("tracker.checks.passed", counters.checksPassed);
    sink.accept("tracker.checks.failed", counters.checksFailed);
    PeerStore peers = store;
    sink.accept("tracker.peers.now", peers == null ? 0 : peers.peers());
    sink.accept("tracker.swarms.now", peers == null ? 0 : peers.swarms());
    Sockets open = sockets;
    sink.accept("tracker.connections.now", open == null ? 0 : open.connections());
    sink.accept("tracker.turned.away", open == null ? 0 : open.turnedAway());
    sink.accept("tracker.memory.bytes", open == null ? 0 : open.memoryBytes());
    sink.accept("tracker.checks.now", open == null ? 0 : open.checksUnderWay());
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
