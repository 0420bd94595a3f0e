package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;

/**
 * A peer that forwards frames with Gnutella's header of 23 bytes to all neighbours but the one that
 * a frame came from, each frame once. It keeps the ids of the last few frames only, flat.
 */
final class FloodPeer implements DatagramHandler {

  static final int HEADER = 23;
  private static final byte QUERY = (byte) 0x80;
  private static final int TYPE = 16;
  private static final int TTL = 17;
  private static final int HOPS = 18;
  private static final int LENGTH = 19;
  private static final int REMEMBERED = 4;

  /** What all peers of one run write their frames into, one after the other. */
  static final class Shared {
    final ByteBuffer frame = ByteBuffer.allocate(HEADER);
  }

  private final Shared shared;
  private final Endpoint[] neighbours;
  private final long[] seen = new long[REMEMBERED];
  private int next;
  private Datagrams socket;

  FloodPeer(Host host, Shared shared, Endpoint[] neighbours) {
    this.shared = shared;
    this.neighbours = neighbours;
    socket =
        host.transport().bind(host.listenAddress().withPort(6346), SocketOptions.DEFAULT, this);
  }

  @Override
  public void onBound(Datagrams bound) {
    socket = bound;
  }

  /** Sends a new frame to all neighbours. */
  void start(long idHigh, long idLow, int ttl) {
    isNew(idHigh ^ idLow);
    forward(idHigh, idLow, ttl, 0, null);
  }

  @Override
  public void onDatagram(Datagrams from, Endpoint source, ByteBuffer data) {
    if (data.remaining() < HEADER) {
      return;
    }
    int at = data.position();
    long idHigh = data.getLong(at);
    long idLow = data.getLong(at + Long.BYTES);
    int ttl = data.get(at + TTL) & 0xff;
    int hops = data.get(at + HOPS) & 0xff;
    boolean isQuery = data.get(at + TYPE) == QUERY && data.getInt(at + LENGTH) == 0;
    if (isQuery && isNew(idHigh ^ idLow) && ttl > 1) {
      forward(idHigh, idLow, ttl - 1, hops + 1, source);
    }
  }

  private boolean isNew(long id) {
    for (long each : seen) {
      if (each == id) {
        return false;
      }
    }
    seen[next++ & REMEMBERED - 1] = id;
    return true;
  }

  private void forward(long idHigh, long idLow, int ttl, int hops, Endpoint source) {
    ByteBuffer frame = shared.frame;
    frame.clear();
    frame.putLong(idHigh).putLong(idLow).put(QUERY).put((byte) ttl).put((byte) hops).putInt(0);
    for (Endpoint neighbour : neighbours) {
      if (!neighbour.equals(source)) {
        frame.rewind();
        socket.send(neighbour, frame);
      }
    }
  }
}
