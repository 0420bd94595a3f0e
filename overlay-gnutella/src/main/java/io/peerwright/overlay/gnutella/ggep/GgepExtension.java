package io.peerwright.overlay.gnutella.ggep;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;

/**
 * One extension of a GGEP block, as it stands on the wire.
 *
 * @param id 1..15 characters of Latin-1 without a NUL
 * @param stuffed whether COBS takes the NULs out of the bytes
 * @param deflated whether the bytes, those without COBS, are one zlib stream
 * @param raw the bytes as they were sent
 */
public record GgepExtension(String id, boolean stuffed, boolean deflated, Octets raw) {

  /** The longest id. */
  public static final int MAX_ID = 15;

  /** The most bytes that three bytes of length can say. */
  public static final int MAX_RAW = 262_143;

  /** What deflated data may become: as much as a message that is not deflated could carry. */
  public static final int MAX_INFLATED = 65_535;

  /** Checks the ranges. */
  public GgepExtension {
    if (id.isEmpty() || id.length() > MAX_ID || id.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not an id of a GGEP extension: \"" + id + "\"");
    }
    if (raw.size() > MAX_RAW) {
      throw new IllegalArgumentException(raw.size() + " bytes are too many for " + id);
    }
  }

  /** One with data as they are. */
  public static GgepExtension of(String id, Octets data) {
    return new GgepExtension(id, false, false, data);
  }

  /** One that may stand where no NUL may be: stuffed if its data hold one. */
  public static GgepExtension withoutNul(String id, Octets data) {
    return data.indexOf(0, 0) < 0
        ? of(id, data)
        : new GgepExtension(id, true, false, Cobs.encode(data));
  }

  /** One that is deflated if that makes it shorter. */
  public static GgepExtension deflated(String id, Octets data) {
    Octets packed = ZlibData.deflate(data);
    return packed.size() < data.size() && data.size() <= MAX_INFLATED
        ? new GgepExtension(id, false, true, packed)
        : of(id, data);
  }

  /**
   * The data: unstuffed and inflated.
   *
   * @throws MalformedException if they are neither, or more than {@value #MAX_INFLATED} bytes
   */
  public Octets data() throws MalformedException {
    Octets packed = stuffed ? Cobs.decode(raw) : raw;
    return deflated ? ZlibData.inflate(packed, MAX_INFLATED) : packed;
  }
}
