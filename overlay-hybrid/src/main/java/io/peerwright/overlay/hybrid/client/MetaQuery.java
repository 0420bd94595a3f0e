package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Asks a metaserver where a server is: it says one line, host:port, to whoever connects, and closes
 * the connection.
 */
final class MetaQuery implements LinkHandler {

  private static final int MAX_BYTES = 300;

  private final Loop loop;
  private final long timeoutNanos;
  private final Consumer<String> answered;
  private final StringBuilder text = new StringBuilder();
  private long timer;

  /** The answer is what stands in the first line; empty if nothing came. Called once. */
  MetaQuery(Loop loop, long timeoutNanos, Consumer<String> answered) {
    this.loop = loop;
    this.timeoutNanos = timeoutNanos;
    this.answered = answered;
  }

  @Override
  public void onOpen(Link link) {
    timer = loop.schedule(timeoutNanos, () -> link.abort(Reason.TIMEOUT));
    link.request(MAX_BYTES);
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    while (data.hasRemaining()) {
      char c = (char) (data.get() & 0xff);
      if (c == '\n' || c == 0 || text.length() == MAX_BYTES - 1) {
        link.close();
        return;
      }
      text.append(c);
    }
  }

  @Override
  public void onInputClosed(Link link) {
    link.close();
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    loop.cancel(timer);
    answered.accept(text.toString().strip());
  }
}
