package io.peerwright.overlay.bittorrent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.bittorrent.Strategy.AnnounceTo;
import io.peerwright.overlay.bittorrent.announce.AnnounceLab.Torrent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers as trackers really write them. Each was given to libtorrent 2.0.8 and aria2 1.36.0 as
 * well: what one of them reads is read here, but for three that have no meaning by their standard
 * (a length that is too short or no number, and {@code ICY} in place of HTTP).
 */
class OddAnswersTest {

  private static final String PEER = "6:\13\1\2\3\4\5";
  private static final Endpoint THERE = Endpoint.parse("11.1.2.3:1029");
  private static final String GOOD = dict("8:intervali1800e", PEER);

  private final AnnounceLab lab = new AnnounceLab();

  private static String dict(String interval, String peers) {
    return "d" + interval + "5:peers" + peers + "e";
  }

  private static String ok(String body) {
    return ok(body, "");
  }

  private static String ok(String body, String fields) {
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String gzip(String body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(body.getBytes(ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(ISO_8859_1);
  }

  private static String chunked(String body) {
    StringBuilder all = new StringBuilder();
    for (int from = 0; from < body.length(); from += 7) {
      String part = body.substring(from, Math.min(body.length(), from + 7));
      all.append(Integer.toHexString(part.length())).append("\r\n").append(part).append("\r\n");
    }
    return all.toString();
  }

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
  private static final String LENGTH = GOOD.length() + "\r\n\r\n" + GOOD;

  private static List<Arguments> taken() {
    return List.of(
        Arguments.of("plain", ok(GOOD)),
        Arguments.of("no interval", ok(dict("", PEER))),
        Arguments.of("interval a string", ok(dict("8:interval4:1800", PEER))),
        Arguments.of("interval 0", ok(dict("8:intervali0e", PEER))),
        Arguments.of("interval negative", ok(dict("8:intervali-5e", PEER))),
        Arguments.of("interval huge", ok(dict("8:intervali99999999999e", PEER))),
        Arguments.of("line end behind it", ok(GOOD + "\r\n")),
        Arguments.of("markup behind it", ok(GOOD + "<!-- 5 ms -->")),
        Arguments.of("keys unsorted", ok("d5:peers" + PEER + "8:intervali1800ee")),
        Arguments.of(
            "dictionaries with ids",
            ok(dict("", "ld2:ip8:11.1.2.37:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti1029eee"))),
        Arguments.of("dictionaries without", ok(dict("", "ld2:ip8:11.1.2.34:porti1029eee"))),
        Arguments.of("one that is none", ok(dict("", "li5eded2:ip8:11.1.2.34:porti1029eee"))),
        Arguments.of("a name", ok(dict("", "ld2:ip4:peer4:porti1029eee"))),
        Arguments.of("bytes left over", ok(dict("", "9:\13\1\2\3\4\5abc"))),
        Arguments.of("odd peers6", ok("d5:peers" + PEER + "6:peers65:aaaaae")),
        Arguments.of("with a warning", ok("d5:peers" + PEER + "15:warning message3:bade")),
        Arguments.of("gzip", ok(gzip(GOOD), "Content-Encoding: gzip\r\n")),
        Arguments.of("x-gzip", ok(gzip(GOOD), "Content-Encoding: x-gzip\r\n")),
        Arguments.of("gzip in words only", ok(GOOD, "Content-Encoding: gzip\r\n")),
        Arguments.of("chunked", CHUNKED + "\r\n" + chunked(GOOD) + "0\r\n\r\n"),
        Arguments.of("chunked gzip", CHUNKED + "\r\n" + chunked(gzip(GOOD)) + "0\r\n\r\n"),
        Arguments.of(
            "chunked with a length",
            CHUNKED + "Content-Length: 9\r\n\r\n" + chunked(GOOD) + "0\r\n\r\n"),
        Arguments.of("no last chunk", CHUNKED + "\r\n" + chunked(GOOD)),
        Arguments.of("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n" + GOOD),
        Arguments.of("no length", "HTTP/1.1 200 OK\r\n\r\n" + GOOD),
        Arguments.of("odd case", "http/1.1 200 ok\r\ncOnTeNt-LENGTH: " + LENGTH),
        Arguments.of("no space", "HTTP/1.1 200 OK\r\nContent-Length:" + LENGTH),
        Arguments.of("space before a colon", "HTTP/1.1 200 OK\r\nContent-Length : " + LENGTH),
        Arguments.of("folded", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: " + LENGTH),
        Arguments.of("not ASCII", "HTTP/1.1 200 OK\r\nX: \u00e9\r\nContent-Length: " + LENGTH),
        Arguments.of("LF alone", "HTTP/1.1 200 OK\n\n" + GOOD),
        Arguments.of("no reason", "HTTP/1.1 200\r\nContent-Length: " + LENGTH),
        Arguments.of("status 206", "HTTP/1.1 206 Part\r\nContent-Length: " + LENGTH),
        Arguments.of("length too long", "HTTP/1.1 200 OK\r\nContent-Length: 9" + LENGTH),
        Arguments.of("length twice", ok(GOOD, "Content-Length: " + GOOD.length() + "\r\n")),
        Arguments.of("interim", "HTTP/1.1 100 Continue\r\n\r\n" + ok(GOOD)));
  }

  private static List<Arguments> refused() {
    return List.of(
        Arguments.of("cut off", ok(GOOD.substring(0, GOOD.length() - 1))),
        Arguments.of("bytes before it", ok(" " + GOOD)),
        Arguments.of("a list", ok("l" + GOOD + "e")),
        Arguments.of("a failure", ok("d14:failure reason3:bad5:peers" + PEER + "e")),
        Arguments.of("an empty failure", ok("d14:failure reason0:5:peers" + PEER + "e")),
        Arguments.of("beyond 64 bits", ok(dict("8:intervali99999999999999999999e", PEER))),
        Arguments.of("no field", "HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: " + LENGTH),
        Arguments.of("no HTTP", GOOD),
        Arguments.of("gzip cut off", ok(gzip(GOOD).substring(0, 30))),
        Arguments.of(
            "a bomb", ok(gzip("d1:a9999999:" + "a".repeat(9_999_999) + "5:peers" + PEER + "e"))));
  }

  private Torrent asks(String answer) {
    Host host = lab.newHost();
    lab.names.put("peer", List.of(THERE));
    Endpoint address = host.listenAddress().withPort(80);
    host.transport().listen(address, SocketOptions.DEFAULT, link -> new Answering(answer));
    Torrent torrent = lab.torrent(List.of(List.of("http://" + address + "/announce")));
    torrent.start();
    lab.run(3);
    return torrent;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("taken")
  void whatOthersTakeIsTaken(String what, String answer) {
    Torrent torrent = asks(answer);
    assertEquals(List.of(THERE), torrent.peers, () -> what + ": " + torrent.statuses);
    assertTrue(torrent.lastStatus().matches(".*next announce in [0-9]+ min|.*warns.*"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatNobodyTakesIsRefused(String what, String answer) {
    Torrent torrent = asks(answer);
    assertEquals(List.of(), torrent.peers, what);
    assertTrue(torrent.statuses.size() > 0, what);
  }

  /** A name counts as what it leads to. */
  @Test
  void aFarTrackerNamesNoHostOfOurNetwork() {
    lab.options = AnnounceLab.options(AnnounceTo.ALL_TIERS, AddressPolicy.LOCAL_SOURCES);
    lab.names.put("peer", List.of(Endpoint.parse("10.0.0.1:0"), THERE));
    Endpoint address = Endpoint.parse("8.8.4.4:80");
    Host far = lab.simulation.newHost("far", address.withPort(0), null);
    String answer = ok(dict("", "ld2:ip4:peer4:porti1029eee"));
    far.transport().listen(address, SocketOptions.DEFAULT, link -> new Answering(answer));
    Torrent torrent = lab.torrent(List.of(List.of("http://" + address + "/announce"))).start();
    assertEquals(List.of(THERE), torrent.peers);
  }

  /** Whatever keeps coming, an announce is over in half a minute, and the next one is tried. */
  @Test
  void aTrackerThatDripsIsGivenUp() {
    Host host = lab.newHost();
    Endpoint address = host.listenAddress().withPort(80);
    List<Reason> ends = new ArrayList<>();
    host.transport().listen(address, SocketOptions.DEFAULT, link -> new Dripping(host, ends));
    Torrent torrent = lab.torrent(List.of(List.of("http://" + address + "/announce")));
    torrent.start();
    lab.run(26);
    assertEquals(List.of(), ends);
    lab.run(6);
    assertEquals(1, ends.size());
    assertTrue(torrent.lastStatus().contains("not answered in full within 30 s"));
  }

  /** A byte a second. */
  private record Dripping(Host host, List<Reason> ends) implements LinkHandler {

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      link.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\nd".getBytes(ISO_8859_1)));
      drip(link);
    }

    private void drip(Link link) {
      host.loop()
          .schedule(
              1_000_000_000L,
              () -> {
                if (link.write(ByteBuffer.wrap(new byte[] {'1'})) > 0) {
                  drip(link);
                }
              });
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      ends.add(reason);
    }
  }

  private record Answering(String answer) implements LinkHandler {

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      link.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
      link.close();
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }
}
