package io.peerwright.multicast.delivery;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Somebody who hears a group, of one source or of all, and who waits for that to begin. */
public final class Membership {

  private final @Nullable Endpoint source;
  private final BiConsumer<Endpoint, ByteBuffer> messages;
  private final CompletableFuture<Handle> joined = new CompletableFuture<>();
  private boolean told;
  private boolean ended;

  /**
   * Waits.
   *
   * @param source whom to hear, as {@link #isFrom} has it; null for all
   */
  public Membership(@Nullable Endpoint source, BiConsumer<Endpoint, ByteBuffer> messages) {
    this.source = source;
    this.messages = messages;
  }

  /** Completes with what leaves the group. */
  public CompletableFuture<Handle> joined() {
    return joined;
  }

  /** Whether it still waits. */
  public boolean isPending() {
    return !told;
  }

  /** It hears from now on. */
  public void joined(Handle leave) {
    if (!told) {
      told = true;
      joined.complete(leave);
    }
  }

  /** It waits in vain. Nothing happens if it hears already. */
  public void failed(Reason reason, String message) {
    if (!told) {
      told = true;
      ended = true;
      joined.completeExceptionally(new OverlayException(reason, message));
    }
  }

  /** It hears nothing more. */
  public void end() {
    ended = true;
  }

  /** A message, which it is lent, if it comes from whom it wants to hear. */
  public void hear(Endpoint from, ByteBuffer message) {
    if (!ended && isFrom(from, source)) {
      messages.accept(from, message.asReadOnlyBuffer());
    }
  }

  /**
   * Whether something comes from a source, by its address, and by its port unless that is 0.
   *
   * @param source null for any
   */
  public static boolean isFrom(Endpoint from, @Nullable Endpoint source) {
    return source == null
        || from.high() == source.high()
            && from.low() == source.low()
            && (source.port() == 0 || source.port() == from.port());
  }
}
