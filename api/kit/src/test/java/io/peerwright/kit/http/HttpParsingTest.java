package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpParsingTest {

  private static @Nullable HttpHead head(String text) throws HttpException {
    return new HttpHeadReader(1000).next(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  private static HttpRequest request(String text) throws HttpException {
    HttpHead head = head(text);
    assertNotNull(head);
    return HttpRequest.of(head);
  }

  private static void refused(int status, String text) {
    assertEquals(status, assertThrows(HttpException.class, () -> request(text), text).status());
  }

  @Test
  void readsARequest() throws HttpException {
    HttpRequest request =
        request("\r\nGET /a/b?x=%20&y HTTP/1.1\r\nHost: h:1\r\nACCEPT:  */* \r\nX:\r\n\r\n");
    assertEquals("GET", request.method());
    assertEquals("/a/b", request.path());
    assertEquals("x=%20&y", request.query());
    assertEquals("*/*", request.fields().first("accept"));
    assertEquals("", request.fields().first("x"));
    assertTrue(request.keepsAlive());
    assertFalse(request.hasBody());
    assertFalse(request("GET / HTTP/1.0\n\n").keepsAlive());
    assertFalse(request("GET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n").keepsAlive());
    assertTrue(request("GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n").hasBody());
    assertNull(head("GET / HTTP/1.1\r\nHost: h\r\n"));
  }

  @Test
  void refusesWhatIsNoRequest() {
    refused(400, "GET /\r\n\r\n");
    refused(400, "GET  / HTTP/1.1\r\n\r\n");
    refused(400, "GET / HTTP/2.0\r\n\r\n");
    refused(400, "G(T / HTTP/1.1\r\n\r\n");
    refused(400, "GET / HTTP/1.1\r\nno colon\r\n\r\n");
    refused(400, "GET / HTTP/1.1\r\nName : x\r\n\r\n");
    refused(400, "GET / HTTP/1.1\r\nA: x\r\n folded\r\n\r\n");
    refused(400, "GET / HTTP/1.1\r\nA: \0\r\n\r\n");
    refused(431, "GET /" + "x".repeat(1000) + " HTTP/1.1\r\n\r\n");
    refused(431, "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(150) + "\r\n");
  }

  @Test
  void readsBodiesOfAllForms() throws HttpException {
    assertEquals("abc", body("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef"));
    assertEquals("abcdef", body("HTTP/1.0 200\r\n\r\nabcdef"));
    assertEquals("", body("HTTP/1.1 204 None\r\nContent-Length: 3\r\n\r\nabc"));
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertEquals("abcdef", body(chunked + "3\r\nabc\r\n3;x=\"y\"\r\ndef\r\n0\r\nT: x\r\n\r\nmore"));
    for (String bad :
        new String[] {
          "x\r\n", "\r\n", "3\r\nabcd\r\n", "-1\r\n", "3\r\nabcd3\r\nefg\r\n0\r\n\r\n"
        }) {
      assertThrows(HttpException.class, () -> body(chunked + bad), bad);
    }
    assertThrows(HttpException.class, () -> body(chunked + "1".repeat(16) + "\r\n"));
    assertThrows(HttpException.class, () -> body(chunked + "1;" + "x".repeat(5000)));
    assertThrows(
        HttpException.class,
        () -> body("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"));
    assertThrows(
        HttpException.class, () -> body("HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc"));
    assertThrows(
        HttpException.class, () -> body("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"));
  }

  private static String body(String text) throws HttpException {
    ByteBuffer data = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    HttpHead head = new HttpHeadReader(1000).next(data);
    assertNotNull(head);
    HttpBody body = HttpBody.of(HttpResponse.of(head));
    StringBuilder found = new StringBuilder();
    for (ByteBuffer part = body.next(data); part != null; part = body.next(data)) {
      found.append(ISO_8859_1.decode(part));
    }
    assertTrue(body.mayEndHere());
    return found.toString();
  }

  @Test
  void cutsMakeNoDifference() throws HttpException {
    String text =
        "HTTP/1.1 200 Fine\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "a\r\n0123456789\r\n6;e\r\nabcdef\r\n0\r\n\r\n";
    byte[] bytes = text.getBytes(ISO_8859_1);
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      HttpHeadReader heads = new HttpHeadReader(100);
      HttpBody body = null;
      StringBuilder found = new StringBuilder();
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(9));
        ByteBuffer data = ByteBuffer.wrap(bytes, from, to - from);
        if (body == null) {
          HttpHead head = heads.next(data);
          body = head == null ? null : HttpBody.of(HttpResponse.of(head));
        }
        while (body != null && data.hasRemaining()) {
          ByteBuffer part = body.next(data);
          found.append(part == null ? "" : ISO_8859_1.decode(part).toString());
        }
        from = to;
      }
      assertEquals("0123456789abcdef", found.toString());
      assertNotNull(body);
      assertTrue(body.isOver());
    }
  }

  @Test
  void percentsAreReadAndWritten() throws HttpException {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    assertArrayEquals(all, Percent.decode(Percent.encode(all)));
    assertEquals("a%20%E2%82%AC~", Percent.encode("a \u20ac~"));
    assertArrayEquals(new byte[] {' ', 'A', (byte) 0xff}, Percent.decode("+%41%fF"));
    for (String bad : new String[] {"%", "%4", "a%4", "%zz", "%4z"}) {
      assertThrows(HttpException.class, () -> Percent.decode(bad), bad);
    }
    QueryString query = QueryString.parse("a=1&b&&c=%00%ff&a=2&d==", 5);
    assertEquals("1", query.text("a"));
    assertEquals("", query.text("b"));
    assertArrayEquals(new byte[] {0, -1}, query.bytes("c"));
    assertEquals("=", query.text("d"));
    assertEquals(2, query.all("a").size());
    assertNull(query.text("e"));
    assertThrows(HttpException.class, () -> QueryString.parse("a&b&c", 2));
  }

  @Test
  void readsUrls() {
    Url url = Url.parse("HTTP://tracker.example:6969/a%20b/announce?key=x#part");
    assertEquals("http", url.scheme());
    assertEquals("/a%20b/announce?key=x", url.target());
    assertEquals("tracker.example:6969", url.hostAndPort(80));
    assertEquals("[2001:db8::1]:80", Url.parse("http://[2001:db8::1]").hostAndPort(80));
    assertEquals("/?x", Url.parse("udp://h:1?x").target());
    assertEquals("/a%20b%C3%A9", Url.parse("http://h/a b\u00e9").target());
    for (String bad :
        new String[] {
          "",
          "h",
          "http:/h",
          "http://",
          "http://h:0/",
          "http://h:70000/",
          "http://a b/",
          "http://u@h/",
          "http://h\r\nX: y/",
          "http://" + "h".repeat(5000)
        }) {
      assertThrows(IllegalArgumentException.class, () -> Url.parse(bad), bad);
    }
  }

  /** The table of RFC 3986, sections 5.4.1 and 5.4.2; a fragment is not kept. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "g http://a/b/c/g",
        "./g http://a/b/c/g",
        "g/ http://a/b/c/g/",
        "/g http://a/g",
        "//g http://g/",
        "?y http://a/b/c/d;p?y",
        "g?y http://a/b/c/g?y",
        "#s http://a/b/c/d;p?q",
        "g#s http://a/b/c/g",
        "g?y#s http://a/b/c/g?y",
        ";x http://a/b/c/;x",
        "g;x http://a/b/c/g;x",
        "g;x?y#s http://a/b/c/g;x?y",
        "'' http://a/b/c/d;p?q",
        ". http://a/b/c/",
        "./ http://a/b/c/",
        ".. http://a/b/",
        "../ http://a/b/",
        "../g http://a/b/g",
        "../.. http://a/",
        "../../ http://a/",
        "../../g http://a/g",
        "../../../g http://a/g",
        "../../../../g http://a/g",
        "/./g http://a/g",
        "/../g http://a/g",
        "g. http://a/b/c/g.",
        ".g http://a/b/c/.g",
        "g.. http://a/b/c/g..",
        "..g http://a/b/c/..g",
        "./../g http://a/b/g",
        "./g/. http://a/b/c/g/",
        "g/./h http://a/b/c/g/h",
        "g/../h http://a/b/c/h",
        "g;x=1/./y http://a/b/c/g;x=1/y",
        "g;x=1/../y http://a/b/c/y",
        "g?y/./x http://a/b/c/g?y/./x",
        "g?y/../x http://a/b/c/g?y/../x",
        "g#s/./x http://a/b/c/g",
        "g#s/../x http://a/b/c/g",
        "http:g http://a/b/c/g",
        "HTTP://h:81/x/../y http://h:81/y",
        "//h/x/../../y?../z http://h/y?../z",
        "https://h/../y https://h/y",
        "udp://i:2 udp://i:2/"
      })
  void referencesLeadWhereTheStandardSays(String reference, String target) {
    assertEquals(target, Url.parse("http://a/b/c/d;p?q").resolve(reference).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"g:h", "mailto:x@y", "//", "http://", "ftp:", "//a b/"})
  void referencesWithoutAHostLeadNowhere(String reference) {
    Url base = Url.parse("http://a/b/c/d;p?q");
    assertThrows(IllegalArgumentException.class, () -> base.resolve(reference));
  }
}
