package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Flood and prune along reverse paths, as DVMRP does it among end hosts: data is taken only from
 * the next hop towards its source, passed on only to neighbours whose next hop we are, and not to
 * those that have pruned this source. A prune runs out, so that the data floods again.
 *
 * <p>Shows datagrams among neighbours, state per source in sorted collections (their order reaches
 * the wire), and time that is only compared. A message is: type 1, source 6, number 8, payload.
 */
final class ReversePathMulticast implements DatagramHandler {

  private static final int ROUTE = 1;
  private static final int DEPEND = 2;
  private static final int DATA = 3;
  private static final int PRUNE = 4;
  private static final int GRAFT = 5;
  private static final int HEADER_BYTES = 15;
  private static final long PRUNE_NANOS = 120_000_000_000L;

  /** What is known of one source. */
  private static final class Source {
    @Nullable Endpoint nextHop;
    long distance = Long.MAX_VALUE;
    long lastSequence;
    final Set<Endpoint> dependents = new TreeSet<>();
    final Map<Endpoint, Long> pruned = new TreeMap<>();
  }

  private final Host host;
  private final List<Endpoint> neighbours;
  private final Datagrams socket;
  private final Map<Endpoint, Source> sources = new TreeMap<>();
  private @Nullable Consumer<ByteBuffer> member;
  private long sequence;

  /** A node that is no member yet, but forwards for others. */
  ReversePathMulticast(Host host, List<Endpoint> neighbours) {
    this.host = host;
    this.neighbours = neighbours;
    this.socket = host.transport().bind(host.listenAddress(), SocketOptions.DEFAULT, this);
  }

  /** Becomes a source: tells the neighbours the way to us. */
  void announce() {
    sources.computeIfAbsent(socket.local(), self -> new Source()).distance = 0;
    tellAll(ROUTE, socket.local(), 1);
  }

  void join(Consumer<ByteBuffer> messages) {
    member = messages;
    sources.forEach((id, source) -> tell(source.nextHop, GRAFT, id, 0));
  }

  void send(ByteBuffer payload) {
    forward(sources.get(socket.local()), message(DATA, socket.local(), ++sequence, payload));
  }

  @Override
  public void onDatagram(Datagrams bound, Endpoint from, ByteBuffer data) {
    if (data.remaining() < HEADER_BYTES || !neighbours.contains(from)) {
      return;
    }
    Endpoint id = Endpoint.ofIpv4(data.getInt(1), data.getShort(5) & 0xffff);
    Source source = sources.computeIfAbsent(id, unknown -> new Source());
    long number = data.getLong(7);
    switch (data.get(0)) {
      case ROUTE -> onRoute(id, source, from, number);
      case DEPEND -> source.dependents.add(from);
      case DATA -> onData(id, source, from, number, data);
      case PRUNE -> source.pruned.put(from, host.loop().nanoTime() + PRUNE_NANOS);
      case GRAFT -> {
        source.pruned.remove(from);
        tell(source.nextHop, GRAFT, id, 0);
      }
      default -> {}
    }
  }

  private void onRoute(Endpoint id, Source source, Endpoint from, long distance) {
    if (distance < source.distance) {
      source.distance = distance;
      source.nextHop = from;
      tell(from, DEPEND, id, 0);
      tellAll(ROUTE, id, distance + 1);
    }
  }

  private void onData(Endpoint id, Source source, Endpoint from, long number, ByteBuffer data) {
    if (!from.equals(source.nextHop)) {
      tell(from, PRUNE, id, 0);
    } else if (number > source.lastSequence) {
      source.lastSequence = number;
      boolean wanted = forward(source, data);
      if (member != null) {
        member.accept(data.slice(HEADER_BYTES, data.limit() - HEADER_BYTES));
      } else if (!wanted) {
        tell(from, PRUNE, id, 0);
      }
    }
  }

  private boolean forward(Source source, ByteBuffer message) {
    long now = host.loop().nanoTime();
    source.pruned.values().removeIf(until -> until - now <= 0);
    boolean wanted = false;
    for (Endpoint to : source.dependents) {
      if (!source.pruned.containsKey(to)) {
        socket.send(to, message.duplicate());
        wanted = true;
      }
    }
    return wanted;
  }

  private void tellAll(int type, Endpoint source, long number) {
    neighbours.forEach(to -> tell(to, type, source, number));
  }

  private void tell(@Nullable Endpoint to, int type, Endpoint source, long number) {
    if (to != null) {
      socket.send(to, message(type, source, number, ByteBuffer.allocate(0)));
    }
  }

  private static ByteBuffer message(int type, Endpoint source, long number, ByteBuffer payload) {
    return ByteBuffer.allocate(HEADER_BYTES + payload.remaining())
        .put((byte) type)
        .putInt(source.ipv4())
        .putShort((short) source.port())
        .putLong(number)
        .put(payload)
        .flip();
  }
}
