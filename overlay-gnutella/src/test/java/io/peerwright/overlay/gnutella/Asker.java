package io.peerwright.overlay.gnutella;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Says one thing to a servent, now and whenever it is told to, and keeps what comes. */
final class Asker implements LinkHandler {

  private final StringBuilder received = new StringBuilder();
  private final Link link;
  private final String request;
  private @Nullable Reason closed;

  Asker(Host host, Endpoint to, String request) {
    this(host, to, request, Link.UNLIMITED);
  }

  /** One that reads no more than so many bytes. */
  Asker(Host host, Endpoint to, String request, int credit) {
    this.request = request;
    link = host.transport().connect(to, SocketOptions.DEFAULT, this);
    link.request(credit);
  }

  /** Once more; what has come until now is forgotten. */
  void ask() {
    received.setLength(0);
    link.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
  }

  StringBuilder received() {
    return received;
  }

  Link link() {
    return link;
  }

  @Nullable Reason closed() {
    return closed;
  }

  @Override
  public void onOpen(Link opened) {
    ask();
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    received.append(ISO_8859_1.decode(data));
  }

  @Override
  public void onWritable(Link writable) {}

  @Override
  public void onClosed(Link ended, Reason reason) {
    closed = reason;
  }
}
