package io.peerwright.multicast.ip;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Somebody who hears a group, and who waits for that to begin. */
final class Membership {

  private final BiConsumer<Endpoint, ByteBuffer> messages;
  private final CompletableFuture<Handle> joined = new CompletableFuture<>();
  private boolean ended;
  private boolean told;

  Membership(BiConsumer<Endpoint, ByteBuffer> messages) {
    this.messages = messages;
  }

  CompletableFuture<Handle> joined() {
    return joined;
  }

  boolean isPending() {
    return !told;
  }

  void joined(Handle leave) {
    if (!told) {
      told = true;
      joined.complete(leave);
    }
  }

  void failed(Reason reason, String message) {
    ended = true;
    if (!told) {
      told = true;
      joined.completeExceptionally(new OverlayException(reason, message));
    }
  }

  void end() {
    ended = true;
  }

  void hear(Endpoint from, ByteBuffer message) {
    if (!ended) {
      messages.accept(from, message.asReadOnlyBuffer());
    }
  }
}
