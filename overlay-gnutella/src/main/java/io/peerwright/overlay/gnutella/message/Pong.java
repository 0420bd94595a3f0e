package io.peerwright.overlay.gnutella.message;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * An address of a servent and how much it shares.
 *
 * @param endpoint where it accepts connections; IPv4
 * @param files how many files it shares, 0..4294967295
 * @param kibibytes how much they are; of an ultrapeer a power of two from 8 on, of a leaf never
 * @param extensions what follows: nothing, GGEP, or what is not understood
 */
public record Pong(Endpoint endpoint, long files, long kibibytes, Octets extensions)
    implements Message {

  private static final int FIXED_BYTES = 14;
  private static final int ADDRESS = 2;
  private static final int FILES = 6;
  private static final int KIBIBYTES = 10;

  /** With these extensions. */
  public Pong(Endpoint endpoint, long files, long kibibytes, Ggep extensions) {
    this(endpoint, files, kibibytes, extensions.encoded());
  }

  /** Refuses what cannot be written. */
  public Pong {
    Fields.checkIpv4(endpoint);
    Fields.checkUnsigned("files", files);
    Fields.checkUnsigned("KiB", kibibytes);
  }

  static Pong read(Octets payload) throws MalformedException {
    Fields.checkLength("pong", payload, FIXED_BYTES);
    ByteBuffer bytes = payload.buffer();
    return new Pong(
        Endpoint.ofIpv4(bytes.getInt(ADDRESS), LittleEndian.unsignedShort(bytes, 0)),
        LittleEndian.unsignedInt(bytes, FILES),
        LittleEndian.unsignedInt(bytes, KIBIBYTES),
        payload.part(FIXED_BYTES, payload.size() - FIXED_BYTES));
  }

  /** Where the pong that begins there says a servent is: the IPv4 address. */
  public static int address(ByteBuffer bytes, int at) {
    return bytes.getInt(at + Header.BYTES + ADDRESS);
  }

  /** Where the pong that begins there says a servent is: the port. */
  public static int port(ByteBuffer bytes, int at) {
    return LittleEndian.unsignedShort(bytes, at + Header.BYTES);
  }

  /** The extensions. */
  public Ggep ggep() {
    return Ggep.lenient(extensions);
  }

  @Override
  public int type() {
    return MessageType.PONG;
  }

  @Override
  public int payloadLength() {
    return FIXED_BYTES + extensions.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    Fields.putPort(out, endpoint.port());
    out.putInt(endpoint.ipv4());
    Fields.putInt(out, files);
    Fields.putInt(out, kibibytes);
    extensions.write(out);
  }
}
