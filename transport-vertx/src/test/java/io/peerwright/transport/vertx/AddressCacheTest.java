package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressCacheTest {

  private final AddressCache cache = new AddressCache();

  @Test
  void givesTheSameObjectsAgain() {
    for (String text : List.of("192.0.2.1:80", "[2001:db8::1]:80")) {
      InetSocketAddress address = cache.socketAddress(Endpoint.parse(text));
      assertEquals(Endpoint.parse(text), Endpoint.of(address));
      assertSame(address, cache.socketAddress(Endpoint.parse(text)));
      Endpoint endpoint = cache.endpoint(address);
      assertEquals(Endpoint.parse(text), endpoint);
      assertSame(endpoint, cache.endpoint(Endpoint.parse(text).toSocketAddress()));
    }
  }

  @Test
  void manyRemoteSidesByTurnsKeepTheirPlaces() {
    List<Endpoint> remotes =
        IntStream.range(0, 500)
            .mapToObj(i -> Endpoint.ofIpv4(0x0a000000 + i * 259, 6346 + i % 7))
            .toList();
    List<InetSocketAddress> first = remotes.stream().map(cache::socketAddress).toList();
    List<Endpoint> heard = first.stream().map(cache::endpoint).toList();
    assertEquals(remotes, heard);
    int kept = 0;
    for (int i = 0; i < remotes.size(); i++) {
      kept += cache.socketAddress(remotes.get(i)) == first.get(i) ? 1 : 0;
      kept += cache.endpoint(remotes.get(i).toSocketAddress()) == heard.get(i) ? 1 : 0;
    }
    // The hash has no chance in it: two in one place are the same two each time.
    assertTrue(kept >= 800, kept + " of 1000");
  }

  @Test
  void tellsRemoteSidesApart() {
    for (int i = 0; i < 100_000; i++) {
      Endpoint endpoint = Endpoint.ofIpv4(0x7f000000 + i / 50, i % 50);
      InetSocketAddress address = cache.socketAddress(endpoint);
      assertEquals(endpoint, Endpoint.of(address));
      assertEquals(endpoint, cache.endpoint(address));
    }
  }

  @Test
  void oneAddressOnTwoInterfacesIsTwo() throws UnknownHostException {
    byte[] linkLocal = Endpoint.parse("[fe80::1]:0").addressBytes();
    for (int scope = 1; scope <= 2; scope++) {
      var address = Inet6Address.getByAddress(null, linkLocal, scope);
      assertEquals(scope, cache.endpoint(new InetSocketAddress(address, 80)).scope());
      Endpoint endpoint = Endpoint.parse("[fe80::1%" + scope + "]:80");
      assertEquals(scope, Endpoint.of(cache.socketAddress(endpoint)).scope());
    }
  }
}
