package io.peerwright.overlay.gnutella.vendor;

import java.util.Arrays;
import java.util.Collection;

/** The vendor messages that the other side of a link reads: eight bytes for each of them. */
public final class VendorIds {

  /** It has not said that it reads any. */
  public static final VendorIds NONE = new VendorIds(new long[0]);

  /** Servents of today read about thirty. */
  private static final int MAX = 128;

  private static final int VENDOR_SHIFT = 32;
  private static final int SELECTOR_SHIFT = 16;

  private final long[] ids;

  private VendorIds(long[] ids) {
    this.ids = ids;
  }

  /** These; of more than {@value #MAX} the first ones. */
  public static VendorIds of(Collection<VendorId> ids) {
    return new VendorIds(ids.stream().limit(MAX).mapToLong(VendorIds::packed).toArray());
  }

  private static long packed(VendorId id) {
    return (long) id.vendor() << VENDOR_SHIFT
        | (long) id.selector() << SELECTOR_SHIFT
        | id.version();
  }

  /** Whether one of them is this message, in this version or a later one. */
  public boolean supports(VendorId id) {
    long least = packed(id);
    return Arrays.stream(ids)
        .anyMatch(each -> each >> SELECTOR_SHIFT == least >> SELECTOR_SHIFT && each >= least);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VendorIds that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }
}
