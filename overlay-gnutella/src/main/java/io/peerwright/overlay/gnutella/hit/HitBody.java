package io.peerwright.overlay.gnutella.hit;

import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records and the trailer of a hit, which stand between its fixed fields and the GUID of the
 * servent. What was read is written as the same bytes.
 *
 * @param records as many as the hit says
 * @param rest what follows them: the trailer, if there is one
 */
public record HitBody(List<HitRecord> records, Octets rest) {

  private static final int SIZE = Integer.BYTES;
  private static final int NAME = 2 * Integer.BYTES;

  /** Keeps a copy of the records. */
  public HitBody {
    records = List.copyOf(records);
  }

  /** With this trailer. */
  public static HitBody of(List<HitRecord> records, HitTrailer trailer) {
    ByteBuffer out = ByteBuffer.allocate(trailer.length());
    trailer.write(out);
    return new HitBody(records, Octets.of(out.flip()));
  }

  /**
   * Takes a hit apart.
   *
   * @throws MalformedException if it has fewer records than it says
   */
  public static HitBody read(QueryHit hit) throws MalformedException {
    return read(hit.body(), hit.count());
  }

  /**
   * Takes a body apart that has this many records.
   *
   * @throws MalformedException if it has fewer
   */
  public static HitBody read(Octets body, int count) throws MalformedException {
    List<HitRecord> records = new ArrayList<>();
    ByteBuffer bytes = body.buffer();
    int at = 0;
    for (int i = 0; i < count; i++) {
      int nameEnd = at + NAME > body.size() ? -1 : body.indexOf(0, at + NAME);
      int end = nameEnd < 0 ? -1 : body.indexOf(0, nameEnd + 1);
      if (end < 0) {
        throw new MalformedException("a query hit with fewer records than it says");
      }
      records.add(
          new HitRecord(
              LittleEndian.unsignedInt(bytes, at),
              LittleEndian.unsignedInt(bytes, at + SIZE),
              body.part(at + NAME, nameEnd - at - NAME).toLatin1(),
              body.part(nameEnd + 1, end - nameEnd - 1)));
      at = end + 1;
    }
    return new HitBody(records, body.part(at, body.size() - at));
  }

  /** What the servent says of itself; empty of an old one. */
  public Optional<HitTrailer> trailer() {
    return HitTrailer.read(rest);
  }

  /** The bytes. */
  public Octets encoded() {
    int length = rest.size();
    for (HitRecord each : records) {
      length += each.length();
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    for (HitRecord each : records) {
      out.putInt(Integer.reverseBytes((int) each.index()));
      out.putInt(Integer.reverseBytes((int) each.size32()));
      Octets.latin1(each.wire()).write(out);
      out.put((byte) 0);
      each.extensions().write(out);
      out.put((byte) 0);
    }
    rest.write(out);
    return Octets.of(out.flip());
  }
}
