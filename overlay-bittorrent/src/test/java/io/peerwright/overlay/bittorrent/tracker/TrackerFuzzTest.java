package io.peerwright.overlay.bittorrent.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.http.HttpException;
import io.peerwright.kit.http.QueryString;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;

/** What a tracker reads of clients, and of the file that names the torrents that it serves. */
class TrackerFuzzTest extends FuzzContract {

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "url-data",
            input -> assertTrue(UrlData.read(ByteBuffer.wrap(input)).length() <= input.length),
            "\u0002\u0005/a?bc\u0001\u0002\u0003def\0",
            "\u0007\u0002xx\u0002\u00ff"),
        FuzzTarget.of(
            "announce-query",
            TrackerFuzzTest::announce,
            "info_hash=%01aaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=6881&left=5"
                + "&event=started&compact=1&numwant=-1&ip=192.0.2.1&ipv6=[2001:db8::1]:5",
            "info_hash=%01aaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=0&left=0"),
        FuzzTarget.of(
            "whitelist",
            TrackerFuzzTest::whitelist,
            "# some\n0123456789abcdef0123456789abcdef01234567\n\n",
            "AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH  \r\nx"));
  }

  private static void announce(byte[] input) {
    try {
      AnnounceQuery query = AnnounceQuery.of(QueryString.parse(new String(input, ISO_8859_1), 40));
      assertTrue(query.port() >= 0 && query.port() <= 65_535, query::toString);
    } catch (HttpException refused) {
      // Says what is wrong.
    }
  }

  private static void whitelist(byte[] input) {
    try {
      Whitelist.of(new String(input, ISO_8859_1).lines().toList());
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
  }
}
