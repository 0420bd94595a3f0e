package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * BitTorrent's UDP tracker (BEP 15): asks for a connection id, announces with it, and repeats a
 * lost request after 15 x 2^n seconds, n up to 8.
 *
 * <p>Shows datagrams, a timer that costs no object (the protocol is its own {@link TimerTarget})
 * and chance that a simulation repeats.
 */
final class UdpTracker implements DatagramHandler, TimerTarget {

  private static final long PROTOCOL_MAGIC = 0x41727101980L;
  private static final int CONNECT = 0;
  private static final int ANNOUNCE = 1;
  private static final int STARTED = 2;

  private final Host host;
  private final Endpoint tracker;
  private final ByteBuffer infoHashAndPeerId;
  private final Consumer<List<Endpoint>> peers;
  private final RandomGenerator random;
  private final Datagrams socket;
  private ByteBuffer request = ByteBuffer.allocate(0);
  private long timer;

  /**
   * Starts to announce.
   *
   * @param infoHashAndPeerId 40 bytes
   * @param peers told once, empty if the tracker never answers
   */
  UdpTracker(
      Host host, Endpoint tracker, ByteBuffer infoHashAndPeerId, Consumer<List<Endpoint>> peers) {
    this.host = host;
    this.tracker = tracker;
    this.infoHashAndPeerId = infoHashAndPeerId;
    this.peers = peers;
    this.random = host.loop().random("udp-tracker");
    this.socket =
        host.transport().bind(host.listenAddress().withPort(0), SocketOptions.DEFAULT, this);
  }

  @Override
  public void onBound(Datagrams bound) {
    request = ByteBuffer.allocate(16).putLong(PROTOCOL_MAGIC).putInt(CONNECT);
    send();
  }

  private void send() {
    request.putInt(12, random.nextInt()).rewind();
    host.loop().cancel(timer);
    onTimer(0, 0);
  }

  @Override
  public void onTimer(int attempt, long unused) {
    if (attempt > 8) {
      socket.close();
      peers.accept(List.of());
      return;
    }
    socket.send(tracker, request.rewind());
    timer = host.loop().schedule(15_000_000_000L << attempt, this, attempt + 1, 0);
  }

  @Override
  public void onDatagram(Datagrams bound, Endpoint from, ByteBuffer data) {
    boolean ours = from.equals(tracker) && data.remaining() >= 16;
    if (!ours || data.getInt(4) != request.getInt(12)) {
      return;
    }
    if (data.getInt(0) == CONNECT) {
      announce(data.getLong(8));
    } else if (data.getInt(0) == ANNOUNCE && data.remaining() >= 20) {
      host.loop().cancel(timer);
      socket.close();
      peers.accept(compactPeers(data.position(20)));
    }
  }

  private void announce(long connectionId) {
    request = ByteBuffer.allocate(98).putLong(connectionId).putInt(ANNOUNCE);
    request.put(16, infoHashAndPeerId, 0, 40);
    request.putInt(80, STARTED).putInt(92, -1).putShort(96, (short) host.listenAddress().port());
    send();
  }

  private static List<Endpoint> compactPeers(ByteBuffer data) {
    List<Endpoint> found = new ArrayList<>();
    while (data.remaining() >= 6) {
      found.add(Endpoint.ofIpv4(data.getInt(), data.getShort() & 0xffff));
    }
    return found;
  }
}
