package io.peerwright.overlay.gnutella.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CacheLinesTest {

  private static final Endpoint ONE = Endpoint.parse("5.6.7.8:6346");
  private static final Endpoint SIX = Endpoint.parse("[2001:db8::1]:6347");
  private static final Url CACHE = Url.parse("http://cache.example/gwc.php");

  @Test
  void readsBothForms() {
    CacheLines first =
        CacheLines.parse("5.6.7.8:6346\r\n[2001:db8::1]:6347\nhttp://cache.example/gwc.php\n");
    assertEquals(List.of(ONE, SIX), first.hosts());
    assertEquals(List.of(CACHE), first.caches());
    CacheLines second =
        CacheLines.parse(
            "I|pong|Skulls 0.3|gnutella\nh|5.6.7.8:6346|70|x\nU|http://cache.example/gwc.php|9\n");
    assertEquals(List.of(ONE), second.hosts());
    assertEquals(List.of(CACHE), second.caches());
    assertFalse(second.failed());
  }

  @Test
  void whatIsNoHostIsNone() {
    CacheLines lines =
        CacheLines.parse(
            "OK\n<html>\n5.6.7.8\n5.6.7.8:0\nname.example:6346\nH|x|1\nftp://a/\nU|gopher://a/|1\n"
                + "5.6.7.8:6346\n5.6.7.8:6346\n");
    assertEquals(List.of(ONE), lines.hosts());
    assertEquals(List.of(), lines.caches());
    assertTrue(CacheLines.parse("ERROR: full\n5.6.7.8:6346\n").failed());
    assertFalse(CacheLines.parse("").failed());
  }

  @Test
  void isBounded() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      many.append("5.6.").append(i / 250).append('.').append(i % 250).append(":6346\n");
      many.append("http://").append(i).append(".example/\n");
    }
    CacheLines lines = CacheLines.parse(many.toString());
    assertEquals(CacheLines.MAX_HOSTS, lines.hosts().size());
    assertEquals(CacheLines.MAX_CACHES, lines.caches().size());
    assertEquals(0, CacheLines.parse("http://a.example/" + "x".repeat(500)).caches().size());
  }

  @Test
  void damagedAnswersBreakNothing() {
    Random random = new Random(4);
    byte[] sample =
        "I|pong|x\nH|5.6.7.8:6346|7\nU|http://cache.example/gwc.php|1\n[2001:db8::1]:6347\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = sample.clone();
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      CacheLines lines = CacheLines.parse(new String(bytes, StandardCharsets.ISO_8859_1));
      assertTrue(lines.hosts().stream().allMatch(host -> host.port() != 0));
    }
  }
}
