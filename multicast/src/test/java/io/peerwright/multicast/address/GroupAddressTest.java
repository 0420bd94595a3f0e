package io.peerwright.multicast.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupAddressTest {

  /** A line of the table. */
  record Row(String address, String kind, String scope, String mac) {
    @Override
    public String toString() {
      return address;
    }
  }

  private static List<Row> table() throws IOException {
    try (InputStream in = GroupAddressTest.class.getResourceAsStream("addresses.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.trim().split("\\s+"))
          .map(cells -> new Row(cells[0], cells[1], cells[2], cells[3]))
          .toList();
    }
  }

  private static Endpoint endpoint(String address) {
    return Endpoint.parse(address.contains(":") ? "[" + address + "]:0" : address + ":0");
  }

  @Test
  void theTableIsLong() throws IOException {
    List<Row> table = table();
    assertTrue(table.size() >= 200, "only " + table.size() + " rows");
    assertEquals(table.size(), table.stream().map(Row::address).distinct().count());
    Set<GroupRange> ranges = EnumSet.noneOf(GroupRange.class);
    Set<GroupScope> scopes = EnumSet.noneOf(GroupScope.class);
    for (Row each : table) {
      if (!each.kind.equals("-")) {
        ranges.add(GroupRange.valueOf(each.kind));
        scopes.add(GroupScope.valueOf(each.scope));
      }
    }
    assertEquals(EnumSet.allOf(GroupRange.class), ranges);
    assertEquals(EnumSet.allOf(GroupScope.class), scopes);
  }

  @ParameterizedTest
  @MethodSource("table")
  void isWhatTheTableSays(Row row) {
    Endpoint endpoint = endpoint(row.address);
    if (row.kind.equals("-")) {
      assertThrows(IllegalArgumentException.class, () -> new GroupAddress(endpoint));
    } else {
      GroupAddress group = new GroupAddress(endpoint);
      assertEquals(GroupRange.valueOf(row.kind), group.range());
      assertEquals(GroupScope.valueOf(row.scope), group.scope());
      assertEquals(row.mac, group.mac());
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void theJdkAgreesOnTheTable(Row row) throws IOException {
    assertAgrees(endpoint(row.address));
  }

  @Test
  void theJdkAgreesOnRandomAddresses() throws IOException {
    Random random = new Random(13);
    for (int i = 0; i < 100_000; i++) {
      assertAgrees(Endpoint.ofIpv4(random.nextInt(), 0));
      assertAgrees(Endpoint.ofIpv4(0xe000_0000 | random.nextInt() >>> 4, 0));
      assertAgrees(new Endpoint(0xffL << 56 | random.nextLong() >>> 8, random.nextLong(), 0, 0));
    }
  }

  private static void assertAgrees(Endpoint endpoint) throws IOException {
    InetAddress jdk = endpoint.toSocketAddress().getAddress();
    assertEquals(jdk.isMulticastAddress(), endpoint.isMulticast(), endpoint.toString());
    if (endpoint.isMulticast()) {
      GroupScope scope = new GroupAddress(endpoint).scope();
      // A scope without a name of IPv6 is none for the JDK.
      boolean named = endpoint.isIpv4() || scope.code() == (endpoint.high() >>> 48 & 15);
      if (named) {
        String what = endpoint + " " + scope;
        assertEquals(jdk.isMCNodeLocal(), scope == GroupScope.INTERFACE_LOCAL, what);
        assertEquals(jdk.isMCLinkLocal(), scope == GroupScope.LINK_LOCAL, what);
        assertEquals(jdk.isMCSiteLocal(), scope == GroupScope.SITE_LOCAL, what);
        assertEquals(jdk.isMCOrgLocal(), scope == GroupScope.ORGANIZATION_LOCAL, what);
        assertEquals(jdk.isMCGlobal(), scope == GroupScope.GLOBAL, what);
      }
    }
  }

  @Test
  void knowsWhatIsForwardedAndForWhom() {
    assertFalse(new GroupAddress(endpoint("224.0.0.251")).isForwardable());
    assertFalse(new GroupAddress(endpoint("ff12::1")).isForwardable());
    assertFalse(new GroupAddress(endpoint("ff00::1")).isForwardable());
    assertTrue(new GroupAddress(endpoint("239.255.0.1")).isForwardable());
    assertTrue(new GroupAddress(endpoint("ff15::1")).isForwardable());
    assertTrue(new GroupAddress(endpoint("232.1.2.3")).isSourceSpecific());
    assertTrue(new GroupAddress(endpoint("ff3e::8000:1")).isSourceSpecific());
    assertFalse(new GroupAddress(endpoint("ff3e:30:2001:db8::1")).isSourceSpecific());
    assertTrue(new GroupAddress(endpoint("ff15::1")).isTransient());
    assertFalse(new GroupAddress(endpoint("ff05::2")).isTransient());
    assertTrue(new GroupAddress(endpoint("239.192.0.1")).isTransient());
    assertFalse(new GroupAddress(endpoint("224.0.1.1")).isTransient());
    assertFalse(GroupRange.LOCAL_NETWORK_CONTROL.isForApplications());
    assertTrue(GroupRange.SITE_LOCAL.isForApplications());
  }

  @Test
  void thirtyTwoGroupsShareAnEthernetAddress() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      int low = random.nextInt() & 0x7f_ffff;
      String mac = new GroupAddress(Endpoint.ofIpv4(0xe000_0000 | low, 0)).mac();
      for (int high = 0; high < 32; high++) {
        Endpoint other = Endpoint.ofIpv4(0xe000_0000 | high << 23 | low, 0);
        assertEquals(mac, new GroupAddress(other).mac());
      }
    }
  }

  @Test
  void prefixesHoldTheirGroups() {
    GroupPrefix organization = GroupPrefix.parse("239.192.0.0/14");
    assertTrue(organization.contains(endpoint("239.195.255.255")));
    assertFalse(organization.contains(endpoint("239.196.0.0")));
    assertFalse(organization.contains(endpoint("ff15::1")));
    GroupPrefix site = GroupPrefix.parse("ff15::/16");
    assertTrue(site.contains(endpoint("ff15:ffff::1")));
    assertFalse(site.contains(endpoint("ff14::1")));
    GroupPrefix narrow = GroupPrefix.parse("ff15::7100/120");
    assertTrue(narrow.contains(endpoint("ff15::71ff")));
    assertFalse(narrow.contains(endpoint("ff15::7200")));
    assertFalse(narrow.contains(endpoint("ff15:1::7100")));
    assertTrue(GroupPrefix.parse("224.0.0.0/4").contains(endpoint("239.255.255.255")));
    assertTrue(GroupPrefix.parse("239.1.2.3/32").contains(endpoint("239.1.2.3")));
    assertFalse(GroupPrefix.parse("239.1.2.3/32").contains(endpoint("239.1.2.2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "239.0.0.0",
        "239.0.0.0/",
        "239.0.0.0/3",
        "239.0.0.0/33",
        "10.0.0.0/8",
        "ff00::/7",
        "ff00::/129",
        "ff00::/1000",
        "fe80::/10",
        "239.0.0.0/x",
        "[ff15::]/16",
        "239.0.0.0/-4"
      })
  void malformedPrefixesAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> GroupPrefix.parse(text));
  }
}
