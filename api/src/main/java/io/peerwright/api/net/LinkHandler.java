package io.peerwright.api.net;

import io.peerwright.api.Reason;
import java.nio.ByteBuffer;

/**
 * What happens on a {@link Link}. Everything is called on the loop and never from inside another
 * callback or API call. If a method throws, the exception is reported and the link is aborted with
 * {@link Reason#PROTOCOL}; the loop goes on.
 *
 * <p>Order: {@code onOpen} once, then data and writability, {@code onInputClosed} at most once, and
 * {@code onClosed} exactly once and last. A link that could not be opened sees only {@code
 * onClosed}.
 */
public interface LinkHandler {

  /** The link is open. Nothing is delivered before credit is given. */
  default void onOpen(Link link) {}

  /**
   * Bytes arrived, at most as many as there is credit for, cut wherever the network cut them.
   *
   * @param data borrowed: read-only, big-endian, valid during the call only; its position, limit
   *     and byte order may be changed; what is left unread is dropped
   */
  void onData(Link link, ByteBuffer data);

  /** There is room again after a write that left bytes over. Once per such transition. */
  default void onWritable(Link link) {}

  /**
   * The remote side has ended its direction; all its bytes have been delivered. Needs no credit of
   * its own.
   */
  default void onInputClosed(Link link) {
    link.closeOutput();
  }

  /**
   * The link is over; no call follows.
   *
   * @param reason {@link Reason#ENDED} when both directions were ended in order
   */
  void onClosed(Link link, Reason reason);
}
