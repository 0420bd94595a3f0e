package io.peerwright.kit.record;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;

/**
 * A link that takes whatever it is given, for those who hand a handler messages as if a link had
 * brought them. It calls nobody.
 */
public class SinkLink implements Link {

  private final Endpoint local;
  private final Endpoint remote;
  private boolean over;
  private long written;

  /** An open link between two addresses. */
  public SinkLink(Endpoint local, Endpoint remote) {
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
    return local;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  /** True once it was closed or aborted. */
  public boolean isOver() {
    return over;
  }

  /** How many bytes it has taken. */
  public long written() {
    return written;
  }
}
