package io.peerwright.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.HttpBody;
import io.peerwright.kit.http.HttpException;
import io.peerwright.kit.http.HttpHead;
import io.peerwright.kit.http.HttpHeadReader;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.QueryString;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.request.NameRecordCodec;
import io.peerwright.kit.request.NameSignatures;
import io.peerwright.kit.text.Amounts;
import io.peerwright.kit.text.SafeText;
import io.peerwright.kit.tls.KeyFiles;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the kit reads of strangers and of files that anybody may have written. */
class KitFuzzTest extends FuzzContract {

  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n";
  private static final Urn NAME = Urn.parse("urn:peerwright-user:somebody");
  private static final String COUNTED = "HTTP/1.1 206 Part\r\nContent-Length: 4\r\n\r\nabcd";

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "url",
            KitFuzzTest::url,
            "http://192.0.2.1:80/a?b=c#d",
            "https://[2001:db8::1]:65535/%41/../b//c",
            "HTTP://host/\u00e4 \"<>",
            "../x?y",
            "//other/z"),
        FuzzTarget.of(
            "query-string", KitFuzzTest::queryString, "a=b&c=%41+%ff&a", "info_hash=%01%02&=&%=1"),
        FuzzTarget.of("http-response", KitFuzzTest::response, CHUNKED, COUNTED),
        FuzzTarget.of(
            "http-request",
            KitFuzzTest::request,
            "GET /a%20b?c HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\n\r\n",
            "HEAD * HTTP/1.0\n\n"),
        FuzzTarget.of("mpeg-header", KitFuzzTest::mpeg, "ID3\u0003\0\0\0\0\0\u0005tagga")
            .with(mpegFrames()),
        FuzzTarget.of(
            "pem",
            KitFuzzTest::pem,
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n",
            // Not base64.
            "-----BEGIN CERTIFICATE-----\nMIIB=\n=A\n-----END CERTIFICATE-----\n",
            "-----BEGIN EC PARAMETERS-----\nBgg=\n-----END EC PARAMETERS-----\n"),
        FuzzTarget.of(
            "endpoint",
            KitFuzzTest::endpoint,
            "192.0.2.1:80",
            "[2001:db8::1%3]:65535",
            "[::ffff:1.2.3.4]:0"),
        FuzzTarget.of(
            "urn",
            KitFuzzTest::urn,
            "urn:sha1:PLSTHIPQGSSZTS5FJUPAKUZWUGYQYPFB",
            "urn:btih:0123456789abcdef0123456789abcdef01234567",
            "urn:x:y"),
        FuzzTarget.of(
            "query", KitFuzzTest::query, "rain -snow \"copper roof\" bitrate>=128 size<1"),
        FuzzTarget.of(
                "name-signature",
                KitFuzzTest::signature,
                "MCowBQYDK2VwAyEA11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo c2lnbmF0dXJl",
                "MCowBQYDK2VwAyEA11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo "
                    + "A".repeat(85)
                    + "A",
                " ")
            .conversation(),
        FuzzTarget.of(
            "name-record",
            KitFuzzTest::nameRecord,
            "\1\0\0\0\0\0\0\0\1\1\4\300\0\2\1\37\220\1\0\5speed\0\0019\0\1k\0\1s",
            "\1\0\0\0\0\0\0\0\0\1\20\40\1\r\270\0\0\0\0\0\0\0\0\0\0\0\1\0P\0\0\0\0\0"),
        FuzzTarget.of("frames", KitFuzzTest::frames, "\0\2ab\0\0\0\1c\1\0x\0\u0014"),
        FuzzTarget.of("amounts", KitFuzzTest::amounts, "64KiB", "1.5MB/s", "1h30m", "PT20S"),
        FuzzTarget.of("safe-text", KitFuzzTest::safe, "plain", "\u001b[2J \u00e2\u0080\u00ae"));
  }

  /** Two frames of 128 kbit/s behind each other, as the reader wants them. */
  private static byte[] mpegFrames() {
    byte[] frames = new byte[417 * 2 + 4];
    for (int at : new int[] {0, 417, 834}) {
      frames[at] = (byte) 0xff;
      frames[at + 1] = (byte) 0xfb;
      frames[at + 2] = (byte) 0x90;
    }
    return frames;
  }

  private static void url(byte[] input) {
    try {
      Url url = Url.parse(new String(input, UTF_8));
      assertEquals(url, Url.parse(url.toString()));
      Url next = url.resolve(new String(input, ISO_8859_1));
      assertTrue(next.target().startsWith("/"), next::target);
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
  }

  private static void endpoint(byte[] input) {
    try {
      Endpoint endpoint = Endpoint.parse(new String(input, UTF_8));
      assertEquals(endpoint, Endpoint.parse(endpoint.toString()));
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
  }

  private static void urn(byte[] input) {
    try {
      Urn urn = Urn.parse(new String(input, UTF_8));
      assertEquals(urn, Urn.parse(urn.toString()));
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
  }

  /** None of these is one. */
  private static void signature(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int space = text.indexOf(' ');
    if (space >= 0 && text.length() > 1) {
      String signature = text.substring(space + 1);
      NameRecord record =
          new NameRecord(List.of(), Map.of(), 1, text.substring(0, space), signature);
      assertFalse(NameSignatures.isGenuine(NAME, record), text);
    }
  }

  /** What is read is written as it was. */
  private static void nameRecord(byte[] input) {
    ByteBuffer bytes = ByteBuffer.wrap(input);
    try {
      NameRecord record = NameRecordCodec.read(bytes);
      assertArrayEquals(Arrays.copyOf(input, bytes.position()), NameRecordCodec.write(record));
    } catch (OverlayException refused) {
      assertEquals(Reason.PROTOCOL, refused.reason());
    }
  }

  private static void query(byte[] input) {
    try {
      Query.parse(new String(input, UTF_8));
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
  }

  /** In one part and byte by byte the frames are the same. */
  private static void frames(byte[] input) {
    FrameBuffer whole = new FrameBuffer(Framing.TWO_BYTES, 100);
    FrameBuffer bits = new FrameBuffer(Framing.TWO_BYTES, 100);
    ByteBuffer data = ByteBuffer.wrap(input);
    List<ByteBuffer> first = new ArrayList<>();
    for (ByteBuffer frame = whole.next(data); frame != null; frame = whole.next(data)) {
      assertTrue(frame.remaining() >= 2 && frame.remaining() <= 100);
      first.add(copy(frame));
    }
    List<ByteBuffer> second = new ArrayList<>();
    for (int at = 0; at < input.length && bits.failure() == null; at++) {
      ByteBuffer bit = ByteBuffer.wrap(input, at, 1);
      for (ByteBuffer frame = bits.next(bit); frame != null; frame = bits.next(bit)) {
        second.add(copy(frame));
      }
    }
    assertEquals(first, second);
    assertEquals(whole.failure(), bits.failure());
  }

  private static ByteBuffer copy(ByteBuffer frame) {
    return ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();
  }

  /** Two bytes say how many follow. */
  private enum Framing implements FrameBuffer.Framing {
    TWO_BYTES;

    @Override
    public int headerBytes() {
      return 2;
    }

    @Override
    public int frameBytes(ByteBuffer bytes) {
      return 2 + (bytes.getShort(bytes.position()) & 0xffff);
    }
  }

  private static void queryString(byte[] input) {
    try {
      QueryString query = QueryString.parse(new String(input, ISO_8859_1), 20);
      query.text("a");
      query.all("info_hash");
    } catch (HttpException refused) {
      // Says what is wrong.
    }
  }

  private static void response(byte[] input) {
    try {
      ByteBuffer data = ByteBuffer.wrap(input);
      HttpHead head = new HttpHeadReader(500).next(data);
      HttpBody body = head == null ? null : HttpBody.of(HttpResponse.of(head));
      while (body != null && !body.isOver() && data.hasRemaining()) {
        int before = data.remaining();
        ByteBuffer part = body.next(data);
        if (part == null) {
          assertTrue(body.isOver() || !data.hasRemaining() || data.remaining() < before);
        } else {
          part.position(part.limit());
        }
      }
    } catch (HttpException refused) {
      // Says what is wrong.
    }
  }

  private static void request(byte[] input) {
    try {
      HttpHead head = new HttpHeadReader(500).next(ByteBuffer.wrap(input));
      if (head != null) {
        HttpRequest request = HttpRequest.of(head);
        request.path();
        request.keepsAlive();
        QueryString.parse(request.query(), 20);
      }
    } catch (HttpException refused) {
      // Says what is wrong.
    }
  }

  private static void mpeg(byte[] input) {
    MpegHeader.attributes(ByteBuffer.wrap(input), 1_000_000)
        .values()
        .forEach(value -> assertTrue(Long.parseLong(value) >= 0, value));
  }

  private static void pem(byte[] input) {
    try {
      KeyFiles.read(input, "secret".toCharArray());
    } catch (IOException | GeneralSecurityException refused) {
      // Says what is wrong.
    }
  }

  private static void amounts(byte[] input) {
    String text = new String(input, UTF_8);
    try {
      assertTrue(Amounts.bytes(text) >= 0, text);
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
    try {
      Amounts.time(text);
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
  }

  private static void safe(byte[] input) {
    String safe = SafeText.of(new String(input, UTF_8), 100);
    assertTrue(safe.length() <= 101, safe);
    assertTrue(safe.chars().noneMatch(Character::isISOControl), safe);
  }
}
