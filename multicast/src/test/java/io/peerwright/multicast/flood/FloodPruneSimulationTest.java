package io.peerwright.multicast.flood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.flood.FloodGraph.Member;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs of routers in virtual time: what is sent, to whom it comes, and what heals. */
class FloodPruneSimulationTest {

  private static final FloodPruneConfig ALL_STEPS = FloodPruneConfig.DEFAULT;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static List<Member> joinAll(FloodGraph graph) {
    List<Member> members = IntStream.range(0, graph.size()).mapToObj(graph::join).toList();
    graph.run(SECOND);
    return members;
  }

  private static void assertEachHeardOnce(List<Member> members, int messages) {
    for (int i = 0; i < members.size(); i++) {
      assertEquals(messages, members.get(i).distinct(), "heard by " + i);
      assertEquals(0, members.get(i).duplicates(), "duplicates at " + i);
    }
  }

  /** The first message of a source goes over each link of the tree once, and so do all others. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theFirstMessageOfASourceIsNotFlooded(long seed) {
    FloodGraph graph = FloodGraph.random(seed, 300, 4, ALL_STEPS);
    List<Member> members = joinAll(graph);
    graph.send(17, 1);
    graph.run(Duration.ofSeconds(5));
    assertEachHeardOnce(members, 1);
    double sends = graph.sum("data.sent") / 299.0;
    assertTrue(sends <= 1.05, "sends per delivery " + sends);
    for (int i = 2; i <= 20; i++) {
      graph.send(17, i);
      graph.runMillis(100);
    }
    graph.run(Duration.ofSeconds(2));
    assertEachHeardOnce(members, 20);
    assertEquals(20 * 299, graph.sum("data.sent"));
  }

  @ParameterizedTest
  @CsvSource({"1,true,false,false", "2,true,true,false", "3,true,false,true", "4,false,true,true"})
  void eachStepByItselfBringsEachMessageToAll(long seed, boolean numbers, boolean in, boolean out) {
    FloodGraph graph = FloodGraph.random(seed, 100, 4, ALL_STEPS.withSteps(numbers, in, out, 255));
    List<Member> members = joinAll(graph);
    for (int i = 1; i <= 10; i++) {
      graph.send(5, i);
      graph.send(60, i);
      graph.runMillis(300);
    }
    graph.run(Duration.ofSeconds(5));
    for (Member member : members) {
      assertEquals(20, member.distinct());
      assertTrue(!numbers || member.duplicates() == 0, "duplicates");
    }
    double sends = graph.sum("data.sent") / (20.0 * 99);
    assertTrue(out ? sends < 1.05 : sends > 1.5, "sends per delivery " + sends);
  }

  /** Without any step a message goes as far as its hops, and comes again and again. */
  @Test
  void aPlainFloodEndsWithItsHops() {
    FloodGraph graph = FloodGraph.random(1, 50, 4, ALL_STEPS.withSteps(false, false, false, 8));
    List<Member> members = joinAll(graph);
    graph.send(0, 1);
    graph.run(Duration.ofSeconds(5));
    members.forEach(each -> assertEquals(1, each.distinct()));
    assertTrue(members.stream().anyMatch(each -> each.duplicates() > 0));
    long sent = graph.sum("data.sent");
    graph.run(Duration.ofSeconds(60));
    assertEquals(sent, graph.sum("data.sent"), "it goes on for ever");
  }

  @Test
  void aHundredSourcesMakeNoDuplicates() {
    FloodGraph graph = FloodGraph.random(4, 100, 4, ALL_STEPS);
    List<Member> members = joinAll(graph);
    for (int round = 1; round <= 3; round++) {
      for (int i = 0; i < 100; i++) {
        graph.send(i, round);
      }
      graph.run(SECOND);
    }
    graph.run(Duration.ofSeconds(3));
    assertEachHeardOnce(members, 300);
    double sends = graph.sum("data.sent") / (300.0 * 99);
    assertTrue(sends <= 1.001, "sends per delivery " + sends);
  }

  /** Of 300 routers 10 are members: messages go over the ways to these alone. */
  @Test
  void branchesWithoutMembersArePruned() {
    FloodGraph graph = FloodGraph.random(5, 300, 4, ALL_STEPS);
    List<Member> members = IntStream.range(0, 10).mapToObj(i -> graph.join(30 * i)).toList();
    graph.run(SECOND);
    graph.send(1, 1);
    graph.run(Duration.ofSeconds(3));
    long first = graph.sum("data.sent");
    assertEquals(299, first, "the first one goes to all");
    for (int i = 2; i <= 101; i++) {
      graph.send(1, i);
      graph.run(SECOND);
    }
    graph.run(SECOND);
    assertEachHeardOnce(members, 101);
    double each = (graph.sum("data.sent") - first) / 100.0;
    assertTrue(each < 60, "sends of a message " + each);
  }

  /** A line of six routers, 50 ms each: the last one joins while messages come each 100 ms. */
  @Test
  void aJoinInAPrunedBranchHearsWithinTwoRoundTrips() {
    FloodGraph graph = new FloodGraph(1, 50, ALL_STEPS);
    graph.add();
    IntStream.range(1, 6).forEach(i -> graph.add(i - 1));
    graph.run(Duration.ofSeconds(10));
    for (int i = 1; i <= 50; i++) {
      graph.send(0, i);
      graph.runMillis(100);
    }
    long joined = graph.sim.now().toNanos();
    Member member = graph.join(5);
    for (int i = 51; i <= 100; i++) {
      graph.send(0, i);
      graph.runMillis(100);
    }
    long took = (member.heard.get(0).at() - joined) / 1_000_000;
    assertTrue(took <= 2 * 500 + 100, "first message after " + took + " ms");
    System.out.println("join in a pruned branch: first message after " + took + " ms");
    assertEquals(0, member.duplicates());
    // What was sent once the join had completed has come.
    assertTrue(member.handle != null);
  }

  /** A membership for one source grafts that one's branch only. */
  @Test
  void sourcesThatAMemberDoesNotHearStayPruned() {
    FloodGraph graph = new FloodGraph(1, 10, ALL_STEPS);
    graph.add();
    graph.add(0);
    graph.add(1);
    graph.run(Duration.ofSeconds(5));
    Member member = graph.join(2, FloodGraph.address(0));
    graph.run(SECOND);
    for (int i = 1; i <= 20; i++) {
      graph.send(0, i);
      graph.send(1, i);
      graph.runMillis(100);
    }
    assertEquals(20, member.heard.size());
    // The first message of 1 goes to both its neighbours, which prune; all of 0 go to 2.
    assertEquals(20, graph.meter(0, "data.sent"));
    assertEquals(22, graph.meter(1, "data.sent"), "20 of 0 and two of its own");
  }

  /** The middle of a ring dies: its neighbours lose the way, and find the other. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aCrashIsHealedAndHealsAgain(long seed) {
    FloodGraph graph = FloodGraph.random(seed, 100, 6, ALL_STEPS);
    List<Member> members = new ArrayList<>(joinAll(graph));
    int message = 0;
    for (int i = 0; i < 20; i++) {
      graph.send(50, ++message);
      graph.runMillis(250);
    }
    assertEachHeardOnce(members, 20);
    graph.crash(0);
    graph.crash(7);
    for (int i = 0; i < 200; i++) {
      graph.send(50, ++message);
      graph.runMillis(250);
    }
    members.forEach(each -> assertEquals(0, each.duplicates()));
    int before = message;
    for (int i = 0; i < 20; i++) {
      graph.send(50, ++message);
      graph.runMillis(250);
    }
    graph.run(SECOND);
    for (int i = 0; i < members.size(); i++) {
      if (i != 0 && i != 7) {
        long late = members.get(i).heard.stream().filter(each -> each.number() > before).count();
        assertEquals(20, late, "heard by " + i + " after the crash was noticed");
        assertEquals(0, members.get(i).duplicates());
      }
    }
    graph.restart(0);
    graph.restart(7);
    graph.run(Duration.ofSeconds(70));
    members.set(0, graph.join(0));
    members.set(7, graph.join(7));
    graph.run(SECOND);
    members.forEach(each -> each.heard.clear());
    for (int i = 0; i < 10; i++) {
      graph.send(50, ++message);
      graph.runMillis(250);
    }
    graph.run(SECOND);
    assertEachHeardOnce(members, 10);
  }

  /** A source that starts again has a new epoch; none of its messages is taken for an old one. */
  @Test
  void aSourceThatStartsAgainIsHeard() {
    FloodGraph graph = FloodGraph.random(6, 20, 4, ALL_STEPS);
    List<Member> members = IntStream.range(1, 20).mapToObj(graph::join).toList();
    graph.run(SECOND);
    for (int life = 0; life < 3; life++) {
      for (int i = 1; i <= 10; i++) {
        graph.send(0, 100 * life + i);
        graph.runMillis(100);
      }
      graph.run(SECOND);
      graph.crash(0);
      graph.restart(0);
      graph.run(Duration.ofSeconds(70));
    }
    assertEachHeardOnce(members, 30);
  }

  /** Renewal costs less than a hundredth of a message of 1 KiB each second. */
  @Test
  void renewingWaysAndPrunesIsCheap() {
    FloodGraph graph = FloodGraph.random(7, 100, 4, ALL_STEPS);
    List<Member> members = joinAll(graph);
    graph.send(3, 0);
    graph.run(Duration.ofSeconds(5));
    long control = graph.sum("control.bytes");
    long data = graph.sum("data.bytes");
    for (int i = 1; i <= 600; i++) {
      graph.send(3, i);
      graph.run(SECOND);
    }
    double share =
        (double) (graph.sum("control.bytes") - control) / (graph.sum("data.bytes") - data);
    System.out.printf("control bytes of data bytes, a message a second: %.4f%n", share);
    assertTrue(share < 0.01, "share " + share);
    assertEachHeardOnce(members, 601);
  }

  /** With renewal nothing floods again; without, once in the lifetime of a prune. */
  @Test
  void prunesAreRenewedOrMessagesFloodAgain() {
    for (boolean renewed : new boolean[] {true, false}) {
      FloodPruneConfig config =
          ALL_STEPS.withTimes(
              Duration.ofSeconds(120),
              renewed ? Duration.ofSeconds(60) : Duration.ZERO,
              Duration.ofSeconds(210));
      FloodGraph graph = new FloodGraph(1, 10, config);
      graph.add();
      graph.add(0);
      graph.add(1);
      graph.run(Duration.ofSeconds(5));
      for (int i = 1; i <= 1_000; i++) {
        graph.send(0, i);
        graph.run(SECOND);
      }
      long sent = graph.sum("data.sent");
      System.out.println("1,000 s without members, renewed " + renewed + ": sends " + sent);
      assertTrue(renewed ? sent == 2 : sent > 10 && sent < 40, "sends " + sent);
    }
  }

  @Test
  void aSilentSourceIsForgottenAfter210Seconds() {
    FloodGraph graph = FloodGraph.random(8, 20, 4, ALL_STEPS);
    joinAll(graph);
    graph.send(0, 1);
    graph.run(Duration.ofSeconds(180));
    assertEquals(20, graph.sum("sources.now"));
    graph.run(Duration.ofSeconds(80));
    assertEquals(0, graph.sum("sources.now"));
    graph.send(0, 2);
    graph.run(Duration.ofSeconds(5));
    assertEquals(20, graph.sum("sources.now"));
  }

  /** Sent at once, with nobody there: heard when the first neighbour comes. */
  @Test
  void whatIsSentBeforeTheFirstNeighbourWaits() {
    FloodGraph graph = new FloodGraph(1, 10, ALL_STEPS);
    graph.add();
    graph.run(Duration.ofSeconds(6));
    graph.send(0, 1);
    graph.run(SECOND);
    int late = graph.add(0);
    Member member = graph.join(late);
    graph.run(Duration.ofSeconds(5));
    assertEquals(1, member.heard.size());
  }

  @Test
  void whoComesLateKnowsTheGroupsAtOnce() {
    FloodGraph graph = FloodGraph.random(9, 50, 4, ALL_STEPS);
    graph.multicast(3).announce(FloodGraph.GROUP);
    Group gone = new Group(Endpoint.parse("239.71.0.9:1"), "gone");
    graph.multicast(4).announce(gone).close();
    graph.run(Duration.ofSeconds(100));
    int late = graph.add(49, 20);
    List<Group> found = new ArrayList<>();
    graph.multicast(late).discover(found::add);
    graph.run(SECOND);
    assertEquals(List.of(FloodGraph.GROUP), found);
    graph.crash(3);
    graph.run(Duration.ofSeconds(300));
    assertEquals(0, graph.meter(20, "announcements.now"), "the offer of who is gone stays");
  }

  @Test
  void theRunRepeats() {
    long[] hashes = new long[2];
    for (int i = 0; i < 2; i++) {
      FloodGraph graph = FloodGraph.random(10, 60, 4, ALL_STEPS);
      joinAll(graph);
      graph.send(1, 1);
      graph.crash(2);
      graph.run(Duration.ofSeconds(50));
      graph.multicast(1).send(FloodGraph.GROUP, ByteBuffer.allocate(8));
      graph.run(SECOND);
      hashes[i] = graph.sim.traceHash();
    }
    assertEquals(hashes[0], hashes[1]);
  }
}
