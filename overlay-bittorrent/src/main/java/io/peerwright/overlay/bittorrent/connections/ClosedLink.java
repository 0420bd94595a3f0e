package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;

/** Stands for a link that is about to be opened. */
public final class ClosedLink implements Link {

  public static final Link LINK = new ClosedLink();

  private static final Endpoint NOWHERE = Endpoint.ofIpv4(0, 0);

  private ClosedLink() {}

  @Override
  public int write(ByteBuffer source) {
    return 0;
  }

  @Override
  public void request(int bytes) {}

  @Override
  public void closeOutput() {}

  @Override
  public void close() {}

  @Override
  public void abort(Reason reason) {}

  @Override
  public Endpoint local() {
    return NOWHERE;
  }

  @Override
  public Endpoint remote() {
    return NOWHERE;
  }
}
