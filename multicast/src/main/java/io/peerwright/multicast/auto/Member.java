package io.peerwright.multicast.auto;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Somebody who hears a group, and who waits for that to begin. */
final class Member {

  private final @Nullable Endpoint source;
  private final BiConsumer<Endpoint, ByteBuffer> messages;
  private final CompletableFuture<Handle> joined = new CompletableFuture<>();
  private boolean told;
  private boolean ended;

  Member(@Nullable Endpoint source, BiConsumer<Endpoint, ByteBuffer> messages) {
    this.source = source;
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
    if (!told) {
      told = true;
      ended = true;
      joined.completeExceptionally(new OverlayException(reason, message));
    }
  }

  void end() {
    ended = true;
  }

  void hear(Endpoint from, ByteBuffer message) {
    boolean isWanted =
        source == null
            || source.high() == from.high()
                && source.low() == from.low()
                && (source.port() == 0 || source.port() == from.port());
    if (!ended && isWanted) {
      messages.accept(from, message.asReadOnlyBuffer());
    }
  }
}
