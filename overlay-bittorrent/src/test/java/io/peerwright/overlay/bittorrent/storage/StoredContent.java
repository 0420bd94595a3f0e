package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A content of three files, its description, and a folder that it may be stored in. */
abstract class StoredContent {

  static final int PIECE = 1 << 14;

  @TempDir Path folder;
  byte[] content;
  Info info;
  Path got;

  /** Three files over five pieces: 0-1.5, 1.5-1.6, 1.6-4.1. */
  @BeforeEach
  void describe() throws IOException {
    content = new byte[4 * PIECE + 1600];
    new Random(5).nextBytes(content);
    Path root = Files.createDirectories(folder.resolve("made"));
    Files.write(root.resolve("a"), Arrays.copyOfRange(content, 0, 24_000));
    Files.write(root.resolve("b"), Arrays.copyOfRange(content, 24_000, 26_000));
    Files.write(root.resolve("c"), Arrays.copyOfRange(content, 26_000, content.length));
    TorrentMaker.Options options = new TorrentMaker.Options(PIECE, List.of(), List.of(), "", false);
    info = TorrentMaker.make(root, options, read -> {}).info();
    got = folder.resolve("got");
  }

  static BitSet of(int... bits) {
    BitSet set = new BitSet();
    for (int bit : bits) {
      set.set(bit);
    }
    return set;
  }
}
