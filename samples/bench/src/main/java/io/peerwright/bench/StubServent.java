package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a servent that is measured: shakes hands as an ultrapeer or a leaf, then sends
 * what it is given, and of what comes counts the bytes only. So nearly all of the processor time is
 * the servent's and the network's.
 */
final class StubServent implements LinkHandler {

  private final ByteBuffer greeting;
  private final Link link;
  private boolean answered;
  private boolean linked;
  private long received;
  private @Nullable Reason end;

  /** Calls a servent. */
  StubServent(Host host, Endpoint servent, boolean ultrapeer) {
    greeting =
        ByteBuffer.wrap(
            ("GNUTELLA CONNECT/0.6\r\nUser-Agent: Stub/1.0\r\nX-Ultrapeer: "
                    + (ultrapeer ? "True" : "False")
                    + "\r\nX-Query-Routing: 0.1\r\nX-Degree: 32\r\nX-Dynamic-Querying: 0.1\r\n"
                    + "X-Max-TTL: 4\r\nGGEP: 0.5\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    link = host.transport().connect(servent, SocketOptions.DEFAULT, this);
  }

  /** Both have said that they are linked, and the link is there still. */
  boolean isLinked() {
    return linked && end == null;
  }

  long received() {
    return received;
  }

  /** Sends bytes, of which the link may take a part only: how many. */
  int send(ByteBuffer bytes) {
    return link.write(bytes);
  }

  @Override
  public void onOpen(Link opened) {
    opened.request(Link.UNLIMITED);
    opened.write(greeting);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    received += data.remaining();
    if (!answered) {
      answered = true;
      from.write(
          ByteBuffer.wrap("GNUTELLA/0.6 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
      linked = true;
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    end = reason;
  }
}
