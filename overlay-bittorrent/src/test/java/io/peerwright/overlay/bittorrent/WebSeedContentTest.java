package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.kit.download.ContentDescription;
import io.peerwright.kit.download.PieceCheck;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a torrent says of each of its files to a download that others feed, too. */
class WebSeedContentTest {

  private static final int PIECE = 1 << 14;

  @TempDir Path folder;

  @Test
  void eachFileHasThePiecesThatItLiesIn() throws Exception {
    Path album = Files.createDirectory(folder.resolve("an album"));
    Files.write(album.resolve("a"), new byte[100]);
    Files.write(album.resolve("b"), new byte[0]);
    Files.write(album.resolve("c d"), new byte[2 * PIECE]);
    Files.write(album.resolve("e"), new byte[PIECE - 100]);
    TorrentMaker.Options options =
        new TorrentMaker.Options(PIECE, List.of(), List.of("http://127.0.0.1/x"), "", false);
    byte[] torrent = TorrentMaker.make(album, options, done -> {}).toBytes();
    List<ContentDescription> files =
        WebSeedContent.of(WebSeedContent.read(ByteBuffer.wrap(torrent)));
    assertEquals(
        List.of("a", "b", "c d", "e"), files.stream().map(ContentDescription::name).toList());
    assertEquals(
        List.of(
            new PieceCheck.Border(0, -1),
            new PieceCheck.Border(100, -1),
            new PieceCheck.Border(100, -1),
            new PieceCheck.Border(100, 0)),
        files.stream().map(ContentDescription::border).toList());
    assertEquals(
        List.of(20, 20, 60, 20), files.stream().map(file -> file.hashes().length).toList());
    assertEquals(List.of("http://127.0.0.1/x/an%20album/c%20d"), files.get(2).urls());
  }
}
