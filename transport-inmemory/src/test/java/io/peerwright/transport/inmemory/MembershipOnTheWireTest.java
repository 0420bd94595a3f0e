package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.RoutedNetwork.Seen;
import io.peerwright.transport.inmemory.igmp.GroupRecord;
import io.peerwright.transport.inmemory.igmp.GroupRecord.Type;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Leave;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Query;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Report;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.ReportV2;
import io.peerwright.transport.inmemory.lan.MulticastRouter;
import io.peerwright.transport.inmemory.lan.RouterProtocol;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hosts and routers of a LAN say of groups, and when: values of RFC 2236, 3376 and 3810. */
class MembershipOnTheWireTest {

  private static final RouterProtocol V2 = RouterProtocol.DEFAULT.withIgmpV2();
  private static final RouterProtocol V3 = RouterProtocol.DEFAULT;
  private static final String GROUP = "239.71.0.1";
  private static final String GROUP6 = "[ff15::7101]";

  /** S on one side of a router, members a, b, c on the other. */
  private static RoutedNetwork network(RouterProtocol protocol, boolean ipv4) {
    RoutedNetwork net = new RoutedNetwork(ipv4);
    net.host("S", "source");
    List.of("a", "b", "c").forEach(name -> net.host(name, "members"));
    net.router("R", protocol, "source", "members");
    return net;
  }

  private static List<Seen> of(List<Seen> seen, Class<?> type) {
    return seen.stream().filter(each -> type.isInstance(each.message())).toList();
  }

  private static List<Double> gaps(List<Seen> seen) {
    return IntStream.range(1, seen.size())
        .mapToObj(i -> seen.get(i).second() - seen.get(i - 1).second())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void generalQueriesComeAtTheStartAndEach125Seconds(boolean isV2) {
    RoutedNetwork net = new RoutedNetwork(true);
    net.lan("members");
    List<Seen> seen = net.watch("members");
    net.router("R", isV2 ? V2 : V3, "members");
    net.runSeconds(300);
    List<Seen> queries =
        of(seen, Query.class).stream().filter(each -> each.from().isIpv4()).toList();
    assertEquals(List.of(31.25, 125.0, 125.0), gaps(queries));
    assertEquals(new Query(isV2, null, 10_000, false, List.of()), queries.get(0).message());
    assertEquals(Endpoint.parse("224.0.0.1:0"), queries.get(0).to());
  }

  @Test
  void aJoinOfVersion3IsToldTwiceWithinASecondAndALeaveToo() {
    RoutedNetwork net = network(V3, true);
    net.runSeconds(50);
    List<Seen> seen = net.watch("members");
    double at = net.second();
    net.join("a", GROUP);
    net.runSeconds(5);
    List<Seen> reports = of(seen, Report.class);
    assertEquals(2, reports.size());
    assertEquals(at, reports.get(0).second(), 0.001);
    assertTrue(gaps(reports).get(0) <= 1, "" + gaps(reports));
    Report join = (Report) reports.get(0).message();
    assertEquals(List.of(record(Type.CHANGE_TO_EXCLUDE)), join.records());
    assertEquals(join, reports.get(1).message());
    assertEquals(Endpoint.parse("224.0.0.22:0"), reports.get(0).to());
    seen.clear();
    net.leave("a", GROUP);
    net.runSeconds(5);
    List<Seen> leaves = of(seen, Report.class);
    assertEquals(2, leaves.size());
    assertEquals(
        List.of(record(Type.CHANGE_TO_INCLUDE)), ((Report) leaves.get(0).message()).records());
  }

  private static GroupRecord record(Type type, Endpoint... sources) {
    return new GroupRecord(type, Endpoint.parse(GROUP + ":0"), List.of(sources));
  }

  @Test
  void sourcesAreAllowedAndBlocked() {
    RoutedNetwork net = network(V3, true);
    net.runSeconds(50);
    net.join("a", GROUP, "S");
    net.runSeconds(5);
    List<Seen> seen = net.watch("members");
    net.join("a", GROUP, "b");
    net.runSeconds(5);
    net.leave("a", GROUP, "S");
    net.runMillis(100);
    assertEquals(
        record(Type.ALLOW_NEW_SOURCES, net.address("b")),
        ((Report) of(seen, Report.class).get(0).message()).records().get(0));
    List<Seen> reports = of(seen, Report.class);
    assertEquals(
        record(Type.BLOCK_OLD_SOURCES, net.address("S")),
        ((Report) reports.get(2).message()).records().get(0));
    Query asked = (Query) of(seen, Query.class).get(0).message();
    assertEquals(List.of(net.address("S")), asked.sources());
    net.runSeconds(3);
    net.copies("members");
    net.send("S", GROUP);
    net.runSeconds(1);
    assertEquals(0, net.copies("members").get("members"), "the source is blocked");
  }

  @Test
  void ofThreeMembersOfVersion2OneAnswers() {
    RoutedNetwork net = network(V2, true);
    net.runSeconds(50);
    List.of("a", "b", "c").forEach(name -> net.join(name, GROUP));
    net.runSeconds(60);
    List<Seen> seen = net.watch("members");
    net.runSeconds(125);
    List<Seen> queries =
        of(seen, Query.class).stream().filter(each -> each.from().isIpv4()).toList();
    assertEquals(1, queries.size());
    List<Seen> reports = of(seen, ReportV2.class);
    assertEquals(1, reports.size(), "others keep silent");
    double delay = reports.get(0).second() - queries.get(0).second();
    assertTrue(delay > 0 && delay <= 10.1, "answered after " + delay);
  }

  @Test
  void ofThreeMembersOfVersion3AllAnswer() {
    RoutedNetwork net = network(V3, true);
    net.runSeconds(50);
    List.of("a", "b", "c").forEach(name -> net.join(name, GROUP));
    net.runSeconds(60);
    List<Seen> seen = net.watch("members");
    net.runSeconds(125);
    assertEquals(3, of(seen, Report.class).size());
  }

  /** Two questions a second apart, and a second for the answers: 2 s. */
  @ParameterizedTest
  @CsvSource({"true,239.71.0.1", "false,239.71.0.1", "false,[ff15::7101]"})
  void theLeaveLatencyIsTwoSeconds(boolean isV2, String group) {
    RoutedNetwork net = network(isV2 ? V2 : V3, !group.startsWith("["));
    net.runSeconds(50);
    net.join("a", group);
    net.runSeconds(20);
    List<Seen> seen = net.watch("members");
    double left = net.second();
    net.leave("a", group);
    net.copies("members");
    net.stream("S", group, 40);
    List<Seen> asked = of(seen, Query.class);
    assertEquals(2, asked.size());
    assertEquals(1, asked.get(1).second() - asked.get(0).second(), 0.001);
    assertEquals(1_000, ((Query) asked.get(0).message()).maxResponseMillis());
    long copies = net.copies("members").get("members");
    assertEquals(20, copies, 1, "one each 100 ms since " + left);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoStaysAnswersAndGoesOnHearing(boolean isV2) {
    RoutedNetwork net = network(isV2 ? V2 : V3, true);
    net.runSeconds(50);
    net.join("a", GROUP);
    net.runMillis(500);
    net.join("b", GROUP);
    net.runSeconds(20);
    net.leave("a", GROUP);
    net.leave("b", "239.71.0.2");
    net.stream("S", GROUP, 50);
    assertEquals(50, net.received("b"));
  }

  @Test
  void inVersion2OnlyTheLastReporterSaysThatItLeaves() {
    RoutedNetwork net = network(V2, true);
    net.runSeconds(50);
    net.join("a", GROUP);
    net.runSeconds(15);
    net.join("b", GROUP);
    net.runSeconds(15);
    List<Seen> seen = net.watch("members");
    net.leave("a", GROUP);
    net.runSeconds(1);
    assertEquals(0, of(seen, Leave.class).size());
    net.leave("b", GROUP);
    net.runSeconds(1);
    assertEquals(1, of(seen, Leave.class).size());
    assertEquals(Endpoint.parse("224.0.0.2:0"), of(seen, Leave.class).get(0).to());
  }

  /** A host that loses its power says nothing; its group is over 260 s after its last report. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentMemberIsForgottenAfter260Seconds(boolean isV2) {
    RoutedNetwork net = network(isV2 ? V2 : V3, true);
    net.runSeconds(50);
    net.join("a", GROUP);
    net.runSeconds(12);
    List<Seen> seen = net.watch("members");
    net.crash("a");
    double crashed = net.second();
    net.copies("members");
    double last = crashed;
    while (net.second() - crashed < 300) {
      net.send("S", GROUP);
      net.runSeconds(1);
      last = net.copies("members").get("members") > 0 ? net.second() : last;
    }
    assertEquals(0, of(seen, isV2 ? ReportV2.class : Report.class).size());
    double sinceReport = last - 50;
    assertTrue(sinceReport > 255 && sinceReport < 275, "forgotten after " + sinceReport);
  }

  @Test
  void theRouterOfTheLowestAddressAsksAndTheOtherTakesOver() {
    RoutedNetwork net = new RoutedNetwork(true);
    net.host("S", "source");
    net.host("a", "members");
    MulticastRouter first = net.router("R1", V3, "source", "members");
    net.router("R2", V3, "source", "members");
    net.runSeconds(50);
    List<Seen> seen = net.watch("members");
    net.runSeconds(130);
    assertEquals(
        1,
        of(seen, Query.class).stream().map(Seen::from).filter(Endpoint::isIpv4).distinct().count());
    Endpoint querier = of(seen, Query.class).get(0).from();
    seen.clear();
    double at = net.second();
    first.setUp(false);
    net.runSeconds(300);
    List<Seen> others =
        of(seen, Query.class).stream()
            .filter(each -> each.from().isIpv4() && !each.from().equals(querier))
            .toList();
    double after = others.get(0).second() - at;
    assertTrue(after > 255 - 125 - 1 && after <= 256, "took over after " + after);
  }

  @Test
  void aHostSpeaksTheVersionOfTheQuerierAndReturnsToItsOwn() {
    RoutedNetwork net = network(V3, true);
    MulticastRouter old = net.router("old", V2, "members");
    net.runSeconds(50);
    List<Seen> seen = net.watch("members");
    net.join("a", GROUP);
    net.runSeconds(15);
    assertEquals(2, of(seen, ReportV2.class).size());
    old.setUp(false);
    net.runSeconds(261);
    seen.clear();
    net.join("b", GROUP);
    net.runSeconds(5);
    assertEquals(0, of(seen, ReportV2.class).size());
    assertEquals(2, of(seen, Report.class).size());
  }

  @Test
  void ipv6GroupsAreToldWithMld() {
    RoutedNetwork net = network(V2, false);
    net.runSeconds(50);
    List<Seen> seen = net.watch("members");
    net.join("a", GROUP6);
    net.runSeconds(5);
    assertEquals(2, of(seen, Report.class).size());
    assertEquals(Endpoint.parse("[ff02::16]:0"), of(seen, Report.class).get(0).to());
    net.stream("S", GROUP6, 10);
    assertEquals(10, net.received("a"));
  }

  @Test
  void membersOfBeforeTheFirstRouterAreFound() {
    RoutedNetwork net = new RoutedNetwork(true);
    net.host("S", "source");
    net.host("a", "members");
    net.runSeconds(1);
    net.join("a", GROUP);
    net.runSeconds(1);
    net.router("R", V3, "source", "members");
    net.runSeconds(15);
    net.stream("S", GROUP, 10);
    assertEquals(10, net.received("a"));
  }
}
