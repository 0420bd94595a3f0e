package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The link of a stranger that floods a servent of Gnutella: shakes hands, if it has to, first. */
final class StrangeLink implements LinkHandler {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final GnutellaMessages kind;
  private final Link link;
  private ByteBuffer rest = NOTHING;
  private boolean linked;
  private boolean over;
  private long received;

  /** Calls a servent. */
  StrangeLink(Host host, Endpoint servent, GnutellaMessages kind) {
    this.kind = kind;
    kind.begin();
    link = host.transport().connect(servent, SocketOptions.DEFAULT, this);
  }

  /** True if it is linked and has sent what it was given. */
  boolean isReady() {
    return linked && !over && !rest.hasRemaining();
  }

  boolean isOver() {
    return over;
  }

  /** Sends bytes, as far as the link takes them; the others later. */
  void send(ByteBuffer bytes) {
    rest = bytes;
    link.write(bytes);
  }

  /** Drops what the link has not taken. */
  void forget() {
    rest = NOTHING;
  }

  long receivedBytes() {
    return received;
  }

  @Override
  public void onOpen(Link opened) {
    opened.request(Link.UNLIMITED);
    linked = kind.greeting().isEmpty();
    if (!linked) {
      opened.write(text(kind.greeting()));
    }
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    received += data.remaining();
    if (!linked) {
      linked = true;
      from.write(text(kind.thanks()));
    }
  }

  @Override
  public void onWritable(Link writable) {
    writable.write(rest);
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    over = true;
    rest = NOTHING;
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
