package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose line was cut, so that no end of the connection arrives either. */
class DeadServerTest {

  private static final HybridConfig USUAL = HybridConfig.DEFAULT;

  /** Silence, and an answer that does not come. */
  private static final Duration NOTICED = USUAL.keepAlive().plus(USUAL.requestTimeout());

  /** The transport never gives a line up, however long nothing is acknowledged. */
  private final NapsterNetwork napster =
      new NapsterNetwork(
          InMemoryConfig.DEFAULT.withNetwork(
              NetworkModel.DEFAULT.withSilenceMillis(Integer.MAX_VALUE)));

  @AfterEach
  void tearDown() {
    napster.close();
  }

  @Test
  void isNoticedAndLoggedInToAgain() {
    NapsterNetwork.Peer peer = napster.peer("ann");
    NapsterNetwork.Peer other = napster.peer("other");
    peer.share("rain.mp3", NapsterNetwork.content(1_000, 1));
    napster.settle();
    assertEquals(1, other.search("rain").size());
    var line = napster.simulation.cut(List.of(peer.host()), List.of(napster.serverHost));
    napster.simulation.runFor(USUAL.keepAlive().multipliedBy(2).plus(USUAL.requestTimeout()));
    assertEquals(List.of(), peer.overlay().neighbours());
    line.close();
    napster.simulation.runFor(USUAL.reconnectMax().multipliedBy(2));
    assertEquals(1, peer.overlay().neighbours().size());
    assertEquals(2, peer.meter("logins"));
    assertEquals(1, other.search("rain").size(), "its files are there again, once");
  }

  @Test
  void isLeftForTheNextOne() {
    Host second = napster.simulation.newHost("second", null, null);
    Endpoint at = second.listenAddress().withPort(8888);
    new HybridServerProvider().create(second, HybridServerConfig.DEFAULT.withListen(at)).join();
    String first = napster.serverHost.listenAddress().withPort(8888).toString();
    NapsterNetwork.Peer peer =
        napster.peer(napster.user("ann").withServers(List.of(first, at.toString())));
    assertEquals(first, peer.overlay().neighbours().get(0).endpoint().toString());
    napster.simulation.cut(List.of(peer.host()), List.of(napster.serverHost));
    // What it has heard last may be anywhere in the first of two times.
    napster.simulation.runFor(USUAL.keepAlive().plus(NOTICED).plus(Duration.ofSeconds(5)));
    assertEquals(1, peer.overlay().neighbours().size());
    assertEquals(at, peer.overlay().neighbours().get(0).endpoint());
  }

  @Test
  void aServerThatIsThereIsKeptForDays() {
    NapsterNetwork.Peer peer = napster.peer("ann");
    napster.simulation.runFor(Duration.ofDays(3));
    assertEquals(1, peer.meter("logins"));
    assertEquals(1, peer.overlay().neighbours().size());
  }
}
