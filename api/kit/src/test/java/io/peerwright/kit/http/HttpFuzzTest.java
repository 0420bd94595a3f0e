package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Damaged and random messages, read as a whole, in pieces, and by a plain model. */
class HttpFuzzTest {

  private static final int ROUNDS = 100_000;
  private static final String MORE = "more would have to come";

  private final Map<String, Integer> outcomes = new TreeMap<>();

  private void count(String outcome) {
    outcomes.merge(outcome.startsWith("body ") ? "body" : outcome, 1, Integer::sum);
  }

  private void assertOftenSeen(String... kinds) {
    for (String kind : kinds) {
      int seen = outcomes.getOrDefault(kind, 0);
      assertTrue(seen > ROUNDS / 200, () -> kind + " is not tried: " + outcomes);
    }
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** What becomes of a response that comes in parts of up to so many bytes. */
  private static String response(byte[] bytes, int most, Random random) {
    HttpHeadReader heads = new HttpHeadReader(200);
    HttpBody body = null;
    StringBuilder found = new StringBuilder();
    try {
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
        ByteBuffer data = ByteBuffer.wrap(bytes, from, to - from);
        from = to;
        if (body == null) {
          HttpHead head = heads.next(data);
          body = head == null ? null : HttpBody.of(HttpResponse.of(head));
        }
        while (body != null && !body.isOver() && data.hasRemaining()) {
          ByteBuffer part = body.next(data);
          found.append(part == null ? "" : ISO_8859_1.decode(part).toString());
        }
      }
    } catch (HttpException e) {
      return "refused " + e.status();
    }
    return body == null || !body.mayEndHere() ? MORE : "body " + found;
  }

  @Test
  void damagedResponsesAreTheSameHoweverTheyAreCut() {
    byte[] good =
        ("HTTP/1.1 200 OK\r\nContent-Type: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nabcde\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n")
            .getBytes(ISO_8859_1);
    Random random = new Random(8);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = damaged(good, random);
      String whole = response(bytes, bytes.length, random);
      String cut = response(bytes, 7, random);
      assertEquals(whole, cut, () -> new String(bytes, ISO_8859_1));
      count(whole);
    }
    assertOftenSeen("body", MORE, "refused 400", "refused 502");
    assertEquals("body abcde0123456789abcdef", response(good, 3, random));
  }

  /** Chunks as the grammar has them, with CR left out wherever a line may have it. */
  private static String chunks(String text) {
    StringBuilder found = new StringBuilder();
    int at = 0;
    while (true) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end).replace("\r", "");
      if (!line.matches("(?s)[0-9a-fA-F]{1,15}([; \t].*)?") && !(line.isEmpty() && end < 0)) {
        return "refused 502";
      }
      if (end < 0) {
        return MORE;
      }
      long size = Long.parseLong(line.split("[; \t]")[0], 16);
      at = end + 1;
      if (size == 0) {
        return ("\n" + text.substring(at).replace("\r", "")).contains("\n\n")
            ? "body " + found
            : MORE;
      }
      if (size > text.length() - at) {
        return MORE;
      }
      found.append(text, at, at + (int) size);
      at += (int) size;
      while (at < text.length() && text.charAt(at) == '\r') {
        at++;
      }
      if (at == text.length()) {
        return MORE;
      }
      if (text.charAt(at++) != '\n') {
        return "refused 502";
      }
    }
  }

  @Test
  void damagedChunksAreReadAsTheGrammarSays() {
    byte[] head = "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1);
    byte[] good = "5\r\nabcde\r\nb;x=y\r\n0123456789a\r\n0\r\n\r\n".getBytes(ISO_8859_1);
    Random random = new Random(9);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = damaged(good, random);
      String text = new String(bytes, ISO_8859_1);
      byte[] all = new byte[head.length + bytes.length];
      System.arraycopy(head, 0, all, 0, head.length);
      System.arraycopy(bytes, 0, all, head.length, bytes.length);
      String outcome = response(all, all.length, random);
      assertEquals(chunks(text), outcome, text);
      count(outcome);
    }
    assertOftenSeen("body", MORE, "refused 502");
  }

  private static String request(byte[] bytes) {
    try {
      HttpHead head = new HttpHeadReader(200).next(ByteBuffer.wrap(bytes));
      if (head == null) {
        return MORE;
      }
      HttpRequest request = HttpRequest.of(head);
      QueryString query = QueryString.parse(request.query(), 3);
      byte[] value = query.bytes("key");
      assertTrue(request.path().length() + request.query().length() <= request.target().length());
      assertTrue(request.minorVersion() == 0 || request.minorVersion() == 1);
      return "body " + request + (value == null ? "" : Percent.encode(value));
    } catch (HttpException e) {
      return "refused " + e.status();
    }
  }

  @Test
  void damagedRequestsAreReadOrRefused() {
    byte[] good = "GET /a?key=%20b&c HTTP/1.1\r\nHost: h\r\nA:\r\n\r\n".getBytes(ISO_8859_1);
    Random random = new Random(10);
    for (int round = 0; round < ROUNDS; round++) {
      count(request(damaged(good, random)));
    }
    assertOftenSeen("body", MORE, "refused 400");
  }

  @Test
  void percentsOfAnyBytesComeBack() throws HttpException {
    Random random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, Percent.decode(Percent.encode(bytes)));
      String any = new String(bytes, ISO_8859_1);
      try {
        assertTrue(Percent.decode(any).length <= any.length());
        count("body ");
      } catch (HttpException e) {
        count("refused " + e.status());
      }
    }
    assertOftenSeen("body", "refused 400");
  }

  private static final String[] WORDS = {
    "http:", "https:", "//", "/", "/", "..", ".", "a", "b.c", "?", "&", "=", "#", ":", "80", "@",
    "[::1]", "%41", "%", " ", "\u00e9", "\r\n", "\0", "0", "70000", "\\", ";"
  };

  private static String words(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) > 0 ? "http://a/" : "");
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private static @Nullable Url url(String text) {
    try {
      return Url.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whatever is taken for a URL can stand in a request line, and is the same when read again. */
  @Test
  void urlsOfAnyWordsAreReadOrRefused() {
    Url base = Url.parse("http://h:1/x/y?z");
    Random random = new Random(12);
    for (int round = 0; round < ROUNDS; round++) {
      String text = words(random);
      Url parsed = url(text);
      count(parsed == null ? "refused" : "body ");
      check(text, parsed);
      Url resolved;
      try {
        resolved = base.resolve(text);
      } catch (IllegalArgumentException e) {
        resolved = null;
      }
      check(text, resolved);
      boolean own = resolved != null && !text.contains("//");
      assertTrue(!own || base.authority().equals(resolved.authority()), text);
    }
    assertOftenSeen("body", "refused");
  }

  private static void check(String text, @Nullable Url url) {
    if (url != null) {
      assertTrue(url.target().matches("/[!-~]*"), text);
      assertTrue(url.authority().matches("[!-~]+"), text);
      assertEquals(url, Url.parse(url.toString()), text);
    }
  }
}
