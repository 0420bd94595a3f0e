package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * The receiving direction of a link: bytes as far as there is credit, then the end.
 *
 * <p>Nothing is read without credit, but for one small read ahead that tells us when an idle remote
 * side goes away; so a stalled reader costs two kilobytes here and fills the buffers of the system.
 */
final class TcpInput {

  private static final int READ_AHEAD_BYTES = 2048;

  /** Reads in one event, so that a fast remote side leaves the others their turn. */
  private static final int READS_PER_EVENT = 4;

  /** More than the network holds of what was sent before the remote side heard that we close. */
  private static final int MOST_DISCARDED_BYTES = 16 << 20;

  private final InputSocket link;
  private int credit;

  /** What was read ahead. */
  private @Nullable ByteBuffer kept;

  private @Nullable ResetProbe probe;
  private boolean deliveryPosted;
  private boolean ended;

  /** What a closing link has thrown away. */
  private int discarded;

  TcpInput(InputSocket link) {
    this.link = link;
  }

  /** Adds credit, and delivers what was read ahead in an event of its own. */
  void request(int bytes) {
    boolean unlimited = bytes == Link.UNLIMITED || Link.UNLIMITED - credit <= bytes;
    credit = unlimited ? Link.UNLIMITED : credit + bytes;
    if (kept != null && !deliveryPosted) {
      deliveryPosted = true;
      link.reactor.post(this::deliverKept);
    }
  }

  private void use(int bytes) {
    if (credit != Link.UNLIMITED) {
      credit -= bytes;
    }
  }

  /** Reads and delivers; a closing link throws away what comes in. */
  void readable() throws IOException {
    for (int i = 0; i < READS_PER_EVENT && !link.isClosed(); i++) {
      boolean discard = link.isClosing();
      ByteBuffer buffer = link.reactor.readBuffer(discard ? Integer.MAX_VALUE : readLimit());
      int count = link.channel().read(buffer);
      if (count < 0) {
        ended = true;
        link.inputEnded();
        probeIfDeaf();
        return;
      }
      if (count > 0 && discard) {
        discarded += count;
        if (discarded > MOST_DISCARDED_BYTES) {
          link.abort(Reason.CANCELLED);
          return;
        }
      } else if (count > 0) {
        ByteBuffer view = link.reactor.readView(count);
        if (credit == 0) {
          keep(view);
          return;
        }
        use(count);
        link.deliver(view);
      }
      if (buffer.hasRemaining()) {
        return;
      }
    }
  }

  private int readLimit() {
    return credit == 0 ? READ_AHEAD_BYTES : credit;
  }

  /** Keeps a copy of what was read without credit, and reads no more. */
  private void keep(ByteBuffer view) {
    kept = ByteBuffer.allocate(view.remaining()).put(view).flip();
    link.dropInterest(SelectionKey.OP_READ);
    probeIfDeaf();
  }

  private void deliverKept() {
    deliveryPosted = false;
    ByteBuffer view = link.isOpen() ? takeKept() : null;
    if (view != null) {
      if (kept == null) {
        link.addInterest(SelectionKey.OP_READ);
      }
      link.deliver(view);
    }
  }

  /** As much of what is kept as there is credit for; null if either is missing. */
  private @Nullable ByteBuffer takeKept() {
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

  private void probeIfDeaf() {
    if (link.isDeaf()) {
      if (probe == null) {
        probe = new ResetProbe(link);
      }
      probe.start();
    }
  }

  /** True while nothing is read: credit is missing, or the end has come. */
  boolean isPaused() {
    return kept != null || ended;
  }

  boolean isEnded() {
    return ended;
  }

  void dropKept() {
    kept = null;
  }

  int heldBytes() {
    return kept == null ? 0 : kept.capacity();
  }
}
