package io.peerwright.testkit;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.LoopGuard;
import io.peerwright.testkit.PeerEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a test, through all its comings and goings. Used on its loop; other peers may ask who
 * and where it is, whether it is present or crashed, and what it shares.
 */
public final class TestPeer {

  /** Within this time, all peers see that one has come, has gone or shares something else. */
  static final int SEEN_MILLIS = 100;

  private final TestNetwork network;
  private final Journal journal;
  private final int number;
  private final Function<? super Host, ? extends Overlay> maker;
  private final List<SharedItem> shared = new ArrayList<>();
  private final CounterBook counters = new CounterBook();
  private Host host;
  private Overlay overlay;
  private RandomGenerator random;
  private List<Hit> hits = List.of();
  private @Nullable Runnable onAway;
  private boolean present;
  private boolean seenPresent;
  private List<SharedItem> seenShared = List.of();
  private boolean crashed;
  private int departures;

  TestPeer(
      TestNetwork network,
      Journal journal,
      int number,
      Host host,
      Function<? super Host, ? extends Overlay> maker) {
    this.network = network;
    this.journal = journal;
    this.number = number;
    this.maker = maker;
    this.host = host;
    overlay = maker.apply(host);
    random = host.loop().random("test");
  }

  /** The name of its host. */
  public String name() {
    return host.name();
  }

  /** Its number among the peers, from 0. */
  public int number() {
    return number;
  }

  /** Its host; after a crash, the one that has taken its place. */
  public Host host() {
    return host;
  }

  /** Its overlay; after a crash, the one that has taken its place. */
  public Overlay overlay() {
    return overlay;
  }

  /**
   * Its overlay as one of its capabilities, which refuses to be used off its loop.
   *
   * @throws IllegalArgumentException if it does not offer it
   */
  public <C extends Capability> C as(Class<C> capability) {
    return overlay
        .as(capability)
        .map(each -> guarded(capability, each))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    overlay.name()
                        + " offers no "
                        + capability.getSimpleName()
                        + ", only "
                        + overlay.capabilities().stream()
                            .map(Class::getSimpleName)
                            .sorted()
                            .toList()));
  }

  private <C extends Capability> C guarded(Class<C> capability, C plain) {
    return new LoopGuard(
            host.loop(), "the peer \"" + name() + "\"", () -> Thread.currentThread().getName())
        .guard(capability, plain);
  }

  /** The network it is in. */
  public TestNetwork network() {
    return network;
  }

  /** Chance for what the test does with this peer, apart from that of its protocol. */
  public RandomGenerator random() {
    return random;
  }

  /** True while it is part of the overlay; a change is seen {@value #SEEN_MILLIS} ms later. */
  public boolean isPresent() {
    return seenPresent;
  }

  /** True while its machine is down. */
  public boolean isCrashed() {
    return crashed;
  }

  /** Writes an event of kind {@link Kind#TOLD}. */
  public void tell(String subject, String detail) {
    journal.write(host, Kind.TOLD, subject, detail);
  }

  /** What it found last. */
  public List<Hit> hits() {
    return hits;
  }

  /** Remembers what it found. */
  public void remember(List<Hit> found) {
    hits = List.copyOf(found);
  }

  /**
   * What it shares; a change is seen {@value #SEEN_MILLIS} ms later. A peer that comes back after a
   * crash shares it again.
   */
  public List<SharedItem> shared() {
    return seenShared;
  }

  /** Lets all see what it is and shares; while no peer runs. */
  void renewView() {
    seenPresent = present;
    seenShared = List.copyOf(shared);
  }

  /** Shares a file from now on. */
  public Handle share(SharedItem item) {
    shared.add(item);
    network.changed(this);
    Handle handle = as(Sharing.class).share(item);
    return () -> {
      shared.remove(item);
      network.changed(this);
      handle.close();
    };
  }

  /** Joins, also again after {@link #leave} or {@link #crash}. */
  public CompletionStage<Void> join() {
    if (crashed) {
      startOn(network.simulation().newHost(name(), host.listenAddress(), host.directory()));
    }
    Overlay joining = overlay;
    return joining
        .join()
        .whenComplete(
            (nothing, thrown) -> {
              if (thrown == null && overlay == joining && !crashed) {
                present = true;
                network.changed(this);
                journal.write(host, Kind.JOINED, OverlayTestKit.JOIN, "");
              }
            });
  }

  private void startOn(Host again) {
    host = again;
    overlay = maker.apply(host);
    random = host.loop().random("test");
    crashed = false;
    shared.forEach(item -> as(Sharing.class).share(item));
  }

  /** Leaves the overlay. */
  public CompletionStage<Void> leave() {
    goAway(Kind.LEFT);
    return overlay.leave();
  }

  /** Falls silent, as if the power had failed. */
  public void crash() {
    if (!crashed) {
      network.simulation().crash(host);
      fallSilent();
    }
  }

  private void fallSilent() {
    readCounters();
    counters.close();
    crashed = true;
    goAway(Kind.CRASHED);
    abandon();
  }

  /** Somebody else let its machine crash, and started it again. */
  void restartedOn(Host again) {
    if (!crashed) {
      fallSilent();
    }
    startOn(again);
    comeBack();
  }

  /** Joins again outside of any step: a failure is told, unless it goes away meanwhile. */
  void comeBack() {
    int before = departures;
    join()
        .whenComplete(
            (nothing, thrown) -> {
              if (thrown != null && departures == before) {
                journal.write(host, Kind.FAILED, OverlayTestKit.JOIN, thrown.toString());
              }
            });
  }

  private void goAway(Kind kind) {
    departures++;
    if (present) {
      present = false;
      network.changed(this);
      journal.write(host, kind, "", "");
    }
  }

  /** What is to be abandoned if it goes away in the middle of a step; null for nothing. */
  void onAway(@Nullable Runnable action) {
    onAway = action;
  }

  /** Ends a step under way, for the peer is about to go. */
  void abandon() {
    Runnable told = onAway;
    if (told != null) {
      onAway = null;
      told.run();
    }
  }

  /** Looks whether its counters only grow. */
  void readCounters() {
    if (!crashed) {
      counters.read(overlay, complaint -> journal.write(host, Kind.BROKEN, "", complaint));
    }
  }

  /** Adds the meters of this peer, its earlier lives included, to a sum. */
  void addMeters(Map<String, Long> sum) {
    counters.addTo(sum);
    if (!crashed) {
      overlay.meters((name, value) -> sum.merge(name, value, Long::sum));
    }
  }
}
