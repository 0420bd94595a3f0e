package io.peerwright.decorators;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;

/** Sends so many bytes of a pattern as fast as its link takes them, then ends its direction. */
public final class Source implements LinkHandler {

  private static final byte[] BLOCK = bytes(1 << 16);

  private final long total;
  private long sent;
  private Reason closed;

  public Source(long total) {
    this.total = total;
  }

  /** The beginning of the pattern. */
  public static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = at(i);
    }
    return bytes;
  }

  /** A byte of the pattern. */
  static byte at(long position) {
    return (byte) ((position & 0xffff) % 251);
  }

  public long sent() {
    return sent;
  }

  /** Why the link ended; null while it is open. */
  public Reason closed() {
    return closed;
  }

  @Override
  public void onOpen(Link link) {
    link.request(Link.UNLIMITED);
    feed(link);
  }

  @Override
  public void onWritable(Link link) {
    feed(link);
  }

  private void feed(Link link) {
    while (sent < total) {
      int from = (int) (sent % BLOCK.length);
      ByteBuffer rest = ByteBuffer.wrap(BLOCK, from, BLOCK.length - from);
      rest.limit(from + (int) Math.min(rest.remaining(), total - sent));
      sent += link.write(rest);
      if (rest.hasRemaining()) {
        return;
      }
    }
    link.closeOutput();
  }

  @Override
  public void onData(Link link, ByteBuffer data) {}

  @Override
  public void onInputClosed(Link link) {}

  @Override
  public void onClosed(Link link, Reason reason) {
    closed = reason;
  }
}
