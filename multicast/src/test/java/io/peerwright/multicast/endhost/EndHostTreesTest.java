package io.peerwright.multicast.endhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.multicast.endhost.Crowd.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What trees are for: each message once, in order, whoever comes and goes. */
class EndHostTreesTest {

  private static final Duration JOINING = Duration.ofMillis(50);

  private static void assertAllOnce(Crowd crowd, int number) {
    assertEquals(crowd.others().size(), crowd.heard(number), "heard message " + number);
    for (Member each : crowd.members) {
      assertEquals(0, each.again, each.host.name() + " heard a message again");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theFirstMessageOfASourceIsSentOnceToEach(long seed) {
    try (Crowd crowd = new Crowd(seed, EndHostConfig.DEFAULT, NetworkModel.DEFAULT)) {
      crowd.joinAll(200, JOINING);
      crowd.send(0, 1);
      crowd.pass(Duration.ofSeconds(5));
      assertAllOnce(crowd, 1);
      assertTrue(
          crowd.meter("data.sent") <= 1.05 * 199,
          "sends of the first: " + crowd.meter("data.sent"));
      crowd.check();
    }
  }

  @Test
  void eachOfTwentySourcesReachesAll() {
    try (Crowd crowd = new Crowd(4, EndHostConfig.DEFAULT, NetworkModel.DEFAULT)) {
      crowd.joinAll(100, JOINING);
      for (int i = 0; i < 20; i++) {
        crowd.send(i, 100 + i);
      }
      crowd.pass(Duration.ofSeconds(5));
      for (int i = 0; i < 20; i++) {
        for (Member each : crowd.members) {
          assertTrue(each.heard.containsKey(100 + i), each.host.name() + " and source " + i);
          assertEquals(0, each.again);
        }
      }
    }
  }

  /** Random joins, leaves and crashes; tables and next hops are looked at after each. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noLoopAndNoDuplicateWhateverHappens(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Crowd crowd = new Crowd(seed, EndHostConfig.DEFAULT, NetworkModel.DEFAULT)) {
      crowd.joinAll(40, JOINING);
      for (int i = 0; i < 300; i++) {
        List<Member> others = crowd.others();
        switch (random.nextInt(4)) {
          case 0 -> crowd.crash(others.get(random.nextInt(others.size())));
          case 1 -> crowd.leave(others.get(random.nextInt(others.size())));
          default -> crowd.join();
        }
        crowd.send(0, i);
        for (int step = 0; step < 20; step++) {
          crowd.pass(Duration.ofMillis(random.nextInt(20)));
          crowd.check();
        }
      }
      crowd.pass(Duration.ofSeconds(60));
      crowd.send(0, 1_000);
      crowd.pass(Duration.ofSeconds(5));
      assertAllOnce(crowd, 1_000);
      for (Member each : crowd.members) {
        assertEquals(0, each.disorder, each.host.name() + " heard messages out of order");
      }
    }
  }

  /** At a round trip of 50 ms, a message each 20 ms. */
  @Test
  void aCrashedParentIsReplacedWithinASecond() {
    List<Long> gaps = new ArrayList<>();
    try (Crowd crowd = new Crowd(5, EndHostConfig.DEFAULT, Crowd.roundTrip(50))) {
      crowd.joinAll(100, JOINING);
      SplittableRandom random = new SplittableRandom(5);
      int number = 0;
      for (int i = 0; i < 250; i++) {
        crowd.send(0, number++);
        crowd.pass(Duration.ofMillis(20));
      }
      for (int crash = 0; crash < 15; crash++) {
        int first = number;
        List<Member> others = crowd.others();
        Member victim = others.get(random.nextInt(others.size()));
        String parent = victim.overlay.endpoints().get(0).toString();
        List<Member> children =
            others.stream()
                .filter(
                    each ->
                        each.overlay.neighbours().stream()
                            .anyMatch(
                                other ->
                                    other.role().equals("parent") && other.name().equals(parent)))
                .toList();
        crowd.crash(victim);
        for (int i = 0; i < 100; i++) {
          crowd.send(0, number++);
          crowd.pass(Duration.ofMillis(20));
        }
        for (Member each : children) {
          // What was on its way to the victim is missing, too.
          gaps.add(longestGap(each, first - 25, number));
        }
      }
      crowd.pass(Duration.ofSeconds(5));
      for (int each = 0; each < number; each++) {
        assertAllOnce(crowd, each);
      }
    }
    Collections.sort(gaps);
    long median = gaps.get(gaps.size() / 2) / 1_000_000;
    long late = gaps.get((int) Math.ceil(0.99 * gaps.size()) - 1) / 1_000_000;
    System.out.println(
        "repair at RTT 50 ms: p50 " + median + " ms, p99 " + late + " ms of " + gaps.size());
    assertTrue(gaps.size() >= 5, "children of crashed parents: " + gaps.size());
    assertTrue(median < 300, "p50 " + median + " ms");
    assertTrue(late < 1_000, "p99 " + late + " ms");
  }

  private static long longestGap(Member member, int first, int end) {
    long longest = 0;
    for (int i = Math.max(1, first); i < end; i++) {
      Long one = member.heard.get(i - 1);
      Long other = member.heard.get(i);
      if (one != null && other != null) {
        longest = Math.max(longest, other - one);
      }
    }
    return longest;
  }

  @Test
  void deliveryGoesOnWithoutTheRendezvousServer() {
    try (Crowd crowd = new Crowd(6, EndHostConfig.DEFAULT, NetworkModel.DEFAULT)) {
      crowd.joinAll(60, JOINING);
      crowd.simulation.crash(crowd.server);
      for (int i = 0; i < 20; i++) {
        crowd.pass(Duration.ofSeconds(30));
        crowd.send(0, i);
      }
      crowd.pass(Duration.ofSeconds(5));
      for (int i = 0; i < 20; i++) {
        assertAllOnce(crowd, i);
      }
    }
  }

  @Test
  void survivorsOfACrashOfNineInTenAreServedAgain() {
    try (Crowd crowd = new Crowd(7, EndHostConfig.DEFAULT, NetworkModel.DEFAULT)) {
      crowd.joinAll(300, JOINING);
      crowd.send(0, 1);
      crowd.pass(Duration.ofSeconds(5));
      SplittableRandom random = new SplittableRandom(7);
      for (Member each : crowd.others()) {
        if (random.nextInt(10) > 0) {
          crowd.crash(each);
        }
      }
      for (int i = 0; i < 100; i++) {
        crowd.send(0, 10 + i);
        crowd.pass(Duration.ofMillis(100));
      }
      crowd.send(0, 200);
      crowd.pass(Duration.ofSeconds(5));
      long all = crowd.others().size();
      System.out.println("after a crash of 90 %: " + crowd.heard(200) + " of " + all + " served");
      assertTrue(crowd.heard(200) >= 0.99 * all, crowd.heard(200) + " of " + all);
    }
  }

  /** Half of the members are replaced within ten minutes. */
  @Test
  void churnLosesNothing() {
    try (Crowd crowd = new Crowd(8, EndHostConfig.DEFAULT, NetworkModel.DEFAULT)) {
      crowd.joinAll(60, JOINING);
      SplittableRandom random = new SplittableRandom(8);
      int sent = 0;
      long wanted = 0;
      long missed = 0;
      List<Member> steady = new ArrayList<>(crowd.others());
      for (int second = 0; second < 600; second++) {
        if (second % 20 == 10) {
          Member leaving = steady.remove(random.nextInt(steady.size()));
          if (random.nextBoolean()) {
            crowd.crash(leaving);
          } else {
            crowd.leave(leaving);
          }
          crowd.join();
        }
        crowd.send(0, sent++);
        crowd.pass(Duration.ofSeconds(1));
      }
      crowd.pass(Duration.ofSeconds(10));
      for (Member each : steady) {
        wanted += sent;
        missed += sent - each.heard.size();
        assertEquals(0, each.again);
        assertEquals(0, each.disorder);
      }
      System.out.println("churn of half in 10 min: " + missed + " of " + wanted + " missed");
      assertTrue(missed <= wanted / 10_000, missed + " of " + wanted);
    }
  }
}
