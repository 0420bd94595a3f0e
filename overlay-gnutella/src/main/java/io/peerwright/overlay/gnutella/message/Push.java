package io.peerwright.overlay.gnutella.message;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a servent that cannot be dialled to dial. It is routed by the servent's GUID, on the way
 * back that a hit of that servent came.
 *
 * @param target the GUID of the servent
 * @param index of the file, 0..4294967295
 * @param endpoint where to dial; IPv4
 * @param extensions what follows: nothing, GGEP, or what is not understood
 */
public record Push(Guid target, long index, Endpoint endpoint, Octets extensions)
    implements Message {

  private static final int FIXED_BYTES = 26;
  private static final int INDEX = 16;
  private static final int ADDRESS = 20;
  private static final int PORT = 24;

  /** With these extensions. */
  public Push(Guid target, long index, Endpoint endpoint, Ggep extensions) {
    this(target, index, endpoint, extensions.encoded());
  }

  /** Refuses what cannot be written. */
  public Push {
    Fields.checkIpv4(endpoint);
    Fields.checkUnsigned("index", index);
  }

  /**
   * Asks a servent to dial us, over IPv6 if our address is such a one.
   *
   * @param tls whether that may be TLS
   */
  public static Push to(Guid target, long index, Endpoint ours, boolean tls) {
    List<GgepExtension> more = new ArrayList<>();
    if (!ours.isIpv4()) {
      more.add(GgepValues.ipv6(ours));
    }
    if (tls) {
      more.add(GgepExtension.of(GgepIds.TLS, Octets.EMPTY));
    }
    return new Push(target, index, GgepValues.shownAsIpv4(ours), Ggep.of(more));
  }

  static Push read(Octets payload) throws MalformedException {
    Fields.checkLength("push", payload, FIXED_BYTES);
    ByteBuffer bytes = payload.buffer();
    return new Push(
        Header.guid(bytes, 0),
        LittleEndian.unsignedInt(bytes, INDEX),
        Endpoint.ofIpv4(bytes.getInt(ADDRESS), LittleEndian.unsignedShort(bytes, PORT)),
        payload.part(FIXED_BYTES, payload.size() - FIXED_BYTES));
  }

  /** Whether the push that begins there is long enough to be one. */
  public static boolean isWhole(ByteBuffer bytes, int at) {
    return Header.payloadLength(bytes, at) >= FIXED_BYTES;
  }

  /**
   * Where in the buffer the GUID of the target is, for {@link Header#guidHigh} and {@link
   * Header#guidLow}.
   */
  public static int target(int at) {
    return at + Header.BYTES;
  }

  /** Where to dial, over IPv6 if that is all that is told. */
  public Endpoint asker() {
    return GgepValues.dialable(endpoint, ggep()).orElse(endpoint);
  }

  /** Whether who asks takes TLS there. */
  public boolean takesTls() {
    return ggep().has(GgepIds.TLS);
  }

  /** The extensions. */
  public Ggep ggep() {
    return Ggep.lenient(extensions);
  }

  @Override
  public int type() {
    return MessageType.PUSH;
  }

  @Override
  public int payloadLength() {
    return FIXED_BYTES + extensions.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putLong(target.high()).putLong(target.low());
    Fields.putInt(out, index);
    out.putInt(endpoint.ipv4());
    Fields.putPort(out, endpoint.port());
    extensions.write(out);
  }
}
