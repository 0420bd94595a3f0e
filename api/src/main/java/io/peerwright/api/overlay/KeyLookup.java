package io.peerwright.api.overlay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Stores data under keys that are computed from it, and finds it again, wherever in the network it
 * has ended up, also when the peer that put it is gone. What a key stands for never changes. Data
 * is of any length from 0 to {@link #maxValueBytes()}.
 *
 * <p>Stages fail with an {@link io.peerwright.api.OverlayException}; that nothing is found is no
 * failure.
 */
public interface KeyLookup extends Capability {

  /**
   * What became of data that was put.
   *
   * @param key by which it is found
   * @param others how many other peers have said that they keep it; 0 if there is no other, so that
   *     it is found only as long as this one is there
   */
  record Stored(Urn key, int others) {}

  /**
   * The namespaces of the keys that can be asked for, such as {@link Urn#SHA1}; at least one, and
   * the same before the overlay joins.
   */
  Set<String> namespaces();

  /** The largest data that can be stored, in bytes; at least 1. */
  int maxValueBytes();

  /**
   * How long data is found after it was last put, at the least, if nobody asks for it; whoever
   * wants it to stay puts it again.
   */
  Duration lifetime();

  /**
   * Looks a key up.
   *
   * @return the data, verified against the key, in a buffer that belongs to the caller, who may
   *     write into it; empty if it is not in the network, as far as was found out within the time.
   *     Fails with {@link io.peerwright.api.Reason#UNSUPPORTED} for a namespace that is not among
   *     {@link #namespaces()}, with UNREACHABLE before {@link Overlay#join}, with SHUTDOWN when the
   *     overlay is left meanwhile
   */
  CompletionStage<Optional<ByteBuffer>> get(Urn key, Duration within);

  /**
   * Stores data under the key of a namespace. To store what is there already is no error: its
   * lifetime begins anew.
   *
   * @param namespace one of {@link #namespaces()}
   * @param data read during the call, its position is moved to its limit
   * @return the key and how many keep it, completes when all that were asked have answered or been
   *     given up. Fails as {@link #get} does, with {@link io.peerwright.api.Reason#LIMIT} if data
   *     is larger than {@link #maxValueBytes()}, and with REFUSED if there are others and none
   *     takes it
   */
  CompletionStage<Stored> put(String namespace, ByteBuffer data);

  /**
   * Has data forgotten that this peer has put. What others have put as well stays.
   *
   * @return true if the network does that; false if it forgets by time only, or nothing was put
   */
  CompletionStage<Boolean> remove(Urn key);
}
