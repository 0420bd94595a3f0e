package io.peerwright.tck;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;

/** Files for peers to share, written to their disks. */
final class SharedFiles {

  private SharedFiles() {}

  /** A file of a peer, with its {@code urn:sha1}. */
  static SharedItem item(PeersContract.Peer peer, String name, byte[] content) {
    try {
      Path folder = Files.createDirectories(peer.machine().host().directory().resolve("shared"));
      Path file = folder.resolve("file-" + Integer.toHexString(name.hashCode()));
      Files.write(file, content);
      Map<String, String> attributes = Map.of("bitrate", "128", "frequency", "44100");
      return new SharedItem(file, name, content.length, Set.of(sha1(content)), attributes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Urn sha1(byte[] content) {
    try {
      return Urn.ofHash(Urn.SHA1, MessageDigest.getInstance("SHA-1").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
