package io.peerwright.overlay.gnutella.ggep;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Extensions in their order: one block of the Gnutella Generic Extension Protocol 0.51, or several
 * back to back. Known and unknown ones are kept alike, and written as they were found.
 *
 * <pre>
 * 0xC3 { flags, id, length, data }...
 * flags   bit 7 the last one, 6 COBS, 5 deflate, 4 zero, 3..0 length of the id
 * length  1 to 3 bytes of 6 bits, the highest first; bit 7 more follow, bit 6 the last
 * </pre>
 */
public final class Ggep {

  /** What each block begins with. */
  public static final int MAGIC = 0xc3;

  /** No extensions. */
  public static final Ggep EMPTY = new Ggep(List.of(), Octets.EMPTY);

  /** More than this many in one place are a mistake or an attack. */
  static final int MAX_EXTENSIONS = 255;

  private static final int LAST = 0x80;
  private static final int STUFFED = 0x40;
  private static final int DEFLATED = 0x20;
  private static final int RESERVED = 0x10;
  private static final int ID_LENGTH = 0x0f;
  private static final int MORE_LENGTH = 0x80;
  private static final int LAST_LENGTH = 0x40;
  private static final int LENGTH_BITS = 6;
  private static final int MAX_LENGTH_BYTES = 3;

  private final List<GgepExtension> extensions;
  private final Octets encoded;

  private Ggep(List<GgepExtension> extensions, Octets encoded) {
    this.extensions = extensions;
    this.encoded = encoded;
  }

  /**
   * One block with these.
   *
   * @throws IllegalArgumentException for more than {@value #MAX_EXTENSIONS}
   */
  public static Ggep of(GgepExtension... extensions) {
    return of(Arrays.asList(extensions));
  }

  /** One block with these; see {@link #of(GgepExtension...)}. */
  public static Ggep of(List<GgepExtension> extensions) {
    if (extensions.isEmpty()) {
      return EMPTY;
    }
    if (extensions.size() > MAX_EXTENSIONS) {
      throw new IllegalArgumentException(extensions.size() + " extensions are too many");
    }
    return new Ggep(List.copyOf(extensions), encode(extensions));
  }

  /**
   * What a whole payload or the rest of one says. What is no block, or is malformed, says nothing:
   * servents pass on what they do not understand.
   */
  public static Ggep lenient(Octets area) {
    if (area.isEmpty() || area.at(0) != MAGIC) {
      return EMPTY;
    }
    try {
      ByteBuffer bytes = area.buffer();
      return read(bytes);
    } catch (MalformedException nothing) {
      return EMPTY;
    }
  }

  /**
   * Reads the blocks at the buffer's position, and moves it to what follows them.
   *
   * @throws MalformedException if there is none, or one that is cut off or wrong
   */
  public static Ggep read(ByteBuffer in) throws MalformedException {
    List<GgepExtension> found = new ArrayList<>();
    int start = in.position();
    do {
      readBlock(in, found);
    } while (in.hasRemaining() && (in.get(in.position()) & 0xff) == MAGIC);
    return new Ggep(List.copyOf(found), Octets.of(in, start, in.position() - start));
  }

  private static void readBlock(ByteBuffer in, List<GgepExtension> found)
      throws MalformedException {
    if (next(in) != MAGIC) {
      throw new MalformedException("GGEP that does not begin with its magic byte");
    }
    int flags;
    do {
      flags = next(in);
      int idLength = flags & ID_LENGTH;
      if ((flags & RESERVED) != 0 || idLength == 0) {
        throw new MalformedException("flags of a GGEP extension that cannot be");
      }
      if (found.size() == MAX_EXTENSIONS) {
        throw new MalformedException("more GGEP extensions than " + MAX_EXTENSIONS);
      }
      Octets id = take(in, idLength);
      if (id.indexOf(0, 0) >= 0) {
        throw new MalformedException("a NUL in the id of a GGEP extension");
      }
      Octets raw = take(in, readLength(in));
      found.add(
          new GgepExtension(id.toLatin1(), (flags & STUFFED) != 0, (flags & DEFLATED) != 0, raw));
    } while ((flags & LAST) == 0);
  }

  private static int readLength(ByteBuffer in) throws MalformedException {
    int length = 0;
    for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
      int part = next(in);
      boolean more = (part & MORE_LENGTH) != 0;
      if (more == ((part & LAST_LENGTH) != 0)) {
        break;
      }
      length = length << LENGTH_BITS | part & (1 << LENGTH_BITS) - 1;
      if (!more) {
        return length;
      }
    }
    throw new MalformedException("a length of a GGEP extension that cannot be");
  }

  private static int next(ByteBuffer in) throws MalformedException {
    return take(in, 1).at(0);
  }

  private static Octets take(ByteBuffer in, int count) throws MalformedException {
    if (count > in.remaining()) {
      throw new MalformedException("GGEP that is cut off");
    }
    Octets taken = Octets.of(in, in.position(), count);
    in.position(in.position() + count);
    return taken;
  }

  private static Octets encode(List<GgepExtension> extensions) {
    int room = 1;
    for (GgepExtension each : extensions) {
      room += 1 + GgepExtension.MAX_ID + MAX_LENGTH_BYTES + each.raw().size();
    }
    ByteBuffer out = ByteBuffer.allocate(room).put((byte) MAGIC);
    for (int i = 0; i < extensions.size(); i++) {
      GgepExtension each = extensions.get(i);
      int flags = each.id().length() | (i == extensions.size() - 1 ? LAST : 0);
      flags |= (each.stuffed() ? STUFFED : 0) | (each.deflated() ? DEFLATED : 0);
      out.put((byte) flags);
      Octets.latin1(each.id()).write(out);
      writeLength(out, each.raw().size());
      each.raw().write(out);
    }
    return Octets.of(out.flip());
  }

  private static void writeLength(ByteBuffer out, int length) {
    int mask = (1 << LENGTH_BITS) - 1;
    for (int shift = (MAX_LENGTH_BYTES - 1) * LENGTH_BITS; shift > 0; shift -= LENGTH_BITS) {
      if (length >> shift != 0) {
        out.put((byte) (MORE_LENGTH | length >> shift & mask));
      }
    }
    out.put((byte) (LAST_LENGTH | length & mask));
  }

  /** All of them, in their order. */
  public List<GgepExtension> extensions() {
    return extensions;
  }

  /** True without any. */
  public boolean isEmpty() {
    return extensions.isEmpty();
  }

  /** Whether one with this id is there, whatever its data are. */
  public boolean has(String id) {
    return extensions.stream().anyMatch(each -> each.id().equals(id));
  }

  /** The data of the first one with this id; empty if there is none, or it is malformed. */
  public Optional<Octets> data(String id) {
    for (GgepExtension each : extensions) {
      if (each.id().equals(id)) {
        try {
          return Optional.of(each.data());
        } catch (MalformedException nothing) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** The bytes: those that were read, if they were. */
  public Octets encoded() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ggep that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return extensions.toString();
  }
}
