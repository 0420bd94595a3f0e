package io.peerwright.overlay.gnutella.hit;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What a servent says of itself behind the records (QHD, EQHD).
 *
 * <pre>vendor 4   size 1   open data: flags, flags, [XML size 2]   private data, [XML]</pre>
 *
 * <p>A flag is two bits of the same place: one says that the other means something. For {@link
 * #FIREWALLED} the second byte is the one that says so, for all others the first.
 *
 * @param vendor four letters, each character a byte
 * @param openData two bytes of flags, the size of the XML behind, what else there may be
 * @param privateData GGEP in modern servents, preceded or followed by what only the vendor knows,
 *     and the XML at the end
 */
public record HitTrailer(String vendor, Octets openData, Octets privateData) {

  /** The servent cannot be dialled; it wants a push. */
  public static final int FIREWALLED = 0x01;

  /** All places of the servent for uploads are taken. */
  public static final int BUSY = 0x04;

  /** The servent has sent a file once. */
  public static final int UPLOADED = 0x08;

  /** The speed was measured, not typed in. */
  public static final int MEASURED_SPEED = 0x10;

  /** There is GGEP in the private data. */
  public static final int HAS_GGEP = 0x20;

  private static final int VENDOR_BYTES = 4;
  private static final int FLAG_BYTES = 2;
  private static final int XML_BYTES = 4;
  private static final int MAX_OPEN_DATA = 0xff;

  /** Refuses what cannot be written. */
  public HitTrailer {
    if (Octets.latin1(vendor).size() != VENDOR_BYTES) {
      throw new IllegalArgumentException("not four letters: \"" + vendor + "\"");
    }
    if (openData.size() > MAX_OPEN_DATA) {
      throw new IllegalArgumentException(openData.size() + " bytes of open data are too many");
    }
  }

  /**
   * One in which all flags mean something.
   *
   * @param set those of {@link #FIREWALLED}, {@link #BUSY}, {@link #UPLOADED} and {@link
   *     #MEASURED_SPEED} that hold
   */
  public static HitTrailer of(String vendor, int set, List<GgepExtension> extensions) {
    int others = BUSY | UPLOADED | MEASURED_SPEED | (extensions.isEmpty() ? 0 : HAS_GGEP);
    int values = set & (BUSY | UPLOADED | MEASURED_SPEED) | others & HAS_GGEP;
    return new HitTrailer(
        vendor,
        Octets.of((byte) (others | set & FIREWALLED), (byte) (values | FIREWALLED)),
        Ggep.of(extensions).encoded());
  }

  /** Reads one; empty if the bytes are too few for it. */
  static Optional<HitTrailer> read(Octets bytes) {
    if (bytes.size() <= VENDOR_BYTES) {
      return Optional.empty();
    }
    int open = bytes.at(VENDOR_BYTES);
    int start = VENDOR_BYTES + 1;
    if (open > bytes.size() - start) {
      return Optional.empty();
    }
    return Optional.of(
        new HitTrailer(
            bytes.part(0, VENDOR_BYTES).toLatin1(),
            bytes.part(start, open),
            bytes.part(start + open, bytes.size() - start - open)));
  }

  /** Whether the trailer says anything about a flag. */
  public boolean tells(int flag) {
    return openData.size() >= FLAG_BYTES && (openData.at(flag == FIREWALLED ? 1 : 0) & flag) != 0;
  }

  /** Whether a flag holds, as far as the trailer tells. */
  public boolean has(int flag) {
    return tells(flag) && (openData.at(flag == FIREWALLED ? 0 : 1) & flag) != 0;
  }

  /** The extensions of the private data: from the first byte on that may begin GGEP. */
  public Ggep ggep() {
    Octets before = privateData.part(0, privateData.size() - xmlSize());
    int start = before.indexOf(Ggep.MAGIC, 0);
    return start < 0 || !has(HAS_GGEP)
        ? Ggep.EMPTY
        : Ggep.lenient(before.part(start, before.size() - start));
  }

  /** The metadata of all records, as they are sent: deflated or not, with a NUL behind. */
  public Octets xml() {
    int size = xmlSize();
    return privateData.part(privateData.size() - size, size);
  }

  private int xmlSize() {
    if (openData.size() < XML_BYTES) {
      return 0;
    }
    int size = openData.at(FLAG_BYTES) | openData.at(FLAG_BYTES + 1) << 8;
    return size > privateData.size() ? 0 : size;
  }

  /** Whether the servent tells all that it shares. */
  public boolean browsable() {
    return ggep().has(GgepIds.BROWSE_HOST);
  }

  /** Servents that pass on a push. */
  public List<Endpoint> pushProxies() {
    return GgepValues.endpoints(ggep(), GgepIds.PUSH_PROXIES, GgepIds.PUSH_PROXIES_IPV6);
  }

  /** Those of them that take TLS, as far as is told. */
  public List<Endpoint> securePushProxies() {
    return GgepValues.marked(ggep(), GgepIds.PUSH_PROXIES, GgepIds.PUSH_PROXIES_TLS);
  }

  int length() {
    return VENDOR_BYTES + 1 + openData.size() + privateData.size();
  }

  void write(ByteBuffer out) {
    Octets.latin1(vendor).write(out);
    out.put((byte) openData.size());
    openData.write(out);
    privateData.write(out);
  }
}
