package io.peerwright.samples.sketches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.spi.Provider;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.runtime.PeerwrightException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that know each other's names meet, whatever the transport is. */
class MeetingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Peerwright peerwright() {
    return Peerwright.builder()
        .with(
            binder -> {
              Multibinder<Provider<?>> plugins =
                  Multibinder.newSetBinder(binder, new TypeLiteral<Provider<?>>() {});
              plugins.addBinding().toInstance(new Phonebook.Provider());
              plugins.addBinding().toInstance(new Meeting.Provider());
            })
        .open();
  }

  private static Peer start(
      Peerwright peerwright, String transport, String name, String naming, String friends) {
    return peerwright.start(
        peerwright.parse(
            """
            {"name": "%s", "transport": {"type": "%s"%s}, %s
             "overlays": [{"type": "meeting", "me": "%s", "friends": [%s]}]}
            """
                .formatted(
                    name,
                    transport,
                    transport.equals("vertx") ? ", \"listen\": \"127.0.0.1:0\"" : "",
                    naming,
                    name,
                    friends)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vertx", "inmemory"})
  void peersFindEachOtherByTheNamingOfAnotherPlugin(String transport) {
    try (Peerwright peerwright = peerwright()) {
      Peer alice =
          start(
              peerwright, transport, "alice", "\"naming\": {\"type\": \"phonebook\"},", "\"bob\"");
      Endpoint book = alice.endpoints().get(0);
      Peer bob =
          start(
              peerwright,
              transport,
              "bob",
              "\"naming\": {\"type\": \"phonebook\", \"server\": \"" + book + "\"},",
              "\"alice\"");
      assertEquals(List.of("bob"), met(alice));
      assertEquals(List.of("alice"), met(bob));
    }
  }

  private static List<String> met(Peer peer) {
    return peer.ask(Guests.class, PATIENCE, Guests::complete);
  }

  @Test
  void withoutNamingTheJoinFailsAndSaysSo() {
    try (Peerwright peerwright = peerwright()) {
      PeerwrightException failed =
          assertThrows(
              PeerwrightException.class,
              () -> start(peerwright, "inmemory", "carol", "", "\"bob\""));
      assertTrue(failed.getMessage().contains("a meeting needs a section \"naming\""));
    }
  }
}
