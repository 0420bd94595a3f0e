package io.peerwright.bench;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;

/** A link that takes whatever it is given. */
final class SinkLink implements Link {
  private final Endpoint remote;
  private boolean over;
  private long written;

  SinkLink(Endpoint remote) {
    this.remote = remote;
  }

  @Override
  public int write(ByteBuffer source) {
    int count = source.remaining();
    source.position(source.limit());
    written += count;
    return count;
  }

  @Override
  public void request(int bytes) {}

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
    return Endpoint.ofIpv4(0x0a000001, 6881);
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  boolean isOver() {
    return over;
  }

  /** How many bytes it has taken. */
  long written() {
    return written;
  }
}
