package io.peerwright.multicast.endhost;

import io.peerwright.api.Handle;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Somebody of the application who hears a group. */
final class Membership {

  final Group group;
  final CompletableFuture<Handle> stage = new CompletableFuture<>();
  private final @Nullable Endpoint source;
  private final BiConsumer<? super Endpoint, ? super ByteBuffer> messages;
  private boolean closed;

  /** Hears what {@link #hear} is given, until it is closed. */
  Membership(
      Group group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    this.group = group;
    this.source = source;
    this.messages = messages;
  }

  void close() {
    closed = true;
  }

  void hear(Endpoint from, byte[] message) {
    if (!closed && (source == null || source.equals(from))) {
      messages.accept(from, ByteBuffer.wrap(message).asReadOnlyBuffer());
    }
  }
}
