package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;

/**
 * A peer that forwards frames with Gnutella's header of 23 bytes to all neighbours but the one that
 * a frame came from, each frame once. What it remembers lies in flat arrays of all peers.
 */
final class FloodPeer implements DatagramHandler {

  static final int HEADER = 23;
  private static final byte QUERY = (byte) 0x80;
  private static final int TYPE = 16;
  private static final int TTL = 17;
  private static final int HOPS = 18;
  private static final int LENGTH = 19;

  /** How many of the last ids a peer knows again. */
  private static final int REMEMBERED = 4;

  /** What all peers of one run have in common. */
  static final class Shared {
    private final ByteBuffer frame = ByteBuffer.allocate(HEADER);
    private final long[] seen;
    private final byte[] next;

    /** Where the neighbours of a peer begin in the list of all. */
    private final int[] first;

    private final Endpoint[] neighbours;
    private final Endpoint[] addresses;

    Shared(int[][] graph, Endpoint[] addresses) {
      this.addresses = addresses;
      seen = new long[graph.length * REMEMBERED];
      next = new byte[graph.length];
      first = new int[graph.length + 1];
      for (int i = 0; i < graph.length; i++) {
        first[i + 1] = first[i] + graph[i].length;
      }
      neighbours = new Endpoint[first[graph.length]];
      for (int i = 0; i < graph.length; i++) {
        for (int k = 0; k < graph[i].length; k++) {
          neighbours[first[i] + k] = addresses[graph[i][k]];
        }
      }
    }
  }

  private final Shared shared;
  private final int number;
  private final Datagrams socket;

  FloodPeer(Host host, Shared shared, int number) {
    this.shared = shared;
    this.number = number;
    socket = host.transport().bind(shared.addresses[number], SocketOptions.DEFAULT, this);
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
    int mine = number * REMEMBERED;
    for (int i = mine; i < mine + REMEMBERED; i++) {
      if (shared.seen[i] == id) {
        return false;
      }
    }
    shared.seen[mine + (shared.next[number]++ & REMEMBERED - 1)] = id;
    return true;
  }

  private void forward(long idHigh, long idLow, int ttl, int hops, Endpoint source) {
    ByteBuffer frame = shared.frame;
    frame.clear();
    frame.putLong(idHigh).putLong(idLow).put(QUERY).put((byte) ttl).put((byte) hops).putInt(0);
    for (int i = shared.first[number]; i < shared.first[number + 1]; i++) {
      Endpoint neighbour = shared.neighbours[i];
      if (!neighbour.equals(source)) {
        frame.rewind();
        socket.send(neighbour, frame);
      }
    }
  }
}
