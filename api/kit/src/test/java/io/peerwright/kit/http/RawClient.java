package io.peerwright.kit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says to a server what it likes, and reads as much of the answers as it has credit for. */
final class RawClient implements LinkHandler {
  final StringBuilder received = new StringBuilder();
  @Nullable Reason closed;
  private final StringBuilder unsent = new StringBuilder();
  final Link link;

  RawClient(Host host, Endpoint server, int credit) {
    link = host.transport().connect(server, SocketOptions.DEFAULT, this);
    link.request(credit);
  }

  void send(String text) {
    unsent.append(text);
    flush();
  }

  private void flush() {
    int taken = link.write(ByteBuffer.wrap(unsent.toString().getBytes(ISO_8859_1)));
    unsent.delete(0, taken);
  }

  /** What the link has not taken. */
  int unsentBytes() {
    return unsent.length();
  }

  /** The bodies of the answers, by their length; a HEAD has none. */
  List<String> bodies() {
    List<String> bodies = new ArrayList<>();
    for (String answer : received.toString().split("HTTP/1.1 200 OK", -1)) {
      int end = answer.indexOf("\r\n\r\n");
      if (end >= 0) {
        bodies.add(answer.substring(end + 4));
      }
    }
    return bodies;
  }

  @Override
  public void onOpen(Link opened) {
    flush();
  }

  @Override
  public void onWritable(Link writable) {
    flush();
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    received.append(ISO_8859_1.decode(data));
  }

  @Override
  public void onClosed(Link ended, Reason reason) {
    closed = reason;
  }
}
