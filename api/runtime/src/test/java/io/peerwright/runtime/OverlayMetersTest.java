package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.peerwright.api.spi.TransportProvider;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OverlayMetersTest {

  private static final String CONFIG =
      "{\"name\": \"%s\", \"transport\": {\"type\": \"fake\"}, \"overlays\": [{\"type\":"
          + " \"fake\"}]}";

  private final AtomicLong now = new AtomicLong();
  private final OverlayMeters meters = new OverlayMeters(new SettableClock(now), null);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Networks networks =
      new Networks(
          TransportProvider::open,
          (network, config) -> network.newHost(config.name(), config.listen(), config.directory()));

  private PeerLife begin(String name) {
    PeerPlan plan =
        PeerPlan.of(
            ConfigReader.read("test", null, CONFIG.formatted(name), Map.of(), Plugins.installed()),
            Plugins.installed());
    PeerLife life =
        new PeerLife(plan, networks, meters, Duration.ofSeconds(5), LoopChecks.ON, gone -> {});
    life.begin();
    loop(life).turn();
    return life;
  }

  private static FakeLoop loop(PeerLife life) {
    return (FakeLoop) life.host().loop();
  }

  private static FakeOverlay overlay(PeerLife life) {
    return (FakeOverlay) life.overlays().get(0);
  }

  private double peers() {
    return registry.get(OverlayMeters.PEERS).gauge().value();
  }

  private double searches() {
    return registry.get("peerwright.overlay.searches.sent").functionCounter().count();
  }

  private double links() {
    return registry
        .get("peerwright.overlay.links.now")
        .tags("overlay", "fake", "transport", "fake")
        .gauge()
        .value();
  }

  @Test
  void peersAreSummedAndCountersOutliveTheirPeers() {
    meters.publishTo(registry);
    PeerLife alice = begin("alice");
    PeerLife bob = begin("bob");
    overlay(alice).searches = 3;
    overlay(alice).links = 2;
    overlay(bob).searches = 4;
    overlay(bob).links = 5;
    assertEquals(2, peers());
    loop(alice).turn();
    assertEquals(7, searches());
    assertEquals(7, links());

    overlay(alice).searches = 10;
    alice.stop();
    loop(alice).turn();
    alice.stopped().orTimeout(60, TimeUnit.SECONDS).join();
    assertEquals(14, searches());
    assertEquals(5, links());
    assertEquals(1, peers());

    bob.stop();
    loop(bob).turn();
    bob.stopped().orTimeout(60, TimeUnit.SECONDS).join();
    assertEquals(14, searches());
    assertEquals(0, links());
    meters.close();
    assertTrue(registry.getMeters().isEmpty());
  }

  @Test
  void loopsAreAskedOncePerSecondAtMost() {
    meters.publishTo(registry);
    PeerLife alice = begin("alice");
    peers();
    loop(alice).turn();
    overlay(alice).searches = 1;
    now.addAndGet(999_999_999);
    peers();
    loop(alice).turn();
    assertEquals(0, searches());
    now.addAndGet(1);
    assertEquals(0, searches(), "the answer is not waited for");
    loop(alice).turn();
    assertEquals(1, searches());
    alice.stop();
    loop(alice).turn();
    alice.stopped().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Test
  void whatNobodyReadsCostsNoSampling() {
    PeerLife alice = begin("alice");
    overlay(alice).searches = 1;
    alice.stop();
    loop(alice).turn();
    alice.stopped().orTimeout(60, TimeUnit.SECONDS).join();
    meters.publishTo(registry);
    assertEquals(1, registry.getMeters().size());
  }
}
