package io.peerwright.overlay.gnutella.ggep;

import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.List;

/** The data of the extension H: a byte for the kind of hash, then the hash. */
public final class FileHash {

  /** The bytes of a SHA-1. */
  public static final int SHA1_BYTES = 20;

  /** The bytes of a root of a tree of Tiger hashes. */
  public static final int TIGER_BYTES = 24;

  private static final int SHA1 = 1;
  private static final int BITPRINT = 2;
  private static final int MD5 = 3;
  private static final int MD5_BYTES = 16;

  private FileHash() {}

  /** What the data name: one URN, two for a bitprint, none for what is not known or malformed. */
  public static List<Urn> urns(Octets data) {
    if (data.isEmpty()) {
      return List.of();
    }
    int size = data.size() - 1;
    return switch (data.at(0)) {
      case SHA1 -> size == SHA1_BYTES ? List.of(urn(Urn.SHA1, data, 1, size)) : List.of();
      case MD5 -> size == MD5_BYTES ? List.of(urn(Urn.MD5, data, 1, size)) : List.of();
      case BITPRINT ->
          size == SHA1_BYTES + TIGER_BYTES
              ? List.of(
                  urn(Urn.SHA1, data, 1, SHA1_BYTES),
                  urn(Urn.TIGER_TREE, data, 1 + SHA1_BYTES, TIGER_BYTES))
              : List.of();
      default -> List.of();
    };
  }

  /** A URN by itself; a bitprint as its two hashes, the SHA-1 first. */
  public static List<Urn> parts(Urn urn) {
    if (!urn.namespace().equals(Urn.BITPRINT)) {
      return List.of(urn);
    }
    int dot = urn.value().indexOf('.');
    return List.of(
        new Urn(Urn.SHA1, urn.value().substring(0, dot)),
        new Urn(Urn.TIGER_TREE, urn.value().substring(dot + 1)));
  }

  private static Urn urn(String namespace, Octets data, int from, int count) {
    return Urn.ofHash(namespace, data.part(from, count).toArray());
  }

  /** The data for a SHA-1. */
  public static Octets of(Urn sha1) {
    return Octets.of(
        ByteBuffer.allocate(1 + SHA1_BYTES).put((byte) SHA1).put(bytes(Urn.SHA1, sha1)).flip());
  }

  /** The data for both hashes of one file. */
  public static Octets of(Urn sha1, Urn tigerTree) {
    return Octets.of(
        ByteBuffer.allocate(1 + SHA1_BYTES + TIGER_BYTES)
            .put((byte) BITPRINT)
            .put(bytes(Urn.SHA1, sha1))
            .put(bytes(Urn.TIGER_TREE, tigerTree))
            .flip());
  }

  private static byte[] bytes(String namespace, Urn urn) {
    if (!urn.namespace().equals(namespace)) {
      throw new IllegalArgumentException("not a urn:" + namespace + ": " + urn);
    }
    return urn.hash();
  }
}
