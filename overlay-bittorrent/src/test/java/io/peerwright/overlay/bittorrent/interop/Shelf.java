package io.peerwright.overlay.bittorrent.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A torrent of several files, 64 MiB in all, whose edges lie within pieces. */
final class Shelf {

  private static final int[] SIZES = {1, 100_000, 40_000_000, 0, 16_384, 26_992_479};

  private final Path folder;
  private final Path data;
  private final Path torrent;
  private final Metainfo metainfo;

  Shelf(Path folder) throws IOException {
    this(folder, List.of(), List.of());
  }

  Shelf(Path folder, List<List<String>> trackers, List<String> webSeeds) throws IOException {
    this.folder = folder;
    data = Files.createDirectories(folder.resolve("data"));
    Random random = new Random(64);
    for (int i = 0; i < SIZES.length; i++) {
      byte[] content = new byte[SIZES[i]];
      random.nextBytes(content);
      Path file = data.resolve("shelf/" + (i % 2 == 0 ? "even/" : "") + "file" + i);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
    TorrentMaker.Options options = new TorrentMaker.Options(1 << 18, trackers, webSeeds, "", false);
    metainfo = TorrentMaker.make(data.resolve("shelf"), options, read -> {});
    torrent = Files.write(folder.resolve("shelf.torrent"), metainfo.toBytes());
  }

  /** The folder that the content lies in. */
  Path data() {
    return data;
  }

  String torrent() {
    return torrent.toString();
  }

  String magnet() {
    return "magnet:?xt=urn:btih:" + metainfo.info().hash();
  }

  /** A new folder to download to. */
  Path target(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** A copy of the content. */
  Path copy(String name) throws IOException {
    Path copy = target(name);
    for (int i = 0; i < SIZES.length; i++) {
      Path from = data.resolve("shelf/" + (i % 2 == 0 ? "even/" : "") + "file" + i);
      Path to = copy.resolve(data.relativize(from).toString());
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    }
    return copy;
  }

  void assertSame(Path directory) throws IOException {
    assertEquals("", difference(directory));
  }

  boolean isSame(Path directory) throws IOException {
    return difference(directory).isEmpty();
  }

  /** The first file that is another one or missing; empty files are left out by some clients. */
  private String difference(Path directory) throws IOException {
    for (int i = 0; i < SIZES.length; i++) {
      String name = "shelf/" + (i % 2 == 0 ? "even/" : "") + "file" + i;
      Path file = directory.resolve(name);
      boolean same =
          Files.exists(file) ? Files.mismatch(data.resolve(name), file) == -1 : SIZES[i] == 0;
      if (!same) {
        return name;
      }
    }
    return "";
  }
}
