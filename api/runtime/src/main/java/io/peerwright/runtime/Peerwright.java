package io.peerwright.runtime;

import com.google.inject.Module;
import io.micrometer.core.instrument.MeterRegistry;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Capability;
import io.peerwright.kit.share.FolderScan;
import io.peerwright.kit.text.Amounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * Where an application begins: runs any number of peers in this process.
 *
 * <pre>{@code
 * try (Peerwright peerwright = Peerwright.open()) {
 *   Peer alice = peerwright.start(Path.of("alice.json"));
 *   for (Hit hit : alice.search("copper rain")) {
 *     alice.get(hit, Path.of("copper-rain.ogg"));
 *   }
 * }
 * }</pre>
 *
 * <p>Peers whose transport sections are equal are in one network and can reach each other, in
 * memory too. May be used by any thread; methods that wait refuse to be called on a peer's loop.
 */
public final class Peerwright implements AutoCloseable {

  /** How much later than the loop's own deadline a stuck loop is given up. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Plugins plugins;
  private final ConfigParser parser;
  private final Networks networks;
  private final OverlayMeters meters;
  private final MetricsServers metricsServers;
  private final PeerTimeouts timeouts;
  private final LoopChecks checks;
  private final EventWatch watch;
  private final List<Peer> peers = new ArrayList<>();
  private boolean closed;

  Peerwright(
      Plugins plugins,
      ConfigParser parser,
      Networks networks,
      OverlayMeters meters,
      PeerTimeouts timeouts,
      LoopChecks checks,
      EventWatch watch) {
    this.plugins = plugins;
    this.parser = parser;
    this.networks = networks;
    this.meters = meters;
    this.metricsServers = new MetricsServers(meters);
    this.timeouts = timeouts;
    this.checks = checks;
    this.watch = watch;
    for (String problem : plugins.problems()) {
      LoggerFactory.getLogger(Peerwright.class).warn("a plug-in is left out: {}", problem);
    }
  }

  /** With all that is on the class path and the module path. */
  public static Peerwright open() {
    return builder().open();
  }

  /** To say where plug-ins and meters are, or to override any other binding. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How to open a {@link Peerwright}. Each method binds something in place of what {@link
   * PeerwrightModule} binds; of two that bind the same, opening fails.
   */
  public static final class Builder {

    private final List<Module> overrides = new ArrayList<>();
    private PeerTimeouts timeouts = PeerTimeouts.DEFAULT;

    private Builder() {}

    /** Uses these modules' bindings in place of those of {@link PeerwrightModule}. */
    public Builder with(Module... modules) {
      overrides.addAll(List.of(modules));
      return this;
    }

    /** Uses these plug-ins, such as those of other class loaders or module layers. */
    public Builder plugins(Plugins found) {
      return with(binder -> binder.bind(Plugins.class).toInstance(found));
    }

    /** Publishes the meters there; one registry serves one {@link Peerwright}. */
    public Builder meters(MeterRegistry target) {
      return with(binder -> binder.bind(MeterRegistry.class).toInstance(target));
    }

    /** Hears what the overlays of all peers tell of themselves; by default nobody does. */
    public Builder watch(EventWatch events) {
      return with(binder -> binder.bind(EventWatch.class).toInstance(events));
    }

    /** How long {@link Peerwright#start} waits for all overlays to join; 30 s by default. */
    public Builder startWithin(Duration limit) {
      timeouts = new PeerTimeouts(limit, timeouts.stop());
      return this;
    }

    /** How long a peer may take to leave its overlays before it is cut off; 5 s by default. */
    public Builder stopWithin(Duration limit) {
      timeouts = new PeerTimeouts(timeouts.start(), limit);
      return this;
    }

    /** Whether capabilities refuse to be used off the loop; by default where assertions are on. */
    public Builder loopChecks(LoopChecks checks) {
      return with(binder -> binder.bind(LoopChecks.class).toInstance(checks));
    }

    /**
     * Makes the one injector, and finds the plug-ins; opens no network yet.
     *
     * @throws PeerwrightException if two plug-ins have the same name
     * @throws com.google.inject.CreationException if two modules bind the same
     */
    public Peerwright open() {
      List<Module> all = new ArrayList<>(overrides);
      if (!timeouts.equals(PeerTimeouts.DEFAULT)) {
        all.add(binder -> binder.bind(PeerTimeouts.class).toInstance(timeouts));
      }
      return PeerwrightModule.open(all);
    }
  }

  /** What is installed. */
  public Plugins plugins() {
    return plugins;
  }

  /**
   * Where the meters are published, under names that start with {@code peerwright.}: the registry
   * that was handed in, or else one that is made at the first call.
   */
  public MeterRegistry meters() {
    return meters.registry();
  }

  /** The peers that run, in the order in which they were started. */
  public List<Peer> peers() {
    synchronized (peers) {
      return List.copyOf(peers);
    }
  }

  /**
   * Reads the configuration of a peer. Its relative paths start at the folder of the file, for that
   * is the peer's directory unless it names one.
   *
   * @throws ConfigException with all that is wrong with it
   */
  public PeerConfig load(Path file) {
    return load(file, Map.of());
  }

  /**
   * Reads the configuration of a peer, with some values changed.
   *
   * @param settings JSON pointers such as {@code /overlays/0/nick}, with JSON or with a text that
   *     needs no quotes; what is not there is made
   * @throws ConfigException with all that is wrong with it
   */
  public PeerConfig load(Path file, Map<String, String> settings) {
    return parser.parse(
        file.toString(), ConfigReader.folderOf(file), ConfigReader.text(file), settings);
  }

  /**
   * Reads the configuration of a peer from JSON text.
   *
   * @throws ConfigException with all that is wrong with it
   */
  public PeerConfig parse(String json) {
    return parse(json, Map.of());
  }

  /** {@link #load(Path, Map)} from JSON text. */
  public PeerConfig parse(String json, Map<String, String> settings) {
    return parser.parse("the configuration", null, json, settings);
  }

  /** {@link #start(PeerConfig)} with {@link #load}. */
  public Peer start(Path file) {
    return start(load(file));
  }

  /**
   * Starts a peer and waits until all its overlays have joined. What was started is stopped again
   * if that fails.
   *
   * @throws ConfigException if a plug-in is not installed or takes another record
   * @throws PeerwrightException if a step fails or it all takes too long; names the section
   * @throws IllegalStateException if called on a peer's loop, or after {@link #close}
   */
  public Peer start(PeerConfig config) {
    refuseOnLoop("start");
    Peer peer = launch(config);
    try {
      return peer.await(peer.joined().thenApply(nothing -> peer), timeouts.start());
    } catch (PeerwrightException e) {
      String blocked = peer.life().blocked();
      String waitingFor = peer.life().joining();
      if (!blocked.isEmpty()) {
        peer.stop();
        peer.life().cutOff();
      }
      peer.close();
      throw e.getCause() instanceof TimeoutException
          ? new PeerwrightException(Reason.TIMEOUT, tooLate(peer, blocked, waitingFor), e)
          : e;
    }
  }

  private String tooLate(Peer peer, String blocked, String waitingFor) {
    if (!blocked.isEmpty() || waitingFor.isEmpty()) {
      return "the peer \""
          + peer.name()
          + "\" could not be set up in "
          + Amounts.of(timeouts.start())
          + ": "
          + (blocked.isEmpty() ? "something else holds up its loop" : blocked);
    }
    List<String> obstacles = peer.life().obstacles();
    return "the peer \""
        + peer.name()
        + "\" has found nobody to join in "
        + Amounts.of(timeouts.start())
        + " for "
        + waitingFor
        + (obstacles.isEmpty() ? "" : " (" + String.join("; ", obstacles) + ")")
        + "; check the addresses there, and that somebody listens";
  }

  /**
   * Finds out, without starting anything, whether a peer of this configuration might be able to do
   * something.
   *
   * @throws ConfigException if none of its plug-ins can; names those that could
   */
  public void require(PeerConfig config, Class<? extends Capability> capability) {
    PeerPlan.of(config, plugins).require(capability, plugins);
  }

  /**
   * Starts a peer and does not wait; {@link Peer#joined} tells the outcome. May be called on a
   * loop.
   *
   * @throws ConfigException if a plug-in is not installed or takes another record
   * @throws PeerwrightException if the network cannot be opened or refuses the peer, or meters
   *     cannot be served where it says
   * @throws IllegalStateException after {@link #close}
   */
  public Peer launch(PeerConfig config) {
    PeerPlan plan = PeerPlan.of(config, plugins);
    synchronized (peers) {
      if (closed) {
        throw new IllegalStateException("this Peerwright is closed");
      }
      PeerLife life = life(plan, metricsServers.serve(config.metrics()));
      Peer peer = new Peer(this, config, life);
      peers.add(peer);
      life.watch(watch);
      life.begin();
      if (checks == LoopChecks.ON) {
        watchLoop(peer);
      }
      shareFolders(peer);
      return peer;
    }
  }

  private PeerLife life(PeerPlan plan, Runnable endMetrics) {
    try {
      return new PeerLife(
          plan,
          networks,
          meters,
          timeouts.stop(),
          checks,
          life -> {
            endMetrics.run();
            gone(life);
          });
    } catch (RuntimeException | Error e) {
      endMetrics.run();
      throw e;
    }
  }

  /** From when it has joined on: until then the calls of plug-ins are watched one by one. */
  private static void watchLoop(Peer peer) {
    LoopWatch watch = new LoopWatch(peer.host().loop()::execute, peer.life()::warn);
    peer.joined().thenRun(watch::begin);
    peer.life().stopped().thenRun(watch::end);
  }

  /** The folders of the configuration; they are hashed while the peer is already at work. */
  private static void shareFolders(Peer peer) {
    List<String> folders = peer.config().share();
    if (!folders.isEmpty()) {
      peer.joined()
          .thenRun(
              () ->
                  peer.share(folders.stream().map(peer::path).toList(), FolderScan.Listener.NONE));
    }
  }

  private void gone(PeerLife life) {
    synchronized (peers) {
      peers.removeIf(peer -> peer.life() == life);
    }
  }

  /** Peers share threads, so waiting on the loop of any peer may wait for itself. */
  void refuseOnLoop(String method) {
    for (Peer peer : peers()) {
      if (peer.host().loop().isCurrent()) {
        throw new IllegalStateException(
            method
                + "() waits, and this is the loop of \""
                + peer.name()
                + "\", which everything waits for; use call(), launch() or stop() here");
      }
    }
  }

  /** Waits until a peer that was told to stop is gone. */
  void awaitStopped(PeerLife life) {
    try {
      life.stopped().get(timeouts.stop().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      life.cutOff();
    } catch (ExecutionException e) {
      throw new AssertionError("stopping never fails", e);
    } catch (InterruptedException e) {
      life.cutOff();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops all peers and closes the networks. Later calls do nothing.
   *
   * @throws IllegalStateException if called on a peer's loop
   */
  @Override
  public void close() {
    refuseOnLoop("close");
    List<Peer> running;
    synchronized (peers) {
      closed = true;
      running = new ArrayList<>(peers);
    }
    Collections.reverse(running);
    running.forEach(Peer::stop);
    running.forEach(peer -> awaitStopped(peer.life()));
    meters.close();
  }
}
