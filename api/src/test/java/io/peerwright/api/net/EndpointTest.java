package io.peerwright.api.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:80,                                192.0.2.1:80",
    "0.0.0.0:0,                                   0.0.0.0:0",
    "255.255.255.255:65535,                       255.255.255.255:65535",
    "10.0.0.1:00080,                              10.0.0.1:80",
    "[2001:db8:0:0:0:0:0:1]:80,                   [2001:db8::1]:80",
    "[2001:DB8::1]:80,                            [2001:db8::1]:80",
    "[::]:1,                                      [::]:1",
    "[::1]:1,                                     [::1]:1",
    "[1::]:1,                                     [1::]:1",
    "[2001:db8:0:1:1:1:1:1]:1,                    [2001:db8:0:1:1:1:1:1]:1",
    "[2001:0:0:1:0:0:0:1]:1,                      [2001:0:0:1::1]:1",
    "[2001:db8:0:0:1:0:0:1]:1,                    [2001:db8::1:0:0:1]:1",
    "[1:2:3:4:5:6:0:0]:1,                         [1:2:3:4:5:6::]:1",
    "[::ffff:192.0.2.1]:80,                       192.0.2.1:80",
    "[::ffff:c000:201]:80,                        192.0.2.1:80",
    "[fe80::1%2]:80,                              [fe80::1%2]:80",
    "[ff15::7101]:5004,                           [ff15::7101]:5004",
  })
  void readsAndWrites(String text, String canonical) {
    Endpoint endpoint = Endpoint.parse(text);
    assertEquals(canonical, endpoint.toString());
    assertEquals(endpoint, Endpoint.parse(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "80",
        "192.0.2.1",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "192.0.2.1:-1",
        "192.0.2.1:+1",
        "192.0.2.1:8o",
        "192.0.2.1:123456",
        "192.0.2.1: 80",
        " 192.0.2.1:80",
        "192.0.2:80",
        "192.0.2.1.5:80",
        "192.0.2.256:80",
        "192.0.2.01:80",
        "0300.0.2.1:80",
        "192.0..1:80",
        "3221225985:80",
        "[192.0.2.1]:80",
        "2001:db8::1:80",
        "[2001:db8::1]",
        "[2001:db8::1:80",
        "[]:80",
        "[:]:80",
        "[:::]:80",
        "[.:]:80",
        "[.::1]:80",
        "[1:2:3:4:5:6:7:8:9]:80",
        "[12345::]:80",
        "[fe80::1%eth0]:80",
        "[fe80::1%]:80",
        "[fe80::1%99999999999]:80",
        "index.example:80",
        "localhost:80",
        "cafe:80",
        "192.0.2.١:80",
      })
  void saysWhatIsWrong(String text) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
    assertTrue(error.getMessage().contains('"' + text + '"'), error.getMessage());
    assertTrue(error.getMessage().contains("192.0.2.1:80"), error.getMessage());
  }

  @Test
  void parsesOrRefusesWhateverItIsGiven() {
    SplittableRandom random = new SplittableRandom(5);
    String alphabet = "0123456789abcdefF:.[]%- x";
    List<String> seeds = List.of("192.0.2.1:80", "[2001:db8::1]:80", "[fe80::1%2]:65535");
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(seeds.get(i % seeds.size()));
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        int at = random.nextInt(text.length() + 1);
        char letter = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, letter);
          case 1 -> text.setCharAt(Math.min(at, text.length() - 1), letter);
          default -> text.deleteCharAt(Math.min(at, text.length() - 1));
        }
      }
      try {
        Endpoint endpoint = Endpoint.parse(text.toString());
        assertEquals(endpoint, Endpoint.parse(endpoint.toString()), text.toString());
        accepted++;
      } catch (IllegalArgumentException refused) {
        assertTrue(refused.getMessage().startsWith("not an endpoint: "), refused.getMessage());
      }
    }
    assertTrue(accepted > 1_000 && accepted < 19_000, "accepted " + accepted);
  }

  @Test
  void everyAddressSurvivesEachForm() throws Exception {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 5_000; i++) {
      byte[] address = new byte[i % 2 == 0 ? 4 : 16];
      random.nextBytes(address);
      for (int zeros = random.nextInt(9); zeros > 0; zeros--) {
        address[random.nextInt(address.length)] = 0;
      }
      Endpoint endpoint = Endpoint.of(address, random.nextInt(65_536));
      assertArrayEquals(address, endpoint.addressBytes());
      assertEquals(endpoint, Endpoint.parse(endpoint.toString()));
      assertEquals(endpoint, Endpoint.of(endpoint.toSocketAddress()));
      assertEquals(InetAddress.getByAddress(address), endpoint.toSocketAddress().getAddress());
      assertEquals(address.length == 4, endpoint.isIpv4());
      assertEquals(
          endpoint.toSocketAddress().getAddress().isMulticastAddress(), endpoint.isMulticast());
    }
  }

  @Test
  void theMappedFormIsTheIpv4Address() {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
    Endpoint endpoint = Endpoint.of(mapped, 80);
    assertEquals(Endpoint.ofIpv4(0x7f000001, 80), endpoint);
    assertEquals(4, endpoint.addressBytes().length);
    assertEquals(0x7f000001, endpoint.ipv4());
    assertFalse(Endpoint.parse("[::7f00:1]:80").isIpv4());
  }

  @Test
  void aScopeStaysWithALinkLocalAddress() {
    Endpoint endpoint = Endpoint.parse("[fe80::1%2]:80");
    assertEquals(2, endpoint.scope());
    assertEquals(endpoint, Endpoint.of(endpoint.toSocketAddress()));
    assertEquals(2, endpoint.withPort(81).scope());
  }

  @Test
  void refusesWhatIsNoEndpoint() {
    assertThrows(IllegalArgumentException.class, () -> Endpoint.ofIpv4(1, 65_536));
    assertThrows(IllegalArgumentException.class, () -> Endpoint.ofIpv4(1, -1));
    assertThrows(IllegalArgumentException.class, () -> Endpoint.of(new byte[5], 1));
    assertThrows(IllegalArgumentException.class, () -> new Endpoint(1, 1, 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new Endpoint(0, 0xffff_7f00_0001L, 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Endpoint.of(InetSocketAddress.createUnresolved("index.example", 80)));
  }

  @Test
  void ordersIpv4BeforeIpv6ThenByAddressPortAndScope() {
    List<String> inOrder =
        List.of(
            "0.0.0.0:1",
            "9.0.0.0:1",
            "10.0.0.0:1",
            "10.0.0.0:2",
            "200.0.0.0:1",
            "[::]:1",
            "[::1]:1",
            "[2001:db8::]:1",
            "[fe80::1]:1",
            "[fe80::1%1]:1",
            "[fe80::1%2]:1",
            "[fe80::1]:2");
    List<Endpoint> sorted = new ArrayList<>(inOrder.stream().map(Endpoint::parse).toList());
    Collections.shuffle(sorted, new Random(3));
    Collections.sort(sorted);
    assertEquals(inOrder, sorted.stream().map(Endpoint::toString).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "223.255.255.255:1, false, false, false",
    "224.0.0.0:1,       true,  false, false",
    "239.255.255.255:1, true,  false, false",
    "240.0.0.0:1,       false, false, false",
    "[ff00::]:1,        true,  false, false",
    "[feff::]:1,        false, false, false",
    "127.0.0.1:1,       false, true,  false",
    "127.255.0.9:1,     false, true,  false",
    "[::1]:1,           false, true,  false",
    "[::2]:1,           false, false, false",
    "0.0.0.0:1,         false, false, true",
    "[::]:1,            false, false, true",
  })
  void knowsItsKind(String text, boolean multicast, boolean loopback, boolean anyLocal) {
    Endpoint endpoint = Endpoint.parse(text);
    assertEquals(multicast, endpoint.isMulticast());
    assertEquals(loopback, endpoint.isLoopback());
    assertEquals(anyLocal, endpoint.isAnyLocal());
  }
}
