package io.peerwright.kit.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BasicOverlayTest {

  record Config(int port) {}

  /** Opens nothing and says what is asked of it. */
  private static final class Plain extends BasicProvider<Config>
      implements OverlayProvider<Config> {
    Plain() {
      super("plain", new Config(7), Map.of("port", "a port"));
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of();
    }

    @Override
    public Overlay create(Host host, Config config) {
      throw new AssertionError("not asked for here");
    }
  }

  private final class Peer extends BasicOverlay {
    Peer() {
      super(new Plain(), simulation.newHost("a", null, null));
    }

    @Override
    protected void open() {
      log.add("open");
    }

    @Override
    protected void close() {
      log.add("close");
    }

    @Override
    public List<Neighbour> neighbours() {
      return List.of();
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of();
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {}
  }

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final List<String> log = new ArrayList<>();
  private final Peer peer = new Peer();

  @AfterEach
  void closeAll() {
    simulation.close();
  }

  private void on(Runnable task) {
    peer.host.loop().execute(task);
    simulation.runFor(Duration.ofMillis(1));
  }

  private void tell(String what, CompletionStage<?> stage) {
    stage.whenComplete(
        (value, thrown) ->
            log.add(
                what
                    + " "
                    + (thrown instanceof OverlayException failure ? failure.reason() : value)));
    log.add(what + " begun");
  }

  private void assertLog(String... expected) {
    assertEquals(List.of(expected), log);
    log.clear();
  }

  @Test
  void joiningAgainIsTheSameJoin() {
    on(() -> tell("1", peer.join()));
    on(() -> tell("2", peer.join()));
    assertLog("open", "1 begun", "2 begun");
    on(peer::joined);
    assertEquals(Set.of("1 null", "2 null"), Set.copyOf(log));
    log.clear();
    on(() -> tell("3", peer.join()));
    assertLog("3 null", "3 begun");
  }

  @Test
  void leavingEndsTheJoinAndAllThatIsUnderWay() {
    on(() -> tell("join", peer.join()));
    on(() -> tell("left", peer.leave()));
    assertLog("open", "join begun", "close", "left begun", "join SHUTDOWN", "left null");
    on(() -> tell("join", peer.join()));
    on(peer::joined);
    on(() -> tell("work", peer.begin().stage()));
    on(() -> peer.timers().after(1, () -> log.add("never")));
    log.clear();
    on(
        () -> {
          peer.timers().after(1, () -> log.add("never"));
          tell("left", peer.leave());
        });
    assertEquals("close", log.get(0));
    assertEquals(Set.of("close", "left begun", "work SHUTDOWN", "left null"), Set.copyOf(log));
  }

  @Test
  void leavingWhatWasNotJoinedDoesNothing() {
    on(() -> tell("left", peer.leave()));
    assertLog("left begun", "left null");
  }

  @Test
  void aFailedJoinMayBeTriedAgain() {
    on(() -> tell("join", peer.join()));
    on(() -> peer.failed(Reason.ADDRESS_IN_USE, "taken"));
    assertLog("open", "join begun", "close", "join ADDRESS_IN_USE");
    on(() -> tell("again", peer.join()));
    on(peer::joined);
    assertLog("open", "again begun", "again null");
  }

  @Test
  void whoHasNotJoinedCannotBegin() {
    on(() -> tell("work", peer.begin().stage()));
    assertLog("work begun", "work UNREACHABLE");
  }

  @Test
  void oneEndIsTheEnd() {
    on(peer::join);
    on(peer::joined);
    on(
        () -> {
          BasicOverlay.Pending<String> pending = peer.begin();
          tell("work", pending.stage());
          pending.complete("done");
          pending.fail(Reason.FAILED, "too late");
          pending.complete("twice");
        });
    assertLog("open", "work begun", "work done");
  }

  @Test
  void providersSayWhatTheyWereTold() {
    Plain provider = new Plain();
    assertEquals("plain", peer.name());
    assertEquals(Config.class, provider.configType());
    assertEquals(new Config(7), provider.defaults());
    assertEquals("a port", provider.explain("port"));
    assertEquals("", provider.explain("other"));
  }
}
