package io.peerwright.multicast.delivery;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.EndpointBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * One life of a source. A source that starts again counts from the beginning; its new epoch keeps
 * receivers from taking what it sends then for what they have heard.
 *
 * @param source where it sends from
 * @param epoch 64 random bits of this life: two lives of one source share them once in 2^64
 */
public record SourceId(Endpoint source, long epoch) {

  /** The longest one on the wire, in bytes. */
  public static final int MAX_BYTES = EndpointBytes.MAX_BYTES + 8;

  /** A new life of a source. */
  public static SourceId starting(Endpoint source, Loop loop) {
    return new SourceId(source, newEpoch(loop));
  }

  /** 64 bits by chance, which nobody can guess. */
  public static long newEpoch(Loop loop) {
    byte[] random = new byte[8];
    loop.secureRandom(random);
    return ByteBuffer.wrap(random).getLong();
  }

  /**
   * Writes it: the endpoint as {@link EndpointBytes}, then the epoch.
   *
   * @throws IllegalArgumentException if the source has a scope, and so means nothing on other hosts
   */
  public void write(ByteBuffer out) {
    EndpointBytes.write(out, source);
    out.putLong(epoch);
  }

  /** How many bytes {@link #write} puts. */
  public int length() {
    return EndpointBytes.length(source) + 8;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if that is no endpoint
   * @throws BufferUnderflowException if it is cut off
   */
  public static SourceId read(ByteBuffer in) {
    Endpoint source = EndpointBytes.read(in);
    return new SourceId(source, in.getLong());
  }
}
