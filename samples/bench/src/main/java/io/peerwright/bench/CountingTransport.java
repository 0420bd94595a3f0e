package io.peerwright.bench;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.ForwardingLink;
import io.peerwright.kit.net.ForwardingTransport;
import java.nio.ByteBuffer;

/** The transport of a host; counts what comes over the links that others have opened. */
final class CountingTransport extends ForwardingTransport {

  private long received;

  CountingTransport(Transport inner) {
    super(inner);
  }

  long receivedBytes() {
    return received;
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    return listen(Counted::new, local, options, acceptor);
  }

  private final class Counted extends ForwardingLink {
    @Override
    public void onData(Link from, ByteBuffer data) {
      received += data.remaining();
      super.onData(from, data);
    }
  }
}
