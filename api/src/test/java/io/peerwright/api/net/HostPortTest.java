package io.peerwright.api.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "index.example:8888, index.example, 8888",
    "Index.Example.:1, index.example., 1",
    "my_host-1:65535, my_host-1, 65535",
    "192.0.2.1:80, 192.0.2.1, 80",
    "[2001:DB8::1]:80, 2001:db8::1, 80",
    "localhost:07, localhost, 7",
  })
  void readsNamesAndAddresses(String text, String host, int port) {
    HostPort read = HostPort.parse(text);
    assertEquals(new HostPort(host, port), read);
    assertEquals(host, read.host());
    assertEquals(read, HostPort.parse(read.toString()));
  }

  @Test
  void knowsWhereAnAddressIs() {
    assertEquals(
        Optional.of(Endpoint.parse("[2001:db8::1]:80")),
        HostPort.parse("[2001:db8::1]:80").endpoint());
    assertEquals(Optional.empty(), HostPort.parse("index.example:80").endpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        ":80",
        "host:",
        "host:0",
        "host:65536",
        "host:http",
        "http://host:80",
        "user@host:80",
        "2001:db8::1:80",
        "[host]:80",
        "[]:80",
        "192.0.2.256:80",
        "192.0.2:80",
        "1.2.3.4.5:80",
        "-host:80",
        "ho st:80",
        "a..b:80",
        ".:80",
      })
  void saysWhatIsWrong(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text)).getMessage();
    assertTrue(
        message.startsWith("not a host and a port: ")
            || message.startsWith("port must be ")
            || message.startsWith("neither a host name nor an address: "),
        message);
  }

  @Test
  void refusesNamesThatNoServerHas() {
    String label = "a".repeat(64);
    assertThrows(IllegalArgumentException.class, () -> new HostPort(label, 80));
    String name = "a.".repeat(127) + "b";
    assertThrows(IllegalArgumentException.class, () -> new HostPort(name, 80));
    assertEquals(253, new HostPort("a.".repeat(126) + "b", 80).host().length());
  }

  @Test
  void parsesOrRefusesWhateverItIsGiven() {
    SplittableRandom random = new SplittableRandom(5);
    String alphabet = "ab1.:[]-_ \u0130%";
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "ab.example:80" : "[2001:db8::1]:80");
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        char letter = alphabet.charAt(random.nextInt(alphabet.length()));
        text.setCharAt(random.nextInt(text.length()), letter);
      }
      try {
        HostPort read = HostPort.parse(text.toString());
        assertEquals(read, HostPort.parse(read.toString()));
        accepted++;
      } catch (IllegalArgumentException refused) {
        assertTrue(refused.getMessage().contains("\"") || refused.getMessage().contains("port"));
      }
    }
    assertTrue(accepted > 1_000 && accepted < 19_000, "accepted " + accepted);
  }
}
