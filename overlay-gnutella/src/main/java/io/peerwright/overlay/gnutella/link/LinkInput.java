package io.peerwright.overlay.gnutella.link;

import io.peerwright.api.Reason;
import io.peerwright.overlay.gnutella.message.Header;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a link once hands are shaken: bytes are inflated where that was agreed on, and
 * cut into messages, which are read where they lie.
 *
 * <p>This is the link's base and not a part of it, since there are many links and each part costs
 * an object.
 */
abstract class LinkInput extends Turn.Part {

  private @Nullable ByteBuffer partial;
  private @Nullable Inflation inflation;

  /** Whether nothing is read any more. */
  abstract boolean isOver();

  /** A whole message stands there. */
  abstract void onMessage(ByteBuffer data, int at, int length);

  /** Cuts the link off. */
  public abstract void end(Reason reason);

  /** What comes from now on is one compressed stream. */
  void inflate() {
    inflation = new Inflation();
  }

  void read(ByteBuffer data) {
    Reason failure = null;
    if (inflation == null) {
      cut(data);
    } else {
      failure = inflation.read(data, this::cut);
    }
    if (failure != null && !isOver()) {
      end(failure);
    }
  }

  /** Takes messages off a buffer. False once the link is over. */
  private boolean cut(ByteBuffer data) {
    while (!isOver() && data.hasRemaining()) {
      int at = data.position();
      boolean begins = partial == null && data.remaining() >= Header.BYTES;
      int length = begins ? Header.length(data, at, false) : 0;
      if (length == Integer.MAX_VALUE) {
        // There is no mark to find the next message by.
        end(Reason.LIMIT);
      } else if (begins && length <= data.remaining()) {
        onMessage(data, at, length);
        data.position(at + length);
      } else {
        complete(data);
      }
    }
    return !isOver();
  }

  /** Takes what there is of a message that does not lie in one read. */
  private void complete(ByteBuffer data) {
    ByteBuffer begun = partial == null ? Chunks.take(Header.BYTES) : partial;
    ByteBuffer part = PartialMessage.fill(begun, data);
    partial = part;
    int length = PartialMessage.length(part);
    if (length == Integer.MAX_VALUE) {
      end(Reason.LIMIT);
    } else if (length == part.position()) {
      partial = null;
      onMessage(part, 0, length);
      Chunks.give(part);
    }
  }

  /** Gives everything back. */
  void closeInput() {
    Chunks.give(partial);
    partial = null;
    if (inflation != null) {
      inflation.close();
    }
  }
}
