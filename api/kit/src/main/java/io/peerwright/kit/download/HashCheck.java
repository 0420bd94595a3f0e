package io.peerwright.kit.download;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import io.peerwright.kit.Digests;
import io.peerwright.kit.files.PartFile;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A content that is known by hashes of the whole, or of its head only: {@code urn:sha1}, {@code
 * urn:napster-md5}.
 */
public final class HashCheck implements ContentCheck {

  /** Of those that are read: how much they cover, and how people call them. */
  private record Known(ContentDigest.Kind kind, long covers, String name) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(Digests.SHA1, Long.MAX_VALUE, "SHA-1"),
          new Known(Digests.NAPSTER_MD5, Digests.NAPSTER_MD5_BYTES, "MD5"));

  private final long size;
  private final Map<String, Urn> expected = new TreeMap<>();

  /**
   * The first name of each namespace counts.
   *
   * @param size of the content in bytes
   */
  public HashCheck(long size, Collection<Urn> names) {
    this.size = size;
    names.forEach(urn -> expected.putIfAbsent(urn.namespace(), urn));
  }

  /** What it should be in a namespace; null if nobody said. */
  public @Nullable Urn expected(String namespace) {
    return expected.get(namespace);
  }

  private boolean isExpected(Known each) {
    Urn urn = expected.get(each.kind.namespace());
    return urn != null && !urn.value().matches("0+");
  }

  /** Without any hash the size has to do: what a file is called differs from source to source. */
  @Override
  public String identity() {
    for (Known each : KNOWN) {
      Urn urn = expected.get(each.kind.namespace());
      if (urn != null) {
        return urn.toString();
      }
    }
    return "size " + size;
  }

  @Override
  public boolean isConclusive() {
    return KNOWN.stream().anyMatch(each -> isExpected(each) && size <= each.covers);
  }

  @Override
  public long pieceLength() {
    return 0;
  }

  @Override
  public boolean isRight(PartFile file, int piece) {
    throw new IllegalStateException("there are no pieces");
  }

  @Override
  public @Nullable Mismatch checkWhole(PartFile file) throws IOException {
    List<Known> wanted = KNOWN.stream().filter(this::isExpected).toList();
    if (wanted.isEmpty()) {
      return null;
    }
    List<Urn> found = file.digest(wanted.stream().map(Known::kind).toList());
    for (int i = 0; i < found.size(); i++) {
      Urn is = found.get(i);
      Urn said = expected.get(is.namespace());
      if (said == null || !is.value().equalsIgnoreCase(said.value())) {
        return new Mismatch(
            "the content is not what it was said to be: it is " + is + ", not " + said,
            Math.min(size, wanted.get(i).covers));
      }
    }
    return null;
  }

  @Override
  public String evidence() {
    for (Known each : KNOWN) {
      if (isExpected(each)) {
        return size <= each.covers
            ? each.name + " verified"
            : "not verified: nobody told a hash of the whole; that of the first "
                + each.covers
                + " bytes is right";
      }
    }
    return "not verified: nobody told a hash";
  }
}
