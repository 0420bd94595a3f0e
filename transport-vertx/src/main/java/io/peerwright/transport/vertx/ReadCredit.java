package io.peerwright.transport.vertx;

import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How many bytes a link may deliver, and the few that it has read without being allowed to. */
final class ReadCredit {

  private static final int READ_AHEAD_BYTES = 2048;

  private int credit;
  private @Nullable ByteBuffer kept;

  void add(int bytes) {
    boolean unlimited = bytes == Link.UNLIMITED || Link.UNLIMITED - credit <= bytes;
    credit = unlimited ? Link.UNLIMITED : credit + bytes;
  }

  private void use(int bytes) {
    if (credit != Link.UNLIMITED) {
      credit -= bytes;
    }
  }

  boolean isUsedUp() {
    return credit == 0;
  }

  /** How much to read at a time. */
  int readLimit() {
    return credit == 0 ? READ_AHEAD_BYTES : credit;
  }

  /** Uses credit for what was read. */
  ByteBuffer deliverable(ByteBuffer view) {
    use(view.remaining());
    return view;
  }

  /** Keeps a copy of what was read without credit. */
  void keep(ByteBuffer view) {
    kept = ByteBuffer.allocate(view.remaining()).put(view).flip();
  }

  boolean keepsSomething() {
    return kept != null;
  }

  /** As much of what is kept as there is credit for; null if either is missing. */
  @Nullable ByteBuffer takeKept() {
    ByteBuffer rest = kept;
    if (rest == null || credit == 0) {
      return null;
    }
    int count = Math.min(credit, rest.remaining());
    ByteBuffer view = rest.slice(rest.position(), count).asReadOnlyBuffer();
    rest.position(rest.position() + count);
    if (!rest.hasRemaining()) {
      kept = null;
    }
    use(count);
    return view;
  }

  void dropKept() {
    kept = null;
  }

  int heldBytes() {
    return kept == null ? 0 : kept.capacity();
  }
}
