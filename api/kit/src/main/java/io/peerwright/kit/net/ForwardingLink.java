package io.peerwright.kit.net;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a link and its handler, and passes everything on both ways: each sees it as the
 * other. Put there by a {@link ForwardingTransport}.
 *
 * <p>A subclass that keeps anything back still owes the handler what {@link LinkHandler} promises.
 * Two rules make that easy: tell {@code onClosed} when the link itself says so and never later, for
 * timers of a host that closes do not run any more; and keep the link open as long as there is
 * something to tell before it.
 */
public class ForwardingLink implements Link, LinkHandler {

  @Nullable Link link;
  @Nullable LinkHandler handler;

  /** Not in its place yet. */
  public ForwardingLink() {}

  /** The link on the one side. There before anything is called. */
  protected final Link link() {
    if (link == null) {
      throw new IllegalStateException("a transport calls back only after it has returned");
    }
    return link;
  }

  /** The handler on the other side. There before anything happens on the link. */
  protected final LinkHandler handler() {
    if (handler == null) {
      throw new IllegalStateException("a link has a handler before anything happens on it");
    }
    return handler;
  }

  /**
   * Calls the handler in an event of our own, such as a timer. What it throws costs the link, and
   * is thrown on for the loop to report. In a callback of the link there is no need of it.
   */
  protected final void call(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable thrown) {
      abort(Reason.PROTOCOL);
      throw thrown;
    }
  }

  // What the handler asks for.

  @Override
  public int write(ByteBuffer source) {
    return link().write(source);
  }

  @Override
  public void request(int bytes) {
    link().request(bytes);
  }

  @Override
  public void closeOutput() {
    link().closeOutput();
  }

  @Override
  public void close() {
    link().close();
  }

  @Override
  public void abort(Reason reason) {
    link().abort(reason);
  }

  @Override
  public Endpoint local() {
    return link().local();
  }

  @Override
  public Endpoint remote() {
    return link().remote();
  }

  // What happens on the link.

  @Override
  public void onOpen(Link opened) {
    handler().onOpen(this);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    handler().onData(this, data);
  }

  @Override
  public void onWritable(Link writable) {
    handler().onWritable(this);
  }

  @Override
  public void onInputClosed(Link ended) {
    handler().onInputClosed(this);
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    handler().onClosed(this, reason);
  }

  @Override
  public String toString() {
    return String.valueOf(link);
  }
}
