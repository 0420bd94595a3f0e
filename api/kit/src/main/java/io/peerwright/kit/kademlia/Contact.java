package io.peerwright.kit.kademlia;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.EndpointBytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Another peer.
 *
 * @param id its number, 160 bits, not negative
 * @param endpoint where it is
 */
public record Contact(BigInteger id, Endpoint endpoint) {

  /** Of a number. */
  public static final int ID_BYTES = 20;

  static final int ID_BITS = 8 * ID_BYTES;

  /** The longest form of a contact. */
  public static final int MAX_BYTES = ID_BYTES + EndpointBytes.MAX_BYTES;

  /** A number that nobody else has. */
  public static BigInteger randomId(Loop loop) {
    byte[] drawn = new byte[ID_BYTES];
    loop.secureRandom(drawn);
    return new BigInteger(1, drawn);
  }

  /** Reads a number; throws {@link java.nio.BufferUnderflowException} if it is cut off. */
  public static BigInteger readId(ByteBuffer in) {
    byte[] id = new byte[ID_BYTES];
    in.get(id);
    return new BigInteger(1, id);
  }

  /** A number as its bytes, always {@value #ID_BYTES}. */
  public static byte[] bytes(BigInteger id) {
    byte[] raw = BigInteger.ONE.shiftLeft(ID_BITS).or(id).toByteArray();
    return Arrays.copyOfRange(raw, 1, raw.length);
  }

  /** Reads a contact; throws as {@link EndpointBytes#read}. */
  public static Contact read(ByteBuffer in) {
    return new Contact(readId(in), EndpointBytes.read(in));
  }

  /** Writes it. */
  public void write(ByteBuffer out) {
    EndpointBytes.write(out.put(bytes(id)), endpoint);
  }
}
