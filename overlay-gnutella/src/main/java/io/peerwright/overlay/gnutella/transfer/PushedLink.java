package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.net.ForwardingHandler;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A link to a servent that cannot be dialled: for who uses it like one that was dialled, open when
 * the servent has dialled us.
 */
final class PushedLink extends ForwardingHandler implements Link, TimerTarget {

  private final Loop loop;
  private final Endpoint unknown;
  private final Consumer<PushedLink> gone;
  private final long timer;
  private @Nullable Link link;
  private int credit;
  private boolean over;

  /**
   * Waits.
   *
   * @param unknown where the servent is as long as it has not come
   * @param gone told when it waits no more without having been opened
   */
  PushedLink(
      Loop loop,
      Endpoint unknown,
      LinkHandler handler,
      long withinNanos,
      Consumer<PushedLink> gone) {
    super(handler);
    this.loop = loop;
    this.unknown = unknown;
    this.gone = gone;
    timer = loop.schedule(withinNanos, this, 0, 0);
  }

  /** Whether the servent is still to come. */
  boolean isWaiting() {
    return !over && link == null;
  }

  /** Whether the servent has come. */
  boolean hasArrived() {
    return link != null;
  }

  /** The servent has come. */
  void arrived(Link opened) {
    loop.cancel(timer);
    link = opened;
    onOpen(opened);
    if (credit > 0) {
      opened.request(credit);
    }
  }

  /** It will not come. */
  void fail(Reason reason) {
    if (!over && link == null) {
      over = true;
      loop.cancel(timer);
      gone.accept(this);
      loop.execute(() -> onClosed(this, reason));
    }
  }

  @Override
  public void onTimer(int code, long argument) {
    fail(Reason.TIMEOUT);
  }

  // For who uses it.

  @Override
  public int write(ByteBuffer source) {
    return link == null ? 0 : link.write(source);
  }

  @Override
  public void request(int bytes) {
    if (link == null) {
      credit = bytes > UNLIMITED - credit ? UNLIMITED : credit + bytes;
    } else {
      link.request(bytes);
    }
  }

  @Override
  public void closeOutput() {
    if (link == null) {
      fail(Reason.CANCELLED);
    } else {
      link.closeOutput();
    }
  }

  @Override
  public void close() {
    if (link == null) {
      fail(Reason.CANCELLED);
    } else {
      link.close();
    }
  }

  @Override
  public void abort(Reason reason) {
    if (link == null) {
      fail(reason);
    } else {
      link.abort(reason);
    }
  }

  @Override
  public Endpoint local() {
    return link == null ? unknown : link.local();
  }

  @Override
  public Endpoint remote() {
    return link == null ? unknown : link.remote();
  }

  // Of the link itself.

  @Override
  protected Link seenAs(Link arrived) {
    return this;
  }
}
