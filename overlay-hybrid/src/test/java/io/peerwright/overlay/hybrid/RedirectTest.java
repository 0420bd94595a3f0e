package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are sent from server to server, and ask metaservers. */
class RedirectTest {

  private NapsterNetwork napster;
  private String real;
  private int connections;
  private int users;
  private Handle metaserver;

  @BeforeEach
  void setUp() {
    napster = new NapsterNetwork(InMemoryConfig.DEFAULT);
    real = napster.serverHost.listenAddress().withPort(8888).toString();
  }

  @AfterEach
  void tearDown() {
    napster.close();
  }

  @Test
  void asksAMetaserver() {
    String meta = says("meta", 8875, bytes(real + "\n"));
    assertLogsIn("meta:" + meta);
  }

  @Test
  void goesWhereAServerSendsIt() {
    String first = says("first", 8888, frame(MessageType.REDIRECT, real.replace(':', ' ')));
    assertLogsIn(first);
    assertEquals(1, connections);
  }

  @Test
  void goesToTheMetaserverThatAServerNames() {
    String meta = says("meta", 8875, bytes(real));
    String first = says("first", 8888, frame(MessageType.CYCLE, meta.replace(":8875", "")));
    assertLogsIn(first);
  }

  @Test
  void comesBackToItsOwnServersWhenTheOtherIsLost() {
    String first = says("first", 8888, frame(MessageType.REDIRECT, real.replace(':', ' ')));
    NapsterNetwork.Peer peer = assertLogsIn(first);
    napster.restartServer();
    napster.simulation.runFor(Duration.ofMinutes(3));
    assertEquals(2, peer.meter("logins"));
    assertEquals(2, connections);
  }

  @Test
  void aServerThatSendsItToItselfIsLeftAfterAFewTimes() {
    Host host = napster.simulation.newHost("loop", null, null);
    Endpoint at = host.listenAddress().withPort(8888);
    says(host, at, frame(MessageType.REDIRECT, at.toString().replace(':', ' ')));
    assertLogsIn(at.toString(), real);
    assertTrue(connections <= 6, () -> connections + " connections");
  }

  /** A name may stand for several addresses, of which the server listens at one. */
  @Test
  void everyAddressOfAServerIsTried() {
    Host both = napster.simulation.newHost("both", null, null);
    Endpoint at = Endpoint.parse("[::1]:8888");
    new HybridServerProvider().create(both, HybridServerConfig.DEFAULT.withListen(at)).join();
    napster.settle();
    HybridConfig config = napster.user("here").withServers(List.of("localhost:8888"));
    var client = new HybridProvider().create(both, config);
    client.join();
    napster.settle();
    assertEquals(at, client.neighbours().get(0).endpoint());
  }

  @Test
  void aMetaserverThatTalksNonsenseIsLeft() {
    for (String words : List.of("", "busy", "127.0.0.1", "a b:1", "x".repeat(10_000))) {
      String meta = says("meta" + words.length(), 8875, bytes(words));
      assertLogsIn("meta:" + meta, real);
    }
  }

  /** A server that a metaserver has named is found again when the metaserver is gone. */
  @Test
  void aServerThatWasGoodIsRememberedWhenItsMetaserverIsGone() {
    String meta = says("meta", 8875, bytes(real));
    NapsterNetwork.Peer first = assertLogsIn("meta:" + meta);
    first.overlay().leave();
    metaserver.close();
    napster.settle();
    HybridConfig config = napster.user("again").withServers(List.of("meta:" + meta));
    NapsterNetwork.Peer again = napster.peer(config, first.host().directory());
    assertEquals(real, again.overlay().neighbours().get(0).endpoint().toString());
    napster.restartServer();
    napster.simulation.runFor(Duration.ofMinutes(5));
    assertEquals(2, again.meter("logins"), "it is found once more");
  }

  private NapsterNetwork.Peer assertLogsIn(String... servers) {
    HybridConfig config =
        napster
            .user("user" + ++users)
            .withServers(List.of(servers))
            .withAddresses(AddressPolicy.ANY);
    NapsterNetwork.Peer peer = napster.peer(config);
    napster.settle();
    assertEquals(
        real, peer.overlay().neighbours().get(0).endpoint().toString(), "where it has logged in");
    return peer;
  }

  private String says(String name, int port, byte[] words) {
    Host host = napster.simulation.newHost(name, null, null);
    Endpoint at = host.listenAddress().withPort(port);
    says(host, at, words);
    return at.toString();
  }

  /** Says something to each who connects, as metaservers do. */
  private void says(Host host, Endpoint at, byte[] words) {
    metaserver =
        host.transport()
            .listen(
                at,
                SocketOptions.DEFAULT,
                accepted -> {
                  connections++;
                  return new LinkHandler() {
                    @Override
                    public void onOpen(Link link) {
                      link.request(Link.UNLIMITED);
                      link.write(ByteBuffer.wrap(words));
                      if (at.port() == 8875) {
                        link.closeOutput();
                      }
                    }

                    @Override
                    public void onData(Link link, ByteBuffer data) {}

                    @Override
                    public void onClosed(Link link, Reason reason) {}
                  };
                });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] frame(int type, String text) {
    ByteBuffer frame = new FrameWriter().begin(type).field(text).buffer();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
