package io.peerwright.tck.fuzz;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conversation without a network, some ten times cheaper than one with a {@link Stranger}: a
 * handler is given an input at once, as far as it asks for more, and its link ends.
 */
public final class DirectLink implements Link {

  private final Endpoint local;
  private final Endpoint remote;
  private long credit;
  private long written;
  private boolean over;

  private DirectLink(Endpoint local, Endpoint remote) {
    this.local = local;
    this.remote = remote;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = over ? 0 : source.remaining();
    source.position(source.position() + count);
    written += count;
    return count;
  }

  @Override
  public void closeOutput() {}

  @Override
  public void close() {
    over = true;
  }

  @Override
  public void abort(Reason reason) {
    over = true;
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  /** How many bytes were answered. */
  public long written() {
    return written;
  }

  @Override
  public void request(int bytes) {
    credit = Math.min(Integer.MAX_VALUE, credit + bytes);
  }

  /**
   * Brings bytes to whoever accepts.
   *
   * @param accepts tells who reads from a link; null refuses it
   * @return the link, which is over
   */
  public static DirectLink bring(
      Endpoint local,
      Endpoint remote,
      byte[] input,
      Function<Link, @Nullable LinkHandler> accepts) {
    DirectLink link = new DirectLink(local, remote);
    LinkHandler handler = accepts.apply(link);
    if (handler == null) {
      return link;
    }
    handler.onOpen(link);
    ByteBuffer bytes = ByteBuffer.wrap(input);
    while (!link.over && bytes.hasRemaining() && link.credit > 0) {
      int count = (int) Math.min(link.credit, bytes.remaining());
      link.credit -= count;
      handler.onData(link, bytes.slice(bytes.position(), count).asReadOnlyBuffer());
      bytes.position(bytes.position() + count);
    }
    if (!link.over && !bytes.hasRemaining()) {
      handler.onInputClosed(link);
    }
    link.over = true;
    handler.onClosed(link, Reason.RESET);
    return link;
  }
}
