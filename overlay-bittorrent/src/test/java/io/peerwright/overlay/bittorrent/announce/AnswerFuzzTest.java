package io.peerwright.overlay.bittorrent.announce;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What trackers answer. */
class AnswerFuzzTest extends FuzzContract {

  private static final AnnounceQuestion QUESTION =
      new AnnounceQuestion(
          new byte[20],
          new byte[20],
          6881,
          Event.STARTED,
          new PeerSource.Figures(0, 0, 1),
          50,
          7,
          null);

  private static final ScrapeQuestion SCRAPE = new ScrapeQuestion(List.of(new Id20(0, 0, 0)));

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "tracker-answer-http",
            AnswerFuzzTest::http,
            "d8:completei3e10:incompletei4e8:intervali900e12:min intervali60e5:peers6:abcdefe",
            "d15:warning message2:hi10:tracker id1:x5:peersld2:ip9:192.0.2.14:porti1eeee",
            "d6:peers618:aaaaaaaaaaaaaaaaaa11:external ip4:abcd5:peers0:e"),
        FuzzTarget.of(
            "tracker-answer-udp",
            AnswerFuzzTest::udp,
            "\0\0\u0003\u0084\0\0\0\u0001\0\0\0\u0002abcdef"),
        new FuzzTarget("gzip", AnswerFuzzTest::gzip, List.of(gzipped(), "de".getBytes(US_ASCII))),
        FuzzTarget.of(
            "scrape-answer-http",
            input -> {
              try {
                check(SCRAPE.read(BReader.readDict(input, BReader.Limits.MESSAGE)));
              } catch (BencodeException refused) {
                // Says what is wrong.
              }
            },
            "d5:filesd20:" + "\0".repeat(20) + "d8:completei1e10:downloadedi2e10:incompletei3eeee",
            "d5:filesde5:flagsd20:min_request_intervali60eee"),
        FuzzTarget.of(
            "scrape-answer-udp",
            input -> {
              try {
                check(SCRAPE.read(ByteBuffer.wrap(input), input.length % 2 == 0));
              } catch (BencodeException refused) {
                // Says what is wrong.
              }
            },
            "\0\0\0\1\0\0\0\2\0\0\0\3"));
  }

  private static byte[] gzipped() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write("d8:intervali900e5:peers0:e".getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void gzip(byte[] input) {
    try {
      assertTrue(Gzip.plain(input, 5000).length <= Math.max(5000, input.length));
    } catch (BencodeException refused) {
      // Says what is wrong.
    }
  }

  private static void http(byte[] input) {
    try {
      check(QUESTION.read(BReader.readDict(input, BReader.Limits.MESSAGE)));
    } catch (BencodeException refused) {
      // Says what is wrong.
    }
  }

  private static void udp(byte[] input) {
    try {
      check(QUESTION.read(ByteBuffer.wrap(input), input.length % 2 == 0));
    } catch (BencodeException refused) {
      // Says what is wrong.
    }
  }

  private static void check(List<SwarmCounts> counts) {
    assertTrue(
        counts.stream().allMatch(each -> each.seeds() >= 0 && each.incomplete() >= 0),
        counts::toString);
  }

  private static void check(AnnounceResult result) {
    assertTrue(result.intervalSeconds() > 0 && result.minIntervalSeconds() >= 0, result::toString);
    assertTrue(
        result.peers().stream().allMatch(each -> each.port() > 0 && each.port() <= 65_535),
        result::toString);
  }
}
