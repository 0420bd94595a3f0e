package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.transport.inmemory.lan.RouterProtocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unicast, broadcast and multicast, and flood and prune, as pictures have them: copies of one
 * packet on each link.
 *
 * <pre>
 *            D1
 *            |
 *   S --SR-- R ---RR2--- R2 -- D4        S -- P1 --- P3 -- P4
 *            |           |                     \    /
 *            D2          D3                      P2
 * </pre>
 */
class DeliveryPictureTest {

  private static final String[] LINKS = {"SR", "RR2", "D1", "D2", "D3", "D4"};
  private static final String CONFERENCE = "239.71.0.1";
  private static final String ALL = "239.71.0.2";

  private static RoutedNetwork picture(String routers) {
    RoutedNetwork net = new RoutedNetwork(true);
    net.host("S", "SR");
    for (String name : List.of("D1", "D2", "D3", "D4")) {
      net.host(name, name);
    }
    RouterProtocol protocol =
        routers.equals("igmpv2") ? RouterProtocol.DEFAULT.withIgmpV2() : RouterProtocol.DEFAULT;
    if (routers.equals("ideal")) {
      net.idealRouter("R", "SR", "RR2", "D1", "D2");
      net.idealRouter("R2", "RR2", "D3", "D4");
    } else {
      net.router("R", protocol, "SR", "RR2", "D1", "D2");
      net.router("R2", protocol, "RR2", "D3", "D4");
    }
    net.runSeconds(5);
    net.join("D2", CONFERENCE);
    net.join("D3", CONFERENCE);
    List.of("D1", "D2", "D3", "D4").forEach(name -> net.join(name, ALL));
    // A group of one member is what a packet to one host is.
    net.join("D2", "239.71.1.2");
    net.join("D3", "239.71.1.3");
    net.runSeconds(15);
    // The first packet floods, and is pruned where nobody wants it.
    List.of("239.71.1.2", "239.71.1.3", ALL, CONFERENCE).forEach(group -> net.send("S", group));
    net.runSeconds(1);
    net.copies(LINKS);
    return net;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ideal", "igmpv2", "igmpv3"})
  void conference(String routers) {
    RoutedNetwork net = picture(routers);
    Map<String, Map<String, Long>> table = new LinkedHashMap<>();
    net.send("S", "239.71.1.2");
    net.send("S", "239.71.1.3");
    net.runSeconds(1);
    table.put("unicast", net.copies(LINKS));
    net.send("S", ALL);
    net.runSeconds(1);
    table.put("broadcast", net.copies(LINKS));
    net.send("S", CONFERENCE);
    net.runSeconds(1);
    table.put("multicast", net.copies(LINKS));
    table.forEach((mode, copies) -> System.out.println(routers + " " + mode + " " + copies));
    assertEquals(copies(2, 1, 0, 1, 1, 0), table.get("unicast"));
    assertEquals(copies(1, 1, 1, 1, 1, 1), table.get("broadcast"));
    assertEquals(copies(1, 1, 0, 1, 1, 0), table.get("multicast"));
    assertEquals(6, net.received("D2"));
    assertEquals(6, net.received("D3"));
    assertEquals(2, net.received("D1"));
  }

  private static Map<String, Long> copies(long... each) {
    Map<String, Long> copies = new LinkedHashMap<>();
    for (int i = 0; i < LINKS.length; i++) {
      copies.put(LINKS[i], each[i]);
    }
    return copies;
  }

  /** Two ways lead from P1 to P3: one copy reaches it, by the shortest, and one copy P4. */
  @Test
  void oneCopyReachesP3AndP4() {
    RoutedNetwork net = new RoutedNetwork(true);
    net.host("S", "S");
    net.host("D", "D");
    net.router("P1", RouterProtocol.DEFAULT, "S", "P1P2", "P1P3");
    net.router("P2", RouterProtocol.DEFAULT, "P1P2", "P2P3");
    net.router("P3", RouterProtocol.DEFAULT, "P1P3", "P2P3", "P3P4");
    net.router("P4", RouterProtocol.DEFAULT, "P3P4", "D");
    net.runSeconds(30);
    net.join("D", CONFERENCE);
    net.runSeconds(15);
    String[] lines = {"S", "P1P2", "P1P3", "P2P3", "P3P4", "D"};
    net.copies(lines);
    net.send("S", CONFERENCE);
    net.runSeconds(1);
    Map<String, Long> first = net.copies(lines);
    net.send("S", CONFERENCE);
    net.runSeconds(1);
    Map<String, Long> second = net.copies(lines);
    System.out.println("flood and prune, first packet " + first + ", second " + second);
    assertEquals(List.of(1L, 1L, 1L, 0L, 1L, 1L), List.copyOf(first.values()), "flooded");
    assertEquals(List.of(1L, 0L, 1L, 0L, 1L, 1L), List.copyOf(second.values()), "pruned");
    assertEquals(2, net.received("D"));
  }
}
