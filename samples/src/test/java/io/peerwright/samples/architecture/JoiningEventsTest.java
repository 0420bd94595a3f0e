package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.runtime.Peerwright;
import io.peerwright.runtime.Plugins;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay that has events tells when it has joined, where it listens, and that it left. */
class JoiningEventsTest {

  private static final Endpoint SERVER = Endpoint.parse("10.0.0.1:8888");

  static Stream<String> overlays() {
    Map<String, OverlayProvider<?>> all = new TreeMap<>(Plugins.installed().overlays());
    return all.entrySet().stream()
        .filter(each -> each.getValue().capabilities().contains(EventSource.class))
        .map(Map.Entry::getKey);
  }

  /** As a configuration has it, with what it cannot join without. */
  private static Overlay create(String type, Host host) {
    try (Peerwright reader = Peerwright.open()) {
      String needs = type.equals("hybrid") ? ", \"servers\": [\"" + SERVER + "\"]" : "";
      Record config =
          reader
              .parse(
                  "{\"transport\": {\"type\": \"inmemory\"}, \"overlays\": [{\"type\": \""
                      + type
                      + "\""
                      + needs
                      + "}]}",
                  Map.of())
              .overlays()
              .get(0)
              .config();
      return create(Plugins.installed().overlays().get(type), host, config);
    }
  }

  private static <C extends Record> Overlay create(
      OverlayProvider<C> provider, Host host, Record config) {
    C own = config == null ? provider.defaults() : provider.configType().cast(config);
    return provider.create(host, Objects.requireNonNull(own));
  }

  @Test
  void allOverlaysThatSpeakForeignProtocolsHaveEvents() {
    assertEquals(
        List.of("bittorrent", "bittorrent-tracker", "gnutella", "hybrid", "hybrid-server"),
        overlays().toList());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void tellsThatItHasJoinedAndLeftEachTime(String type) {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      create("hybrid-server", simulation.newHost("server", SERVER, null)).join();
      Overlay overlay =
          create(type, simulation.newHost("peer", Endpoint.parse("10.0.0.2:7000"), null));
      List<OverlayEvent> told = new ArrayList<>();
      overlay.as(EventSource.class).orElseThrow().listen(OverlayEvent.Level.INFO, told::add);
      for (int round = 0; round < 2; round++) {
        told.clear();
        overlay.join();
        simulation.runFor(Duration.ofMinutes(1));
        List<Endpoint> listening = overlay.endpoints();
        assertTrue(told.contains(new OverlayEvent.Joined(listening)), told::toString);
        overlay.leave();
        simulation.runFor(Duration.ofMinutes(1));
        assertEquals(1, count(told, OverlayEvent.Joined.class), told::toString);
        assertEquals(1, count(told, OverlayEvent.Left.class), told::toString);
        assertTrue(told.indexOf(new OverlayEvent.Left()) > 0, told::toString);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void saysNothingOfAJoinThatWasGivenUp(String type) {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Overlay overlay =
          create(type, simulation.newHost("peer", Endpoint.parse("10.0.0.2:7000"), null));
      List<OverlayEvent> told = new ArrayList<>();
      overlay.as(EventSource.class).orElseThrow().listen(OverlayEvent.Level.INFO, told::add);
      overlay.join();
      overlay.leave();
      simulation.runFor(Duration.ofMinutes(1));
      assertEquals(0, count(told, OverlayEvent.Joined.class), told::toString);
      assertEquals(0, count(told, OverlayEvent.Left.class), told::toString);
    }
  }

  private static long count(List<OverlayEvent> told, Class<? extends OverlayEvent> type) {
    return told.stream().filter(type::isInstance).count();
  }
}
