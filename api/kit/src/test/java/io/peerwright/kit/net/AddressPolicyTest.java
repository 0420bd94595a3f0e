package io.peerwright.kit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AddressPolicyTest {

  private static Endpoint at(String address) {
    return Endpoint.parse(address + ":1");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, HOST",
    "127.255.255.255, HOST",
    "0.0.0.0, HOST",
    "0.1.2.3, HOST",
    "[::], HOST",
    "[::1], HOST",
    "[::ffff:127.0.0.1], HOST",
    "[::127.0.0.1], HOST",
    "[64:ff9b::7f00:1], HOST",
    "[2002:7f00:1::], HOST",
    "169.254.169.254, LINK",
    "169.255.0.0, WORLD",
    "[fe80::1], LINK",
    "[febf::1], LINK",
    "[2002:a9fe:a9fe::1], LINK",
    "10.0.0.0, SITE",
    "10.255.255.255, SITE",
    "9.255.255.255, WORLD",
    "11.0.0.0, WORLD",
    "172.15.255.255, WORLD",
    "172.16.0.0, SITE",
    "172.31.255.255, SITE",
    "172.32.0.0, WORLD",
    "192.167.255.255, WORLD",
    "192.168.0.0, SITE",
    "192.168.255.255, SITE",
    "192.169.0.0, WORLD",
    "100.63.255.255, WORLD",
    "100.64.0.0, SITE",
    "100.127.255.255, SITE",
    "100.128.0.0, WORLD",
    "128.0.0.1, WORLD",
    "[fec0::1], SITE",
    "[fc00::1], SITE",
    "[fdff::1], SITE",
    "[fbff::1], WORLD",
    "[fe7f::1], WORLD",
    "[64:ff9b::c0a8:101], SITE",
    "[64:ff9b::808:808], WORLD",
    "[2002:c0a8:101::1], SITE",
    "[2002:808:808::1], WORLD",
    "[::10.0.0.1], SITE",
    "[2001:db8::1], WORLD",
    "8.8.8.8, WORLD"
  })
  void anAddressIsAsFarAsItCanBeReachedFrom(String address, Reach reach) {
    assertEquals(reach, Reach.of(at(address)));
  }

  @ParameterizedTest
  @CsvSource({
    "HOST, 4",
    "LINK, 3",
    "SITE, 2",
    "WORLD, 1",
  })
  void whoeverIsNearerMayNameMore(Reach source, int count) {
    List<Endpoint> all =
        List.of(at("127.0.0.1"), at("169.254.1.1"), at("192.168.1.1"), at("8.8.8.8"));
    assertEquals(all.subList(4 - count, 4), AddressPolicy.LOCAL_SOURCES.permitted(source, all));
    assertEquals(all, AddressPolicy.ANY.permitted(source, all));
  }

  @Test
  void oneOfTheSameNetworkMayNameItsNeighbour() {
    assertTrue(AddressPolicy.LOCAL_SOURCES.permits(at("10.0.0.1"), at("192.168.0.1")));
    assertFalse(AddressPolicy.LOCAL_SOURCES.permits(at("8.8.8.8"), at("192.168.0.1")));
    assertFalse(AddressPolicy.LOCAL_SOURCES.permits(at("10.0.0.1"), at("169.254.169.254")));
  }

  @ParameterizedTest
  @EnumSource(AddressPolicy.class)
  void nobodyNamesAddressesOfMany(AddressPolicy policy) {
    assertFalse(policy.permits(Reach.HOST, at("255.255.255.255")));
    assertFalse(policy.permits(Reach.HOST, at("224.0.0.1")));
    assertFalse(policy.permits(Reach.HOST, at("[ff02::1]")));
  }
}
