package io.peerwright.overlay.gnutella.hit;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.text.WireText;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One file of a hit.
 *
 * <pre>index 4   size 4   name, NUL   extensions, NUL</pre>
 *
 * @param index by which the servent knows the file, 0..4294967295
 * @param size32 the size as it stands in the record, 0..4294967295; see {@link #size}
 * @param wire the name, a string of bytes; see {@link #name}
 * @param extensions what stands between the two NULs
 */
public record HitRecord(long index, long size32, String wire, Octets extensions) {

  /** The size of a record whose true size stands in {@link GgepIds#LARGE_FILE}. */
  public static final long LARGE = 0xffff_ffffL;

  private static final long MAX_PLAIN = Integer.MAX_VALUE;

  /** Refuses what cannot be written. */
  public HitRecord {
    if (index < 0 || index > LARGE || size32 < 0 || size32 > LARGE) {
      throw new IllegalArgumentException("index and size must be within 0..4294967295");
    }
    if (wire.indexOf('\0') >= 0 || extensions.indexOf(0, 0) >= 0) {
      throw new IllegalArgumentException("a NUL in the name or the extensions of a record");
    }
  }

  /**
   * For a file of any size: what 31 bits do not hold stands in an extension.
   *
   * @param strings extensions that are text, such as {@code urn:sha1:...}
   * @param more extensions of GGEP, whose data hold no NUL as they are written
   */
  public static HitRecord of(
      long index, long size, String name, List<String> strings, List<GgepExtension> more) {
    List<GgepExtension> all = new ArrayList<>(more);
    if (size > MAX_PLAIN) {
      all.add(GgepValues.number(GgepIds.LARGE_FILE, size));
    }
    return new HitRecord(
        index,
        size > MAX_PLAIN ? LARGE : size,
        WireText.encode(name),
        ExtensionArea.write(strings, Ggep.of(all)));
  }

  /** What the extensions mean. */
  public ExtensionArea area() {
    return ExtensionArea.read(extensions);
  }

  /** The size of the file; -1 if it is not known. */
  public long size() {
    OptionalLong large = GgepValues.number(area().ggep(), GgepIds.LARGE_FILE);
    if (large.isPresent() && large.getAsLong() > 0) {
      return large.getAsLong();
    }
    return size32 == LARGE ? -1 : size32;
  }

  /** The name, for people; it comes from a stranger. */
  public String name() {
    return WireText.decode(wire);
  }

  /** What the file is called everywhere. */
  public List<Urn> urns() {
    return area().urns();
  }

  /** Others that have the file. */
  public List<Endpoint> alternates() {
    return GgepValues.endpoints(area().ggep(), GgepIds.ALTERNATES, GgepIds.ALTERNATES_IPV6);
  }

  /** Seconds from 1970 until the file was made; empty if that is not said. */
  public OptionalLong created() {
    return GgepValues.number(area().ggep(), GgepIds.CREATED);
  }

  /** The folder of the file, for people; empty if that is not said. */
  public String folder() {
    return area().ggep().data(GgepIds.PATH).map(Octets::toLatin1).map(WireText::decode).orElse("");
  }

  /** The bytes of the record. */
  public int length() {
    return 2 * Integer.BYTES + wire.length() + 1 + extensions.size() + 1;
  }
}
