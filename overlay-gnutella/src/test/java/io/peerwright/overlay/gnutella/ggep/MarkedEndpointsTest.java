package io.peerwright.overlay.gnutella.ggep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which endpoints of a list take TLS: IPP_TLS and PUSH_TLS. */
class MarkedEndpointsTest {

  private static List<Endpoint> endpoints(int count) {
    List<Endpoint> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      all.add(Endpoint.ofIpv4(0x0a000000 | i, 6346));
    }
    return all;
  }

  private static List<Endpoint> marked(List<Endpoint> all, Octets bits) {
    List<GgepExtension> written =
        new ArrayList<>(GgepValues.endpoints(all, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6));
    written.add(GgepExtension.of(GgepIds.ENDPOINTS_TLS, bits));
    return GgepValues.marked(Ggep.of(written), GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_TLS);
  }

  @Test
  void isReadAsItIsWritten() {
    Random chance = new Random(5);
    for (int count = 1; count <= 20; count++) {
      List<Endpoint> all = endpoints(count);
      Set<Endpoint> some = new HashSet<>(all);
      some.removeIf(each -> chance.nextBoolean());
      Octets bits =
          GgepValues.marks(all, some::contains, GgepIds.ENDPOINTS_TLS)
              .map(GgepExtension::raw)
              .orElse(Octets.EMPTY);
      assertEquals(all.stream().filter(some::contains).toList(), marked(all, bits));
    }
  }

  /** The first endpoint is the highest bit; bytes at the end in which none is set are left out. */
  @Test
  void hasAsManyBytesAsItNeeds() {
    List<Endpoint> all = endpoints(20);
    Set<Endpoint> some = Set.of(all.get(0), all.get(8), all.get(9));
    GgepExtension bits = GgepValues.marks(all, some::contains, GgepIds.ENDPOINTS_TLS).orElseThrow();
    assertEquals(Octets.of((byte) 0x80, (byte) 0xc0), bits.raw());
    assertTrue(GgepValues.marks(all, each -> false, GgepIds.ENDPOINTS_TLS).isEmpty());
  }

  /** IPv6 addresses stand elsewhere, and have no bits. */
  @Test
  void countsIpv4EndpointsAlone() {
    List<Endpoint> both = new ArrayList<>(endpoints(1));
    both.add(0, Endpoint.parse("[2001:db8::7]:6346"));
    GgepExtension bits = GgepValues.marks(both, each -> true, GgepIds.ENDPOINTS_TLS).orElseThrow();
    assertEquals(Octets.of((byte) 0x80), bits.raw());
  }

  @Test
  void bitsThatAreCutOffAreNotSetAndThoseForNobodyDoNoHarm() {
    List<Endpoint> all = endpoints(10);
    assertEquals(List.of(), marked(all, Octets.EMPTY));
    assertEquals(all.subList(0, 8), marked(all, Octets.of((byte) -1)));
    assertEquals(all, marked(all, Octets.of((byte) -1, (byte) -1, (byte) -1)));
  }
}
