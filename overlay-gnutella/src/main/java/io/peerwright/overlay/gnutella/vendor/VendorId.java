package io.peerwright.overlay.gnutella.vendor;

import io.peerwright.overlay.gnutella.message.VendorMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which message of a vendor.
 *
 * @param vendor four bytes, big-endian; 0 for the messages of all vendors
 * @param selector 0..65535
 * @param version 0..65535
 */
public record VendorId(int vendor, int selector, int version) implements Comparable<VendorId> {

  /** The messages of all vendors. */
  public static final int ALL = 0;

  /** BearShare. */
  public static final int BEAR = 0x42454152;

  /** gtk-gnutella. */
  public static final int GTKG = 0x47544b47;

  /** LimeWire. */
  public static final int LIME = 0x4c494d45;

  /** Peerwright. */
  public static final int PEER = 0x50454552;

  /** The hops that queries may have. */
  public static final VendorId HOPS_FLOW = new VendorId(BEAR, 4, 1);

  /** How many hits have you kept? */
  public static final VendorId QUERY_STATUS_REQUEST = new VendorId(BEAR, 11, 1);

  /** So many hits were kept. */
  public static final VendorId QUERY_STATUS_RESPONSE = new VendorId(BEAR, 12, 1);

  /** Nobody is asked any more. */
  public static final VendorId QUERY_OVER = new VendorId(PEER, 1, 1);

  /** Refuses what cannot be written. */
  public VendorId {
    if (((selector | version) & ~0xffff) != 0) {
      throw new IllegalArgumentException("selector and version must be within 0..65535");
    }
  }

  /** Which one a message is. */
  public static VendorId of(VendorMessage message) {
    return new VendorId(message.vendor(), message.selector(), message.version());
  }

  /** Whether this is that message in any version. */
  public boolean is(int someVendor, int someSelector) {
    return vendor == someVendor && selector == someSelector;
  }

  /** By vendor, selector and version. */
  @Override
  public int compareTo(VendorId other) {
    int order = Integer.compareUnsigned(vendor, other.vendor);
    if (order == 0) {
      order = Integer.compare(selector, other.selector);
    }
    return order != 0 ? order : Integer.compare(version, other.version);
  }

  /** As people write it, such as {@code LIME/21v2}; of all vendors {@code null/0v0}. */
  @Override
  public String toString() {
    String letters =
        vendor == ALL
            ? "null"
            : new String(
                ByteBuffer.allocate(Integer.BYTES).putInt(vendor).array(),
                StandardCharsets.ISO_8859_1);
    return letters + "/" + selector + "v" + version;
  }
}
