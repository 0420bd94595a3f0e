package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.runtime.PeerConfig.Section;
import io.peerwright.runtime.PeerPlan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/** What is wrong with a configuration or a plug-in is told at once, with its place. */
@Timeout(60)
class PluginErrorsTest {

  @TempDir private Path work;

  /** An overlay that is made as the test says. */
  private static final class Planted extends FakeOverlay.Base {
    private final BiFunction<Host, FakeOverlay.Config, Overlay> maker;

    Planted(BiFunction<Host, FakeOverlay.Config, Overlay> maker) {
      this.maker = maker;
    }

    @Override
    public String name() {
      return "planted";
    }

    @Override
    public Overlay create(Host host, FakeOverlay.Config config) {
      return maker.apply(host, config);
    }
  }

  private static Peerwright.Builder with(BiFunction<Host, FakeOverlay.Config, Overlay> maker) {
    return Peerwright.builder().plugins(Plugins.installed().with(List.of(new Planted(maker))));
  }

  private static PeerConfig threaded(Peerwright peerwright, String overlay) {
    return peerwright.parse(
        "{\"name\": \"alice\", \"transport\": {\"type\": \"fake\", \"threaded\": true},"
            + " \"overlays\": [{\"type\": \""
            + overlay
            + "\"}]}");
  }

  private static String whyNotStarted(Peerwright peerwright, PeerConfig config) {
    PeerwrightException e = assertThrows(PeerwrightException.class, () -> peerwright.start(config));
    assertEquals(List.of(), peerwright.peers());
    return e.getMessage();
  }

  @Test
  void sharingWithoutAnOverlayThatShares() {
    try (Peerwright peerwright = Peerwright.open()) {
      String json =
          "{\"name\": \"alice\", \"transport\": {\"type\": \"fake\"},\n"
              + " \"overlays\": [{\"type\": \"idle\"}], \"share\": [\".\"]}";
      ConfigException e = assertThrows(ConfigException.class, () -> peerwright.parse(json));
      assertEquals(
          "the configuration has a problem:\n"
              + "  2:43 /share: no overlay here offers Sharing; of those that are"
              + " installed fake can",
          e.getMessage());
      PeerConfig inCode = PeerConfig.of("alice", "fake").with("idle").sharing(".");
      e = assertThrows(ConfigException.class, () -> peerwright.launch(inCode));
      assertEquals("/share", e.problems().get(0).pointer());
    }
  }

  @Test
  void aCapabilityThatIsAskedForBeforeTheStart() {
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig config = PeerConfig.of("alice", "fake").with("idle");
      ConfigException e =
          assertThrows(ConfigException.class, () -> peerwright.require(config, Fetch.class));
      assertEquals(
          "the configuration of \"alice\" has a problem:\n"
              + "  /overlays: no overlay here offers Fetch; of those that are installed fake can",
          e.getMessage());
      peerwright.require(config.with("fake"), Fetch.class);
      peerwright.require(config.decoratedBy(new Section("tap")), Fetch.class);
    }
  }

  @Test
  void sharingLaterWithoutAnOverlayThatShares() {
    try (Peerwright peerwright = Peerwright.open()) {
      Peer alice = peerwright.start(threaded(peerwright, "idle"));
      PeerwrightException e =
          assertThrows(PeerwrightException.class, () -> alice.share(Path.of(".")));
      assertEquals(
          "no overlay of the peer \"alice\" offers Sharing; it has [idle], and of those that are"
              + " installed fake can",
          e.getMessage());
      assertEquals(Reason.UNSUPPORTED, e.reason());
    }
  }

  @Test
  void aFolderToShareThatIsNotThere() throws IOException {
    Path file = work.resolve("alice.json");
    Files.writeString(
        file,
        "{\"name\": \"alice\", \"transport\": {\"type\": \"fake\"},\n"
            + " \"overlays\": [{\"type\": \"fake\"}], \"share\": [\"here\", \"gone\"]}");
    Files.createDirectory(work.resolve("here"));
    try (Peerwright peerwright = Peerwright.open()) {
      ConfigException e = assertThrows(ConfigException.class, () -> peerwright.load(file));
      assertEquals(
          file
              + " has a problem:\n  2:52 /share/1: there is no file or folder "
              + work.resolve("gone"),
          e.getMessage());
      assertEquals(e.problems(), new ConfigDoc(peerwright.plugins()).check(file));
      PeerConfig inCode =
          PeerConfig.of("alice", "fake").with("fake").in(work).sharing("here", "gone");
      for (int again = 0; again < 2; again++) {
        e = assertThrows(ConfigException.class, () -> peerwright.launch(inCode));
        assertEquals(
            "the configuration of \"alice\" has a problem:\n"
                + "  /share/1: there is no file or folder "
                + work.resolve("gone"),
            e.getMessage());
        assertEquals(List.of(), peerwright.peers());
      }
    }
  }

  @Test
  void aListOfOverlaysThatNamesNone() {
    try (Peerwright peerwright = Peerwright.open()) {
      ConfigException e =
          assertThrows(
              ConfigException.class,
              () -> peerwright.parse("{\"transport\": {\"type\": \"fake\"}, \"overlays\": []}"));
      assertEquals(
          "the configuration has a problem:\n"
              + "  1:45 /overlays: names no overlay; leave the key out for a peer without one, or"
              + " name one of fake, idle",
          e.getMessage());
    }
  }

  @Test
  void aPluginThatMakesNothing() {
    try (Peerwright peerwright = with((host, config) -> null).open()) {
      assertEquals(
          "the peer \"alice\": /overlays/0 (planted) cannot be set up: its create() returned null",
          whyNotStarted(peerwright, threaded(peerwright, "planted")));
    }
  }

  @Test
  void anOverlayWhoseJoinIsNothing() {
    try (Peerwright peerwright =
        with((host, config) -> Mockito.mock(Overlay.class, asked -> null)).open()) {
      assertEquals(
          "the peer \"alice\": /overlays/0 (planted) cannot join: its join() returned null",
          whyNotStarted(peerwright, threaded(peerwright, "planted")));
    }
  }

  @Test
  void aPluginThatFailsAnAssertion() {
    try (Peerwright peerwright =
        with((host, config) -> {
              throw new AssertionError("must not be");
            })
            .open()) {
      assertEquals(
          "the peer \"alice\": /overlays/0 (planted) cannot be set up: must not be",
          whyNotStarted(peerwright, threaded(peerwright, "planted")));
    }
  }

  private static Overlay blocks(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("too late");
  }

  @Test
  void aPluginThatBlocksTheLoopWhenItIsMade() {
    CountDownLatch latch = new CountDownLatch(1);
    try (Peerwright peerwright =
        with((host, config) -> blocks(latch)).startWithin(Duration.ofMillis(200)).open()) {
      String message = whyNotStarted(peerwright, threaded(peerwright, "planted"));
      String expected =
          "the peer \"alice\" could not be set up in 200ms: /overlays/0 (planted) blocks in"
              + " create(), which must not wait: it is at jdk.internal.misc.Unsafe.park(Unsafe.java:-2),"
              + " called by io.peerwright.runtime.PluginErrorsTest.blocks(PluginErrorsTest.java:";
      assertTrue(message.startsWith(expected), message);
    } finally {
      latch.countDown();
    }
  }

  @Test
  void aPluginThatBlocksIsToldOfOnceWhileNobodyWaits() throws InterruptedException {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    CountDownLatch latch = new CountDownLatch(1);
    PluginCalls calls = new PluginCalls("alice", told::add);
    Planted slow = new Planted((host, config) -> blocks(latch));
    Step<?> step = new Step<>("/overlays/0", slow, slow.defaults());
    calls.watch();
    Thread loop =
        new Thread(
            () ->
                assertThrows(
                    PeerwrightException.class,
                    () -> calls.call(step, "create", "fails", () -> slow.create(null, null))));
    loop.start();
    assertTrue(told.take().startsWith("/overlays/0 (planted) blocks in create()"));
    assertTrue(calls.blocked().startsWith("/overlays/0 (planted) blocks in create()"));
    latch.countDown();
    loop.join();
    assertEquals("", calls.blocked());
    assertTrue(told.isEmpty());
  }
}
