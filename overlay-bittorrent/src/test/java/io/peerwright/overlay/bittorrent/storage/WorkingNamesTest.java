package io.peerwright.overlay.bittorrent.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names for the time until a file is complete beside names of the content. */
class WorkingNamesTest {

  private static final int PIECE = 1 << 14;

  @TempDir Path folder;

  @Test
  void namesOfWorkAndOfContentNeverMeet() throws IOException {
    for (List<String> names :
        List.of(
            List.of("movie", "movie.part"),
            List.of("movie.part", "movie"),
            List.of("Movie", "movie", "MOVIE.part"),
            List.of("movie", "movie.part", "movie.part-2", "movie.part.part"),
            List.of("movie", "movie.part/x"),
            List.of("x".repeat(255), "x".repeat(254) + "y"))) {
      Path root = folder.resolve("odd-" + Math.abs(names.hashCode()));
      Path target = folder.resolve("odd-got-" + Math.abs(names.hashCode()));
      for (String name : names) {
        Files.createDirectories(root.resolve(name).getParent());
        byte[] bytes = new byte[PIECE];
        new Random(name.hashCode()).nextBytes(bytes);
        Files.write(root.resolve(name), bytes);
      }
      TorrentMaker.Options options =
          new TorrentMaker.Options(PIECE, List.of(), List.of(), "", false);
      Info odd = TorrentMaker.make(root, options, read -> {}).info();
      BitSet present = new BitSet();
      // From the last to the first, two at a time: the other order of names and works.
      for (int piece = odd.pieces() - 1; piece >= 0; piece--) {
        try (FileStorage storage =
            new FileStorage(
                odd,
                target,
                null,
                new StorageSettings(folder.resolve("state"), piece % 2 == 0, false))) {
          storage.find();
          storage.checked(present, new BitSet());
          byte[] bytes = Files.readAllBytes(root.resolve(odd.files().get(piece).name()));
          storage.write(odd.offset(piece), ByteBuffer.wrap(bytes));
          int other = (piece + 1) % odd.pieces();
          if (!present.get(other)) {
            byte[] half = Files.readAllBytes(root.resolve(odd.files().get(other).name()));
            storage.write(odd.offset(other), ByteBuffer.wrap(half, 0, 100));
          }
          present.set(piece);
          storage.verified(new int[] {piece}, present);
        }
      }
      for (String name : names) {
        Path copy = target.resolve(root.getFileName()).resolve(name);
        assertEquals(-1, Files.mismatch(root.resolve(name), copy), name);
      }
      try (Stream<Path> left = Files.walk(target.resolve(root.getFileName()))) {
        assertEquals(names.size(), left.filter(Files::isRegularFile).count(), "nothing set aside");
      }
    }
  }
}
