package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Sends datagrams as they are to the tracker of a lab, and keeps what comes back. */
final class UdpProbe implements DatagramHandler {

  final List<ByteBuffer> received = new ArrayList<>();
  final Host host;
  private final TrackerLab lab;
  private final Datagrams socket;
  private long connection;

  UdpProbe(TrackerLab lab, Host host) {
    this.lab = lab;
    this.host = host;
    socket = host.transport().bind(host.listenAddress().withPort(0), SocketOptions.DEFAULT, this);
    lab.run(1);
  }

  @Override
  public void onDatagram(Datagrams bound, Endpoint from, ByteBuffer data) {
    byte[] copy = new byte[data.remaining()];
    data.get(copy);
    received.add(ByteBuffer.wrap(copy));
  }

  void send(ByteBuffer packet) {
    socket.send(TrackerLab.TRACKER, packet.duplicate().rewind());
  }

  /** Sends and returns the one answer. */
  ByteBuffer ask(ByteBuffer packet) {
    received.clear();
    send(packet);
    lab.run(1);
    assertEquals(1, received.size(), "answers");
    return received.get(0);
  }

  void nothingComesBack(ByteBuffer packet) {
    received.clear();
    send(packet);
    lab.run(1);
    assertEquals(List.of(), received);
  }

  UdpProbe connect() {
    ByteBuffer answer =
        ask(ByteBuffer.allocate(16).putLong(UdpTrackerHandler.PROTOCOL_ID).putInt(0).putInt(77));
    assertEquals(16, answer.remaining());
    assertEquals(0, answer.getInt(0));
    assertEquals(77, answer.getInt(4));
    connection = answer.getLong(8);
    return this;
  }

  long connection() {
    return connection;
  }

  /** An announce of BEP 15, with room behind it. */
  ByteBuffer announce(Id20 swarm, int event, long left, int want, int port, int more) {
    ByteBuffer packet = ByteBuffer.allocate(98 + more);
    packet.putLong(connection).putInt(UdpTrackerHandler.ANNOUNCE).putInt(99);
    swarm.write(packet);
    new Id20(5, port, 5).write(packet);
    packet.putLong(0).putLong(left).putLong(0).putInt(event).putInt(0).putInt(0);
    return packet.putInt(want).putShort((short) port);
  }

  ByteBuffer announce(Id20 swarm, long left, int port) {
    return announce(swarm, 0, left, -1, port, 0);
  }

  static String error(ByteBuffer answer) {
    assertEquals(UdpTrackerHandler.ERROR, answer.getInt(0));
    assertEquals(99, answer.getInt(4));
    return new String(answer.array(), 8, answer.limit() - 8);
  }

  static List<Endpoint> peers(ByteBuffer answer, int addressBytes) {
    assertEquals(UdpTrackerHandler.ANNOUNCE, answer.getInt(0));
    assertEquals(99, answer.getInt(4));
    List<Endpoint> found = new ArrayList<>();
    for (int at = 20; at < answer.limit(); at += addressBytes + 2) {
      byte[] address = new byte[addressBytes];
      answer.get(at, address);
      found.add(Endpoint.of(address, answer.getShort(at + addressBytes) & 0xffff));
    }
    return found;
  }
}
