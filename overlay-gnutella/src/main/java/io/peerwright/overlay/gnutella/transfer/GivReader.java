package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads who has dialled because of a push, and passes the rest on to who waits for it. */
final class GivReader implements LinkHandler {

  private final Runnable known;
  private final Function<Giv, @Nullable PushedLink> waiting;
  private final StringBuilder text = new StringBuilder();
  private @Nullable PushedLink pushed;

  /**
   * For one link.
   *
   * @param known runs when it has said who it is, or is gone
   */
  GivReader(Runnable known, Function<Giv, @Nullable PushedLink> waiting) {
    this.known = known;
    this.waiting = waiting;
  }

  @Override
  public void onOpen(Link link) {
    link.request(Giv.LEAST_BYTES);
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    if (pushed != null) {
      pushed.onData(link, data);
      return;
    }
    while (data.hasRemaining()) {
      text.append((char) (data.get() & 0xff));
    }
    if (text.indexOf("\n\n") < 0 && text.indexOf("\n\r\n") < 0) {
      if (text.length() < Giv.MOST_BYTES) {
        // No byte of what follows: who asks for the file gives the credit for that.
        link.request(Math.max(1, Giv.LEAST_BYTES - text.length()));
      } else {
        link.abort(Reason.PROTOCOL);
      }
      return;
    }
    known.run();
    Giv giv = Giv.parse(text.toString());
    pushed = giv == null ? null : waiting.apply(giv);
    if (pushed == null) {
      link.abort(giv == null ? Reason.PROTOCOL : Reason.REFUSED);
    } else {
      pushed.arrived(link);
    }
  }

  @Override
  public void onWritable(Link link) {
    if (pushed != null) {
      pushed.onWritable(link);
    }
  }

  @Override
  public void onInputClosed(Link link) {
    if (pushed != null) {
      pushed.onInputClosed(link);
    } else {
      link.closeOutput();
    }
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    known.run();
    if (pushed != null) {
      pushed.onClosed(link, reason);
    }
  }
}
