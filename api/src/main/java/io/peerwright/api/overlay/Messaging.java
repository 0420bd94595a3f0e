package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Short messages between peers by name. A message arrives whole and once, or not at all; two may
 * overtake each other.
 */
public interface Messaging extends Capability {

  /** The longest message that can be sent, in bytes; one of no bytes is a message, too. */
  int maxMessageBytes();

  /**
   * Sends a message.
   *
   * @param message read during the call, its position is moved to its limit
   * @return completes when the overlay has taken it, which does not say that it arrives. Fails with
   *     an {@link io.peerwright.api.OverlayException}: {@link io.peerwright.api.Reason#UNRESOLVED}
   *     if the peer is not known, or known to be away, LIMIT if the message is longer than {@link
   *     #maxMessageBytes()}, UNREACHABLE before {@link Overlay#join}, SHUTDOWN if the overlay is
   *     left meanwhile
   */
  CompletionStage<Void> send(String peer, ByteBuffer message);

  /**
   * Hears the messages to us; all who hear are told each of them.
   *
   * @param messages the name of the sender, by which it can be answered, and the message, which is
   *     borrowed: read-only, valid during the call
   * @return ends the hearing
   */
  Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages);
}
