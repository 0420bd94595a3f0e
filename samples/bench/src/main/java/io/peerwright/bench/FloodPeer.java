package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;

/**
 * A peer that forwards frames with Gnutella's header of 23 bytes to all neighbours but the one that
 * a frame came from, each frame once.
 */
final class FloodPeer implements DatagramHandler {

  static final int HEADER = 23;
  private static final byte QUERY = (byte) 0x80;
  private static final int TYPE = 16;
  private static final int TTL = 17;
  private static final int HOPS = 18;
  private static final int LENGTH = 19;

  /** Where frames are written, by all peers of one run: nobody keeps it. */
  private final ByteBuffer frame;

  private final Datagrams socket;

  /** As this peer has learnt of them, none is another peer's object. */
  private final Endpoint[] neighbours;

  // The last ids: those that it knows again.
  private long latest;
  private long second;
  private long third;
  private long fourth;

  FloodPeer(Host host, Endpoint address, Endpoint[] neighbours, ByteBuffer frame) {
    this.neighbours = neighbours;
    this.frame = frame;
    socket = host.transport().bind(address, SocketOptions.DEFAULT, this);
  }

  /** Sends a new frame to all neighbours. */
  void start(long idHigh, long idLow, int ttl) {
    isNew(idHigh ^ idLow);
    forward(idHigh, idLow, ttl, 0, -1);
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
      forward(idHigh, idLow, ttl - 1, hops + 1, indexOf(source));
    }
  }

  private boolean isNew(long id) {
    if (id == latest || id == second || id == third || id == fourth) {
      return false;
    }
    fourth = third;
    third = second;
    second = latest;
    latest = id;
    return true;
  }

  private int indexOf(Endpoint source) {
    for (int i = 0; i < neighbours.length; i++) {
      if (neighbours[i].equals(source)) {
        return i;
      }
    }
    return -1;
  }

  private void forward(long idHigh, long idLow, int ttl, int hops, int except) {
    frame.clear();
    frame.putLong(idHigh).putLong(idLow).put(QUERY).put((byte) ttl).put((byte) hops).putInt(0);
    for (int i = 0; i < neighbours.length; i++) {
      if (i != except) {
        frame.rewind();
        socket.send(neighbours[i], frame);
      }
    }
  }
}
