package io.peerwright.kit.net;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes what happens on a link on to another handler, which may be known from the start or later:
 * before that nothing is passed on, and data is not kept. A {@link ForwardingLink} passes on both
 * ways.
 */
public class ForwardingHandler implements LinkHandler {

  private @Nullable LinkHandler next;

  /**
   * Passes on.
   *
   * @param next null if it is known later
   */
  public ForwardingHandler(@Nullable LinkHandler next) {
    this.next = next;
  }

  /** From now on it is this one. */
  protected final void handTo(LinkHandler handler) {
    next = handler;
  }

  /** Who it is; null if that is not known yet. */
  protected final @Nullable LinkHandler next() {
    return next;
  }

  /** What the other handler is to see as its link. */
  protected Link seenAs(Link link) {
    return link;
  }

  @Override
  public void onOpen(Link link) {
    if (next != null) {
      next.onOpen(seenAs(link));
    }
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    if (next != null) {
      next.onData(seenAs(link), data);
    }
  }

  @Override
  public void onWritable(Link link) {
    if (next != null) {
      next.onWritable(seenAs(link));
    }
  }

  @Override
  public void onInputClosed(Link link) {
    if (next != null) {
      next.onInputClosed(seenAs(link));
    }
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    if (next != null) {
      next.onClosed(seenAs(link), reason);
    }
  }
}
