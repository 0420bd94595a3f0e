package io.peerwright.testkit;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.ContentDigest;
import io.peerwright.kit.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Files whose content follows from their name, so that whoever gets one can tell if it is right.
 */
final class Contents {

  private static final List<ContentDigest.Kind> KINDS = List.of(Digests.SHA1, Digests.NAPSTER_MD5);

  private Contents() {}

  /** The name of a file of a peer; its words are those of {@link #words}. */
  static String name(int peer, int file) {
    return words(peer, file) + ".ogg";
  }

  /** Words that only this file has. */
  static String words(int peer, int file) {
    return "tune peer" + peer + " part" + file;
  }

  static byte[] bytes(String name, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(name.hashCode()).nextBytes(bytes);
    return bytes;
  }

  /** Writes a file below a folder; not on the loop. */
  static SharedItem write(Path folder, String name, int size) throws IOException {
    byte[] bytes = bytes(name, size);
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve(name), bytes);
    return new SharedItem(file, name, size, Digests.of(bytes, KINDS), Map.of("bitrate", "128"));
  }
}
