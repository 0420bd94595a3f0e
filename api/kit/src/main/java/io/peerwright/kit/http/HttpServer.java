package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.Bounds;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.server.PortProtocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers small requests without a body (HTTP/1.1, RFC 9112): one {@code GET} or {@code HEAD} after
 * the other on each connection, pipelined ones in their order.
 *
 * <p>Everything is bounded. When there are as many connections as there may be, a new one takes the
 * place of the one that has kept us waiting for its request the longest, as {@link
 * ConnectionLimits} says: who opens connections and says nothing, or says it slowly, shuts out
 * nobody but itself.
 *
 * <p>Connections, what has arrived of requests and the answers that nobody takes stand in a {@link
 * MemoryBudget}: when it is used up, the costliest connection of the costliest address is cut off.
 * Half of it is kept for requests and answers, so there may be fewer connections than the limits
 * say.
 */
public final class HttpServer implements LinkAcceptor {

  /** After such a part of the time for a request a connection has had a fair chance. */
  private static final int PATIENT_PARTS = 8;

  /** What is said about a bad request. */
  private static final int LEAST_ANSWER_BYTES = 1024;

  /** An answer is copied whole. */
  private static final int MOST_ANSWER_BYTES = 1 << 24;

  /** A connection at which nothing waits, with what the transport has of it. */
  static final int CONNECTION_BYTES = 4096;

  /** What is done with a request. */
  @FunctionalInterface
  public interface Handler {

    /** A request has come. What is thrown is reported by the loop and ends the connection. */
    void onRequest(HttpRequest request, HttpExchange exchange);
  }

  /**
   * How much strangers may make us hold.
   *
   * @param maxConnections at a time
   * @param maxConnectionsPerAddress at a time from one IPv4 address or one IPv6 network of 64 bits
   * @param maxHeadBytes of one request
   * @param maxAnswerBytes of the body of one answer in memory; who asks for a longer one is told
   *     500. Files may be of any length
   * @param withinNanos how long a request may take to arrive, counted from the connection or from
   *     the answer before, how long an answer in memory may take to be read, and how long at least
   *     nothing of a file is
   */
  public record Limits(
      int maxConnections,
      int maxConnectionsPerAddress,
      int maxHeadBytes,
      int maxAnswerBytes,
      long withinNanos) {

    /** Checks the ranges. */
    public Limits {
      if (maxConnections < 1 || maxConnectionsPerAddress < 1 || maxHeadBytes < 64) {
        throw new IllegalArgumentException(
            "maxConnections and maxConnectionsPerAddress must be at least 1, maxHeadBytes 64");
      }
      Bounds.check("maxAnswerBytes", maxAnswerBytes, LEAST_ANSWER_BYTES, MOST_ANSWER_BYTES);
      if (withinNanos < 1) {
        throw new IllegalArgumentException("withinNanos must be at least 1");
      }
    }
  }

  final Loop loop;
  final Limits limits;
  final MemoryBudget memory;
  final Handler handler;
  private final Set<HttpServerLink> open = new LinkedHashSet<>();
  private final ConnectionLimits places;
  private long shed;

  /**
   * A server that takes the links that it is given.
   *
   * @param memory which others may use, too
   */
  public HttpServer(Loop loop, Limits limits, MemoryBudget memory, Handler handler) {
    this.loop = loop;
    this.limits = limits;
    this.memory = memory;
    this.handler = handler;
    places =
        new ConnectionLimits(
            (int)
                Math.min(
                    limits.maxConnections(), Math.max(1, memory.maxBytes() / 2 / CONNECTION_BYTES)),
            limits.maxConnectionsPerAddress(),
            limits.withinNanos() / PATIENT_PARTS);
  }

  /** The connections at this moment. */
  public int connections() {
    return places.links();
  }

  /** Connections that were cut off or not taken because of the limits on number and memory. */
  public long turnedAway() {
    return places.turnedAway() + places.cut() + shed;
  }

  /** What all that use its memory take of it, as estimated. */
  public long memoryBytes() {
    return memory.usedBytes();
  }

  /** Ends all connections. */
  public void closeConnections() {
    List<HttpServerLink> all = new ArrayList<>(open);
    all.forEach(each -> each.link.close());
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    ConnectionLimits.Place place = places.admit(link, loop.nanoTime());
    if (place == null) {
      return null;
    }
    HttpServerLink connection = new HttpServerLink(this, link, place);
    open.add(connection);
    return connection;
  }

  /** This server beside other protocols at one port. */
  public PortProtocol protocol() {
    return new HttpProtocol();
  }

  /** A connection has one of our places as soon as it is known for what it is. */
  private final class HttpProtocol implements PortProtocol {

    @Override
    public String name() {
      return "HTTP";
    }

    @Override
    public Match match(ByteBuffer prefix) {
      return PortProtocol.startsWith(prefix, "GET /", "HEAD /");
    }

    @Override
    public @Nullable LinkHandler onLink(Link link, Newcomer newcomer) {
      newcomer.release();
      return onAccept(link);
    }
  }

  void countShed() {
    shed++;
  }

  void gone(HttpServerLink connection) {
    open.remove(connection);
  }
}
