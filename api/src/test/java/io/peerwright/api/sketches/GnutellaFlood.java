package io.peerwright.api.sketches;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Gnutella 0.4: queries flood over all links but the one that they came by, and a hit finds its way
 * back because each node remembers where it first saw the query's GUID.
 *
 * <p>Shows one handler per link, frames passed on without being decoded, and a memory of routes
 * that has a bound. A descriptor is: GUID 16, type 1, TTL 1, hops 1, length 4 (little endian).
 */
final class GnutellaFlood implements LinkAcceptor {

  private static final int HEADER_BYTES = 23;
  private static final int QUERY = 0x80;
  private static final int QUERY_HIT = 0x81;
  private static final int MAX_ROUTES = 10_000;

  record Guid(long high, long low) {}

  private final Set<Link> neighbours = new LinkedHashSet<>();
  private final Map<Guid, Consumer<ByteBuffer>> wayBack = new LinkedHashMap<>();

  private final BiConsumer<ByteBuffer, Consumer<ByteBuffer>> local;

  /** A node that shows each new query to {@code local}, with a way to answer it. */
  GnutellaFlood(BiConsumer<ByteBuffer, Consumer<ByteBuffer>> local) {
    this.local = local;
  }

  void connect(Transport transport, Endpoint to) {
    transport.connect(to, SocketOptions.DEFAULT, new Neighbour());
  }

  /** Sends a query of ours; the same table brings its hits to us. */
  void query(Guid guid, ByteBuffer frame, Consumer<ByteBuffer> hits) {
    wayBack.put(guid, hits);
    neighbours.forEach(link -> Framed.send(link, frame));
  }

  @Override
  public LinkHandler onAccept(Link link) {
    return new Neighbour();
  }

  private final class Neighbour extends Framed {

    Neighbour() {
      super(HEADER_BYTES, 64 * 1024);
    }

    @Override
    public void onOpen(Link link) {
      super.onOpen(link);
      neighbours.add(link);
    }

    @Override
    int frameBytes(ByteBuffer bytes, int at) {
      return HEADER_BYTES + Integer.reverseBytes(bytes.getInt(at + 19));
    }

    @Override
    void onFrame(Link link, ByteBuffer frame) {
      Guid guid = new Guid(frame.getLong(0), frame.getLong(8));
      switch (frame.get(16) & 0xff) {
        case QUERY -> flood(guid, link, frame);
        case QUERY_HIT -> wayBack.getOrDefault(guid, hit -> {}).accept(frame);
        default -> {}
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      neighbours.remove(link);
    }
  }

  private void flood(Guid guid, Link from, ByteBuffer frame) {
    if (wayBack.putIfAbsent(guid, hit -> Framed.send(from, hit)) != null) {
      return;
    }
    if (wayBack.size() > MAX_ROUTES) {
      wayBack.remove(wayBack.keySet().iterator().next());
    }
    int ttl = frame.get(17);
    if (ttl > 1) {
      ByteBuffer older = ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip();
      older.put(17, (byte) (ttl - 1)).put(18, (byte) (older.get(18) + 1));
      neighbours.stream().filter(to -> to != from).forEach(to -> Framed.send(to, older));
    }
    local.accept(frame, hit -> Framed.send(from, hit));
  }
}
