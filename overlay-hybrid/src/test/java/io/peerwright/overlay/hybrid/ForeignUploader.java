package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Another program that serves one file by hand, and breaks off the first link. */
final class ForeignUploader implements LinkAcceptor {

  /** What it sends when it is asked for a range that does not start at 0. */
  interface Answer {
    byte[] from(int offset);
  }

  /** The offsets that it was asked for. */
  final List<Integer> asked = new ArrayList<>();

  private final Host host;
  private final String size;
  private final Answer answer;
  private final int breaksAt;

  /**
   * Logs in and accepts links.
   *
   * @param breaksAt bytes after which the first link ends
   */
  ForeignUploader(
      NapsterNetwork napster, String nick, String file, int size, int breaksAt, Answer answer) {
    this.host = napster.simulation.newHost(nick, null, null);
    this.size = Integer.toString(size);
    this.breaksAt = breaksAt;
    this.answer = answer;
    Endpoint port = host.listenAddress().withPort(6699);
    host.transport().listen(port, SocketOptions.DEFAULT, this);
    FalseSharer.join(napster, host, nick, port, file, size);
    napster.settle();
  }

  @Override
  public LinkHandler onAccept(Link link) {
    return new Serving();
  }

  private final class Serving implements LinkHandler {

    private final StringBuilder request = new StringBuilder();
    private ByteBuffer left = ByteBuffer.allocate(0);
    private boolean breaks;

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      link.write(ByteBuffer.wrap(new byte[] {'1'}));
      host.loop().schedule(Duration.ofSeconds(2).toNanos(), () -> serve(link));
    }

    private void serve(Link link) {
      String text = request.toString();
      int offset = Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
      byte[] bytes = answer.from(offset);
      breaks = asked.isEmpty() && breaksAt > 0;
      asked.add(offset);
      int count = breaks ? breaksAt : bytes.length;
      left = ByteBuffer.allocate(size.length() + count);
      left.put(size.getBytes(StandardCharsets.US_ASCII)).put(bytes, 0, count).flip();
      onWritable(link);
    }

    @Override
    public void onWritable(Link link) {
      link.write(left);
      if (!left.hasRemaining() && asked.size() > 0) {
        link.closeOutput();
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      request.append(StandardCharsets.ISO_8859_1.decode(data));
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }
}
