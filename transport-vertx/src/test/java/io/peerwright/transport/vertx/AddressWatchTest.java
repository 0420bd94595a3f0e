package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.vertx.Live.Listener;
import io.peerwright.transport.vertx.Live.Recorder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressWatchTest {

  private static final Endpoint HOME = Endpoint.parse("127.0.0.1:0");
  private static final Endpoint OTHER = Endpoint.parse("192.0.2.2:0");

  @Test
  void anAddressIsLostWhenItIsMissingTwice() {
    AddressWatch watch = new AddressWatch();
    assertEquals(Set.of(), watch.lost(Set.of(HOME, OTHER)));
    assertEquals(Set.of(), watch.lost(Set.of(HOME)));
    assertEquals(Set.of(), watch.lost(Set.of(HOME, OTHER)), "it was only renewed");
    assertEquals(Set.of(), watch.lost(Set.of(HOME)));
    assertEquals(Set.of(OTHER), watch.lost(Set.of(HOME)));
    assertEquals(Set.of(), watch.lost(Set.of(HOME)), "it is told once");
    assertEquals(Set.of(), watch.lost(Set.of(HOME, OTHER)));
    assertEquals(Set.of(), watch.lost(Set.of(HOME)));
    assertEquals(Set.of(OTHER), watch.lost(Set.of(HOME)), "and again when it was there again");
  }

  @Test
  void linksFromALostAddressEnd() {
    try (Live live = new Live()) {
      Recorder client = new Recorder(Link.UNLIMITED);
      Recorder server = new Recorder(Link.UNLIMITED);
      Listener listener = Live.listen(live.b, HOME, SocketOptions.DEFAULT, server);
      Live.connect(live.a, Live.next(listener.bound), client);
      client.expect("open");
      server.expect("open");
      VertxHost host = (VertxHost) live.a;
      Live.run(host, () -> host.cutOff(Set.of(OTHER)));
      assertEquals(2, Live.<Integer>on(host, () -> client.link.write(Live.bytes("hi"))));
      server.expect("hi");
      Live.run(host, () -> host.cutOff(Set.of(HOME, OTHER)));
      client.expect("closed UNREACHABLE");
    }
  }
}
