package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Short messages between peers by name. */
public interface Messaging extends Capability {

  /**
   * Sends a message; the buffer is read during the call.
   *
   * @return completes when the overlay has taken it; fails if the peer is known to be away
   */
  CompletionStage<Void> send(String peer, ByteBuffer message);

  /** Hears the messages to us: the sender's name and the message, which is borrowed. */
  Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages);
}
