package io.peerwright.api.sketches;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Freenet's request: to the neighbour nearest to the key, back out of dead ends and loops to the
 * next nearest, and the data handed back from hop to hop, kept by each. No node can tell whether
 * its neighbour asks for itself.
 *
 * <p>Shows state per request that ends in one place, and answers that go to a link or to ourselves
 * by the same path. A message is: type 1, id 8, hops to live 1, location of the key 8, length of
 * the data 4, data.
 */
final class FreenetRequest implements LinkAcceptor {

  static final int HELLO = 0;
  static final int REQUEST = 1;
  static final int DATA = 2;
  static final int DATA_NOT_FOUND = 3;
  static final int ROUTE_NOT_FOUND = 4;
  static final int REJECT_LOOP = 5;
  private static final int HEADER_BYTES = 22;
  private static final int MAX_DATA_BYTES = 32 * 1024;
  private static final byte[] NONE = {};

  /** A request under way; {@code hopsToLive} never grows again, so that the work has a bound. */
  private static final class Pending {
    final Consumer<ByteBuffer> asker;
    final double key;
    final Deque<Link> untried = new ArrayDeque<>();
    int hopsToLive;

    Pending(Consumer<ByteBuffer> asker, double key, int hopsToLive) {
      this.asker = asker;
      this.key = key;
      this.hopsToLive = hopsToLive;
    }
  }

  private final double location;
  private final Map<Link, Double> neighbours = new LinkedHashMap<>();
  private final Map<Double, byte[]> cache = new LinkedHashMap<>();
  private final Map<Long, Pending> pending = new LinkedHashMap<>();

  FreenetRequest(double location) {
    this.location = location;
  }

  void connect(Transport transport, Endpoint to) {
    transport.connect(to, SocketOptions.DEFAULT, new Neighbour());
  }

  void insertHere(double key, byte[] data) {
    cache.put(key, data);
  }

  /** Asks for a key; one of the answers comes, as a whole message. */
  void request(long id, double key, int hopsToLive, Consumer<ByteBuffer> answer) {
    onRequest(id, key, hopsToLive, null, answer);
  }

  @Override
  public LinkHandler onAccept(Link link) {
    return new Neighbour();
  }

  private void onRequest(
      long id, double key, int hopsToLive, @Nullable Link from, Consumer<ByteBuffer> asker) {
    byte[] data = cache.get(key);
    if (pending.containsKey(id)) {
      asker.accept(message(REJECT_LOOP, id, hopsToLive, key, NONE));
    } else if (data != null) {
      asker.accept(message(DATA, id, hopsToLive, key, data));
    } else {
      Pending request = new Pending(asker, key, hopsToLive - 1);
      neighbours.keySet().stream()
          .filter(link -> link != from)
          .sorted(Comparator.comparingDouble(link -> distance(neighbours.get(link), key)))
          .forEach(request.untried::add);
      pending.put(id, request);
      tryNext(id, request);
    }
  }

  private void tryNext(long id, Pending request) {
    Link next = request.untried.poll();
    if (request.hopsToLive <= 0) {
      finish(id, message(DATA_NOT_FOUND, id, 0, request.key, NONE));
    } else if (next == null) {
      finish(id, message(ROUTE_NOT_FOUND, id, request.hopsToLive, request.key, NONE));
    } else {
      Framed.send(next, message(REQUEST, id, request.hopsToLive, request.key, NONE));
    }
  }

  private void onAnswer(int type, long id, ByteBuffer message) {
    Pending request = pending.get(id);
    if (request == null) {
      return;
    }
    switch (type) {
      case DATA -> {
        byte[] data = new byte[message.getInt(18)];
        message.get(HEADER_BYTES, data);
        cache.put(request.key, data);
        finish(id, message);
      }
      case DATA_NOT_FOUND -> finish(id, message);
      case ROUTE_NOT_FOUND -> {
        request.hopsToLive = Math.min(request.hopsToLive, message.get(9));
        tryNext(id, request);
      }
      default -> tryNext(id, request);
    }
  }

  private void finish(long id, ByteBuffer answer) {
    pending.remove(id).asker.accept(answer);
  }

  static double distance(double a, double b) {
    return Math.min(Math.abs(a - b), 1 - Math.abs(a - b));
  }

  private static ByteBuffer message(int type, long id, int hops, double key, byte[] data) {
    return ByteBuffer.allocate(HEADER_BYTES + data.length)
        .put((byte) type)
        .putLong(id)
        .put((byte) hops)
        .putDouble(key)
        .putInt(data.length)
        .put(data)
        .flip();
  }

  private final class Neighbour extends Framed {

    Neighbour() {
      super(HEADER_BYTES, HEADER_BYTES + MAX_DATA_BYTES);
    }

    @Override
    public void onOpen(Link link) {
      super.onOpen(link);
      send(link, message(HELLO, 0, 0, location, NONE));
    }

    @Override
    int frameBytes(ByteBuffer bytes, int at) {
      return HEADER_BYTES + bytes.getInt(at + 18);
    }

    @Override
    void onFrame(Link link, ByteBuffer frame) {
      int type = frame.get(0);
      long id = frame.getLong(1);
      switch (type) {
        case HELLO -> neighbours.put(link, frame.getDouble(10));
        case REQUEST ->
            onRequest(id, frame.getDouble(10), frame.get(9), link, answer -> send(link, answer));
        default -> onAnswer(type, id, frame);
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      neighbours.remove(link);
    }
  }
}
