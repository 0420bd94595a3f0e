package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Overlay;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Passes messages on to an overlay, and from it. */
class MessagingTap extends OverlayTap implements Messaging {

  private final Messaging messaging;

  MessagingTap(Host host, Overlay inner) {
    super(host, inner);
    messaging = inner.as(Messaging.class).orElseThrow();
  }

  @Override
  public <C extends Capability> Optional<C> as(Class<C> capability) {
    return capability == Messaging.class
        ? Optional.of(capability.cast(this))
        : super.as(capability);
  }

  @Override
  public int maxMessageBytes() {
    return messaging.maxMessageBytes();
  }

  @Override
  public CompletionStage<Void> send(String peer, ByteBuffer message) {
    return messaging.send(peer, message);
  }

  @Override
  public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
    return messaging.receive((from, message) -> tell(messages, from, message));
  }

  /** Tells one who hears of one message. */
  void tell(
      BiConsumer<? super String, ? super ByteBuffer> messages, String from, ByteBuffer message) {
    messages.accept(from, message);
  }

  static ByteBuffer copy(ByteBuffer message) {
    return ByteBuffer.allocate(message.remaining()).put(message.duplicate()).flip();
  }
}
