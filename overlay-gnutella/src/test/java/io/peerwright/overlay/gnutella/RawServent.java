package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A simulated host that has dialled a servent and says what a test wants. */
final class RawServent implements LinkHandler {

  /** A message that it got. */
  record Got(Guid guid, int ttl, int hops, Message message) {}

  private final Simulation simulation;
  private final FrameBuffer frames =
      new FrameBuffer(Header.FRAMING, Header.BYTES + Header.MAX_PAYLOAD);
  private final List<Got> got = new ArrayList<>();
  private final StringBuilder head = new StringBuilder();
  private final Link link;
  private boolean linked;

  /**
   * Shakes hands.
   *
   * @param fields of its header, each with its end
   */
  RawServent(Simulation simulation, Host host, Endpoint to, String fields) {
    this.simulation = simulation;
    link = host.transport().connect(to, SocketOptions.DEFAULT, this);
    simulation.runFor(Duration.ofMillis(500));
    write("GNUTELLA CONNECT/0.6\r\nUser-Agent: Raw/1.0\r\n" + fields + "\r\n");
    simulation.runFor(Duration.ofSeconds(1));
    if (!linked) {
      throw new AssertionError("no link: " + head);
    }
  }

  /** An ultrapeer that listens somewhere. */
  static RawServent ultrapeer(Simulation simulation, Host host, Endpoint to, String fields) {
    String more = "X-Ultrapeer: True\r\nGGEP: 0.5\r\nVendor-Message: 0.2\r\n" + fields;
    return new RawServent(simulation, host, to, more);
  }

  private void write(String text) {
    link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  void send(Guid guid, int ttl, int hops, Message message) {
    link.write(Messages.encode(guid, ttl, hops, message));
  }

  void sendBytes(byte[] message) {
    link.write(ByteBuffer.wrap(message));
  }

  /** What came since the last time, after a while. */
  List<Got> take(int millis) {
    simulation.runFor(Duration.ofMillis(millis));
    List<Got> all = List.copyOf(got);
    got.clear();
    return all;
  }

  /** Of those the messages of one kind. */
  <M extends Message> List<Got> take(int millis, Class<M> kind) {
    return take(millis).stream().filter(each -> kind.isInstance(each.message())).toList();
  }

  void close() {
    link.close();
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    linked = false;
  }

  /** Whom the answer to the handshake has named. */
  Set<Endpoint> named() {
    return head.toString()
        .lines()
        .filter(line -> line.startsWith("X-Try-Ultrapeers: "))
        .flatMap(line -> Stream.of(line.substring("X-Try-Ultrapeers: ".length()).split(",")))
        .map(Endpoint::parse)
        .collect(Collectors.toSet());
  }

  boolean isLinked() {
    return linked;
  }

  @Override
  public void onOpen(Link opened) {
    opened.request(Link.UNLIMITED);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    while (!linked && data.hasRemaining()) {
      head.append((char) data.get());
      if (head.toString().endsWith("\r\n\r\n") && head.toString().startsWith("GNUTELLA/0.6 200")) {
        linked = true;
        write("GNUTELLA/0.6 200 OK\r\n\r\n");
      }
    }
    for (ByteBuffer frame = frames.next(data); frame != null; frame = frames.next(data)) {
      int at = frame.position();
      try {
        Guid guid = Header.guid(frame, at);
        Message message = Messages.read(frame, at);
        got.add(new Got(guid, Header.ttl(frame, at), Header.hops(frame, at), message));
      } catch (MalformedException malformed) {
        throw new AssertionError(malformed);
      }
    }
  }
}
