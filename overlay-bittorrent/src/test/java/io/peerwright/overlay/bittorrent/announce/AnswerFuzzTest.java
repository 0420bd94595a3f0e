package io.peerwright.overlay.bittorrent.announce;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;

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
            "\0\0\u0003\u0084\0\0\0\u0001\0\0\0\u0002abcdef"));
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

  private static void check(AnnounceResult result) {
    assertTrue(result.intervalSeconds() > 0 && result.minIntervalSeconds() >= 0, result::toString);
    assertTrue(
        result.peers().stream().allMatch(each -> each.port() > 0 && each.port() <= 65_535),
        result::toString);
  }
}
