package io.peerwright.kit.record;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;

/**
 * Is told what passes over a {@link RecordingTransport}, on its loop and in order. Links that never
 * open are not told.
 *
 * <p>Times are nanoseconds since the recording began. Links are numbered from 0 in the order in
 * which they opened. Buffers are borrowed for the call and read to their limit or not at all.
 */
public interface TrafficLog {

  /**
   * A link is open.
   *
   * @param accepted whether the remote side opened it
   */
  void opened(long nanos, int link, boolean accepted, Endpoint local, Endpoint remote);

  /** Bytes passed on a link: came in or went out. */
  void passed(long nanos, int link, boolean in, ByteBuffer bytes);

  /** One direction of a link was ended: by the remote side, or by us. */
  void ended(long nanos, int link, boolean in);

  /** A link is over. */
  void closed(long nanos, int link, Reason reason);

  /** A datagram came in or went out. */
  default void datagram(
      long nanos, boolean in, Endpoint local, Endpoint remote, ByteBuffer payload) {}
}
