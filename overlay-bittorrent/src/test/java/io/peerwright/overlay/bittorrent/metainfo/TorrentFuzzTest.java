package io.peerwright.overlay.bittorrent.metainfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.wire.ExtensionHandshake;
import io.peerwright.overlay.bittorrent.wire.WireException;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;

/** TorrentMagnet links, .torrent files and what peers say in bencoding. */
class TorrentFuzzTest extends FuzzContract {

  private static final String INFO =
      "4:infod6:lengthi5e4:name4:song12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee";
  private static final String FILES =
      "d4:infod5:filesld6:lengthi5e4:pathl1:a1:beed4:attr1:p6:lengthi9e4:pathl4:.pad1:9eee"
          + "4:name4:disc12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee";

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        FuzzTarget.of(
            "magnet",
            TorrentFuzzTest::magnet,
            "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=a%20b&so=0,2-4",
            "magnet:?xt=urn:btih:AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH&tr=http%3A%2F%2Fh%2Fa&x.pe=h:1"),
        FuzzTarget.of("bencode", TorrentFuzzTest::bencode, "d1:ai1e1:bl2:cc0:ee", "i-12e", "le"),
        FuzzTarget.of(
            "metainfo",
            TorrentFuzzTest::metainfo,
            "d8:announce9:http://h/13:announce-listll9:http://h/ee7:comment2:hi" + INFO,
            "d8:url-list9:http://h/" + INFO.replace("6:pieces", "7:privatei1e6:pieces"),
            FILES),
        FuzzTarget.of(
            "extension-handshake",
            TorrentFuzzTest::extensions,
            "d1:md11:ut_metadatai1e6:ut_pexi2ee13:metadata_sizei100e4:reqqi50e1:v4:abcde",
            "d11:upload_onlyi1e1:pi6881e6:yourip4:abcde"));
  }

  private static void magnet(byte[] input) {
    try {
      TorrentMagnet link = TorrentMagnet.parse(new String(input, UTF_8));
      assertEquals(link.hash(), TorrentMagnet.parse(link.toString()).hash());
    } catch (IllegalArgumentException refused) {
      // Says what is wrong.
    }
  }

  private static void bencode(byte[] input) {
    try {
      assertEquals(ByteBuffer.wrap(input), BReader.read(input, BReader.Limits.METAINFO).encoded());
    } catch (BencodeException refused) {
      // Says what is wrong.
    }
  }

  private static void metainfo(byte[] input) {
    try {
      Info info = Metainfo.of(input).info();
      assertTrue(info.totalLength() >= 0 && info.pieces() >= 0 && info.pieceLength() > 0);
      long sum = info.files().stream().mapToLong(FileEntry::length).sum();
      assertEquals(info.totalLength(), sum);
    } catch (BencodeException refused) {
      // Says what is wrong.
    }
  }

  private static void extensions(byte[] input) {
    try {
      ExtensionHandshake read =
          ExtensionHandshake.read(ByteBuffer.wrap(input), ExtensionHandshake.NONE);
      assertTrue(read.client().chars().noneMatch(Character::isISOControl), read.client());
      ExtensionHandshake.read(ByteBuffer.wrap(input), read);
    } catch (WireException refused) {
      // Says what is wrong.
    }
  }
}
