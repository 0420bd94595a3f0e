package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads why a servent has dialled: because of a push ({@code GIV}), or because it is our turn in
 * its queue ({@code QUEUE}). The link is used then as if we had dialled.
 */
final class CallReader implements LinkHandler {

  /** Who waits for such links. */
  interface Owner {

    /**
     * A servent brings what it was asked for by a push.
     *
     * @return who uses the link; null if nobody waits for it
     */
    @Nullable PushedLink onGiv(Giv giv);

    /**
     * A servent calls whom it has in its queue.
     *
     * @return false if nobody here waits in it
     */
    boolean onQueue(QueueCall call, CallReader by, Endpoint from);
  }

  private final Runnable known;
  private final Owner owner;
  private final StringBuilder text = new StringBuilder();
  private Runnable gone = () -> {};
  private @Nullable Link link;
  private boolean read;
  private @Nullable PushedLink pushed;

  /**
   * For one link.
   *
   * @param known runs when it has said why it comes, or is gone
   */
  CallReader(Runnable known, Owner owner) {
    this.known = known;
    this.owner = owner;
  }

  @Override
  public void onOpen(Link opened) {
    link = opened;
    opened.request(Giv.LEAST_BYTES);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    if (pushed != null) {
      pushed.onData(from, data);
      return;
    }
    if (read) {
      from.abort(Reason.PROTOCOL);
      return;
    }
    while (data.hasRemaining()) {
      text.append((char) (data.get() & 0xff));
    }
    if (!isWhole()) {
      if (text.length() < Giv.MOST_BYTES) {
        // No byte of what follows: who asks for the file gives the credit for that.
        from.request(Math.max(1, Giv.LEAST_BYTES - text.length()));
      } else {
        from.abort(Reason.PROTOCOL);
      }
      return;
    }
    read = true;
    known.run();
    answer(from, text.toString());
  }

  private boolean isWhole() {
    return QueueCall.isOne(text)
        ? text.indexOf("\n") >= 0
        : text.indexOf("\n\n") >= 0 || text.indexOf("\n\r\n") >= 0;
  }

  private void answer(Link from, String said) {
    QueueCall call = QueueCall.parse(said);
    Giv giv = call == null ? Giv.parse(said) : null;
    PushedLink awaited = giv == null ? null : owner.onGiv(giv);
    if (awaited != null) {
      give(awaited);
    } else if (call == null || !owner.onQueue(call, this, from.remote())) {
      from.abort(giv == null && call == null ? Reason.PROTOCOL : Reason.REFUSED);
    }
  }

  /** From now on it is used, unless it is over. */
  void give(PushedLink user) {
    if (link == null) {
      user.fail(Reason.RESET);
    } else {
      pushed = user;
      user.arrived(link);
    }
  }

  /** Nobody has a use for it any more. */
  void refuse() {
    if (link != null) {
      link.abort(Reason.REFUSED);
    }
  }

  /** Runs if it ends before it is used. */
  void whenGone(Runnable then) {
    gone = then;
  }

  @Override
  public void onWritable(Link to) {
    if (pushed != null) {
      pushed.onWritable(to);
    }
  }

  @Override
  public void onInputClosed(Link closed) {
    if (pushed != null) {
      pushed.onInputClosed(closed);
    } else {
      closed.closeOutput();
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    link = null;
    known.run();
    if (pushed != null) {
      pushed.onClosed(closed, reason);
    } else {
      gone.run();
    }
  }
}
