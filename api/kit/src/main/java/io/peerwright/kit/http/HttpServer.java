package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.limit.ConnectionLimits;
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
 */
public final class HttpServer implements LinkAcceptor {

  /** After such a part of the time for a request a connection has had a fair chance. */
  private static final int PATIENT_PARTS = 8;

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
   * @param withinNanos how long a request may take to arrive, counted from the connection or from
   *     the answer before, and how long an answer may take to be read
   */
  public record Limits(
      int maxConnections, int maxConnectionsPerAddress, int maxHeadBytes, long withinNanos) {

    /** Checks the ranges. */
    public Limits {
      if (maxConnections < 1 || maxConnectionsPerAddress < 1 || maxHeadBytes < 64) {
        throw new IllegalArgumentException(
            "maxConnections and maxConnectionsPerAddress must be at least 1, maxHeadBytes 64");
      }
      if (withinNanos < 1) {
        throw new IllegalArgumentException("withinNanos must be at least 1");
      }
    }
  }

  final Loop loop;
  final Limits limits;
  final Handler handler;
  private final Set<HttpServerLink> open = new LinkedHashSet<>();
  private final ConnectionLimits places;

  /** A server that takes the links that it is given. */
  public HttpServer(Loop loop, Limits limits, Handler handler) {
    this.loop = loop;
    this.limits = limits;
    this.handler = handler;
    places =
        new ConnectionLimits(
            limits.maxConnections(),
            limits.maxConnectionsPerAddress(),
            limits.withinNanos() / PATIENT_PARTS);
  }

  /** The connections at this moment. */
  public int connections() {
    return places.links();
  }

  /** Connections that were cut off or not taken because of the limits on their number. */
  public long turnedAway() {
    return places.turnedAway() + places.cut();
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

  void gone(HttpServerLink connection) {
    open.remove(connection);
  }
}
