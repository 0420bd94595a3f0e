package io.peerwright.api.overlay;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Stores and finds data under keys, wherever in the network they end up. */
public interface KeyLookup extends Capability {

  /**
   * Looks a key up.
   *
   * @return the data, verified against the key; fails if it is not found within the time
   */
  CompletionStage<ByteBuffer> get(Urn key, Duration within);

  /**
   * Stores data.
   *
   * @param key the key wanted; with the value {@code "?"} it is computed from the data
   * @return the key that the data can be found under
   */
  CompletionStage<Urn> put(Urn key, ByteBuffer data);
}
