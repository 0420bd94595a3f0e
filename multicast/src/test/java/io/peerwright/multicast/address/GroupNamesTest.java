package io.peerwright.multicast.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupNamesTest {

  @Test
  void namesFallIntoTheirRanges() {
    for (int i = 0; i < 2_000; i++) {
      Endpoint ipv4 = GroupNames.ipv4("name " + i);
      Endpoint ipv6 = GroupNames.ipv6("name " + i);
      assertEquals(GroupRange.ORGANIZATION_LOCAL, new GroupAddress(ipv4).range());
      assertEquals(GroupRange.TRANSIENT, new GroupAddress(ipv6).range());
      assertEquals(GroupScope.SITE_LOCAL, new GroupAddress(ipv6).scope());
      assertTrue((ipv6.low() & 0x8000_0000L) != 0, "a dynamic group id");
      assertTrue(ipv4.port() >= 49_152);
      assertEquals(ipv4.port(), ipv6.port());
    }
  }

  /** Every peer has to find the same, also those of other releases. */
  @Test
  void aNameIsAlwaysTheSameGroup() {
    assertEquals(Endpoint.parse("239.194.147.195:50133"), GroupNames.ipv4("copper rain"));
    assertEquals(
        Endpoint.parse("[ff15:9486:93c3:e51a:196e:6fc8:e745:ff55]:50133"),
        GroupNames.ipv6("copper rain"));
    assertEquals(GroupNames.fingerprint("copper rain"), GroupNames.fingerprint("copper rain"));
    assertNotEquals(GroupNames.fingerprint("copper rain"), GroupNames.fingerprint("copper"));
  }

  /** Among 262,144 addresses and 16,384 ports. */
  @Test
  void addressesCollideAsOftenAsChanceHasIt() {
    Map<Endpoint, Integer> addresses = new HashMap<>();
    Map<Endpoint, Integer> groups = new HashMap<>();
    int names = 5_000;
    for (int i = 0; i < names; i++) {
      Endpoint group = GroupNames.ipv4("group number " + i);
      addresses.merge(group.withPort(0), 1, Integer::sum);
      groups.merge(group, 1, Integer::sum);
    }
    int collisions = names - addresses.size();
    // 5,000^2 / 2 / 2^18 = 47.7 are to be expected.
    assertTrue(collisions > 25 && collisions < 75, collisions + " collisions");
    assertEquals(names, groups.size());
  }

  @Test
  void collisionsAreReported() {
    Endpoint group = Endpoint.parse("239.192.0.1:50000");
    Endpoint source = Endpoint.parse("192.0.2.1:1");
    Endpoint other = Endpoint.parse("192.0.2.2:1");
    NameCollisions collisions = new NameCollisions(2);
    assertEquals(Optional.empty(), collisions.observe(group, source, 1));
    assertEquals(Optional.empty(), collisions.observe(group, other, 1));
    assertEquals(Optional.empty(), collisions.observe(group.withPort(50_001), other, 2));
    assertEquals(
        Optional.of(new NameCollisions.Collision(group, source, 1, other, 2)),
        collisions.observe(group, other, 2));
    collisions.forget(group);
    assertFalse(collisions.observe(group, other, 2).isPresent());
  }

  @Test
  void fewGroupsAreRemembered() {
    Endpoint group = Endpoint.parse("239.192.0.1:50000");
    NameCollisions collisions = new NameCollisions(2);
    collisions.observe(group, group, 1);
    collisions.observe(group.withPort(1), group, 1);
    collisions.observe(group, group, 1);
    collisions.observe(group.withPort(2), group, 1);
    assertTrue(collisions.observe(group, group, 2).isPresent(), "the one that was used last");
    assertFalse(collisions.observe(group.withPort(1), group, 2).isPresent());
    assertThrows(IllegalArgumentException.class, () -> new NameCollisions(0));
  }
}
