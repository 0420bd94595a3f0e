package io.peerwright.multicast.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.multicast.real.MulticastShell.Remote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seed's picture with the routers of the Linux kernel: S sends to a group of which D2 and D3
 * are members. One copy on each line that leads to a member, none elsewhere; what the members say
 * to their routers, and what is announced, is what tshark takes for IGMPv3, MLDv2, SAP and SDP.
 */
class RoutedMulticastTest {

  private static final int COUNT = 100;
  private static final String GROUP = "239.71.0.1";
  private static final String GROUP6 = "ff15::7101";
  private static final String SOURCE_GROUP = "232.71.0.1";

  private static final String LEFT =
      "igmp.version == 3 && igmp.record_type == 3 && igmp.maddr == " + GROUP;

  @TempDir Path folder;

  private RoutedNetwork network;
  private final List<Remote> shells = new ArrayList<>();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    network = new RoutedNetwork(folder);
    network.awaitLines();
    network.route(
        "r1",
        "phyint rs enable | phyint r12 enable | phyint rd1 enable"
            + " | mgroup from rs group 239.71.0.1 | mgroup from rs group ff15::7101"
            + " | mroute from rs source 10.71.1.2 group 239.71.0.1 to r12"
            + " | mroute from rs source 10.71.1.2 group 232.71.0.1 to r12"
            + " | mroute from rs source fd71:1::2 group ff15::7101 to r12");
    network.route(
        "r2",
        "phyint r21 enable | phyint rd2 enable | phyint rd3 enable | phyint rd4 enable"
            + " | mgroup from r21 group 239.71.0.1 | mgroup from r21 group ff15::7101"
            + " | mroute from r21 source 10.71.1.2 group 239.71.0.1 to rd2 rd3"
            + " | mroute from r21 source 10.71.1.2 group 232.71.0.1 to rd2 rd3"
            + " | mroute from r21 source fd71:1::2 group ff15::7101 to rd2 rd3");
  }

  @AfterEach
  void stop() {
    shells.forEach(Remote::close);
    if (network != null) {
      network.close();
    }
  }

  private Remote shell(String name) throws IOException {
    Remote shell = new Remote(network.in(name));
    shells.add(shell);
    return shell;
  }

  /** The messages that a recording has of a group. */
  private static int copies(Path recording, String filter) {
    return RoutedNetwork.dissect(recording, "udp && udp.length == 1032 && " + filter).size();
  }

  @Test
  void oneCopyIsOnEachLineThatLeadsToAMember() throws IOException, InterruptedException {
    Path s = network.record("s", "eth0");
    Path line = network.record("r1", "r12");
    Path d1 = network.record("d1", "eth0");
    Path d2 = network.record("d2", "eth0");
    Path d3 = network.record("d3", "eth0");
    Path d4 = network.record("d4", "eth0");
    Remote sender = shell("s");
    Remote second = shell("d2");
    Remote third = shell("d3");
    assertEquals("open", sender.ask("open four 10.71.1.2:0 8"));
    assertEquals("open", sender.ask("open six [fd71:1::2]:0 8"));
    for (Remote each : List.of(second, third)) {
      String subnet = each == second ? "4" : "5";
      assertEquals("open", each.ask("open four 10.71.%s.2:0 8", subnet));
      assertEquals("open", each.ask("open six [fd71:%s::2]:0 8", subnet));
      assertEquals("joined", each.ask("join four %s:7100 -", GROUP));
      assertEquals("joined", each.ask("join six [%s]:7101 -", GROUP6));
    }
    assertEquals("sent", sender.ask("send four %s:7100 %d", GROUP, COUNT));
    assertEquals("sent", sender.ask("send six [%s]:7101 %d", GROUP6, COUNT));
    for (Remote each : List.of(second, third)) {
      assertEquals("" + COUNT, each.ask("count four %d", COUNT));
      assertEquals("" + COUNT, each.ask("count six %d", COUNT));
    }
    // Source-specific: of one source that is there, and of one that is not.
    assertEquals("joined", second.ask("join four %s:7102 10.71.1.2:0", SOURCE_GROUP));
    assertEquals("joined", third.ask("join four %s:7102 10.71.1.9:0", SOURCE_GROUP));
    assertEquals("sent", sender.ask("send four %s:7102 %d", SOURCE_GROUP, COUNT));
    assertEquals("" + COUNT, second.ask("count four %d", COUNT));
    assertEquals("0", third.ask("count four 0"));
    // Announced with a scope that ends at the router, and found by a peer of the subnet.
    assertEquals("announced", sender.ask("announce four 239.255.71.1:7103 copper"));
    assertEquals("announced", sender.ask("announce six [ff12::7104]:7104 rain"));
    assertEquals("open", sender.ask("open late4 10.71.1.2:0 8"));
    assertEquals("[239.255.71.1:7103=copper]", sender.ask("found late4 1"));
    assertEquals("open", sender.ask("open late6 [fd71:1::2]:0 8"));
    assertEquals("[[ff12::7104]:7104=rain]", sender.ask("found late6 1"));
    assertEquals("closed", second.ask("close four"));
    // The kernel waits for up to a second before it tells the router.
    for (int i = 0; i < 20 && reports(d2, LEFT) == 0; i++) {
      Thread.sleep(100);
    }
    network.stopRecording();

    for (String each : List.of("ip.dst == " + GROUP, "ipv6.dst == " + GROUP6)) {
      assertEquals(COUNT, copies(s, each), "on the line of the sender");
      assertEquals(COUNT, copies(line, each), "between the routers");
      assertEquals(COUNT, copies(d2, each));
      assertEquals(COUNT, copies(d3, each));
      assertEquals(0, copies(d1, each), "is no member");
      assertEquals(0, copies(d4, each), "is no member");
    }
    checkReports(d2, d3);
    checkAnnouncements(s);
  }

  /** IGMPv3 record types: 3 to include, 4 to exclude, 5 a new source; MLDv2 has the same. */
  private static void checkReports(Path d2, Path d3) {
    String type = "igmp.version == 3 && igmp.record_type == ";
    assertTrue(reports(d2, type + "4 && igmp.maddr == " + GROUP) > 0, "for any source");
    String chosen = " && igmp.maddr == " + SOURCE_GROUP + " && igmp.saddr == ";
    assertTrue(reports(d2, type + "5" + chosen + "10.71.1.2") > 0, "for one source");
    assertTrue(reports(d3, type + "5" + chosen + "10.71.1.9") > 0, "for another source");
    assertTrue(reports(d2, LEFT) > 0, "left the group");
    assertEquals(0, reports(d3, LEFT), "left no group");
    String six = "icmpv6.type == 143 && icmpv6.mldr.mar.record_type == 4";
    String address = " && icmpv6.mldr.mar.multicast_address == " + GROUP6;
    assertTrue(reports(d3, six + address) > 0, "for any source, IPv6");
    for (Path each : List.of(d2, d3)) {
      assertEquals(List.of(), RoutedNetwork.dissect(each, "_ws.malformed"));
    }
  }

  private static int reports(Path recording, String filter) {
    return RoutedNetwork.dissect(recording, filter).size();
  }

  private static void checkAnnouncements(Path recording) {
    List<String> named =
        RoutedNetwork.dissect(
            recording,
            "sap && sdp.session_name",
            "-T",
            "fields",
            "-e",
            "sdp.session_name",
            "-e",
            "sdp.connection_info.address",
            "-e",
            "sdp.media.port_string");
    assertTrue(named.contains("copper\t239.255.71.1\t7103"), named.toString());
    assertTrue(named.contains("rain\tff12::7104\t7104"), named.toString());
    List<String> asked =
        RoutedNetwork.dissect(recording, "sap", "-T", "fields", "-e", "sap.payload_type");
    assertTrue(asked.contains("application/x-peerwright-group-query"), asked.toString());
    assertEquals(List.of(), RoutedNetwork.dissect(recording, "sap && _ws.malformed"));
  }
}
