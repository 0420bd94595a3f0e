package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.request.Request;
import io.peerwright.kit.request.Retry;
import io.peerwright.kit.request.Transactions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one socket by which all torrents of a peer ask their trackers over UDP, with the connection
 * ids that can still be used. Opened with the first question, closed with {@link #close}.
 */
final class UdpTrackers implements DatagramHandler {

  /** As long as BEP 15 lets us use one. */
  private static final long LIFE_NANOS = 60_000_000_000L;

  private static final int MOST_CONNECTIONS = 1000;

  /** A question, which begins when there is a socket; without one it fails. */
  interface Waiting extends Request<ByteBuffer> {

    /** There is a socket. Once, unless it is forgotten before. */
    void begin();
  }

  /** A connection id and until when it can be used. */
  private record Connection(long id, long untilNanos) {}

  private final Host host;
  private final Endpoint local;
  private final Map<Endpoint, Connection> connections = new LinkedHashMap<>();
  private final Transactions<Endpoint, ByteBuffer> transactions;
  private final List<Waiting> waiting = new ArrayList<>();
  private @Nullable Datagrams socket;
  private boolean bound;

  UdpTrackers(Host host, Endpoint local) {
    this.host = host;
    this.local = local;
    RandomGenerator random = host.loop().random("bittorrent.announce.udp");
    transactions = new Transactions<>(host.loop(), random::nextInt);
  }

  /** Lets a question begin when there is a socket: at once if there is one. */
  void begin(Waiting ask) {
    if (bound) {
      ask.begin();
      return;
    }
    waiting.add(ask);
    if (socket == null) {
      socket = host.transport().bind(local.withPort(0), SocketOptions.DEFAULT, this);
    }
  }

  @Override
  public void onBound(Datagrams opened) {
    if (opened == socket) {
      bound = true;
      List<Waiting> asks = List.copyOf(waiting);
      waiting.clear();
      asks.forEach(Waiting::begin);
    }
  }

  /** Asks, and repeats that until there is an answer. */
  Handle ask(Endpoint tracker, Retry retry, Waiting ask) {
    return transactions.ask(tracker, retry, ask);
  }

  /** Lets a question not begin. */
  void forget(Waiting ask) {
    waiting.remove(ask);
  }

  /** What does not leave at once is repeated like what got lost. */
  void send(Endpoint tracker, ByteBuffer packet) {
    Datagrams open = socket;
    if (open != null) {
      open.send(tracker, packet);
    }
  }

  @Nullable Long connection(Endpoint tracker) {
    Connection connection = connections.get(tracker);
    if (connection == null || connection.untilNanos - host.loop().nanoTime() <= 0) {
      return null;
    }
    return connection.id;
  }

  void connected(Endpoint tracker, long id) {
    if (connections.size() >= MOST_CONNECTIONS) {
      connections.clear();
    }
    connections.put(tracker, new Connection(id, host.loop().nanoTime() + LIFE_NANOS));
  }

  void dropConnection(Endpoint tracker) {
    connections.remove(tracker);
  }

  @Override
  public void onDatagram(Datagrams from, Endpoint sender, ByteBuffer data) {
    if (data.remaining() >= 8) {
      transactions.answer(sender, data.getInt(data.position() + 4), data);
    }
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    if (closed != socket) {
      return;
    }
    socket = null;
    bound = false;
    List<Waiting> asks = List.copyOf(waiting);
    waiting.clear();
    asks.forEach(ask -> ask.onFailure(reason));
    transactions.end(reason);
  }

  /** Why a question has failed that waited for this socket. */
  String lost(Reason reason) {
    return "no socket for trackers at " + local + ": " + reason;
  }

  /** Closes the socket; another question opens it again. */
  void close() {
    Datagrams open = socket;
    socket = null;
    bound = false;
    connections.clear();
    if (open != null) {
      open.close();
    }
  }
}
