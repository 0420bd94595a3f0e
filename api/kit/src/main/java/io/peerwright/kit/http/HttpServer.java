package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers small requests without a body (HTTP/1.1, RFC 9112): one {@code GET} or {@code HEAD} after
 * the other on each connection, pipelined ones in their order.
 *
 * <p>Everything is bounded. When there are as many connections as there may be, a new one takes the
 * place of the one that has kept us waiting for its request the longest: who opens connections and
 * says nothing, or says it slowly, shuts out nobody but himself.
 */
public final class HttpServer implements LinkAcceptor {

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

  /** Those of the open ones whose request is not here yet, the oldest first. */
  private final Set<HttpServerLink> waiting = new LinkedHashSet<>();

  private final Map<Endpoint, Integer> byAddress = new HashMap<>();
  private long turnedAway;

  /** A server that takes the links that it is given. */
  public HttpServer(Loop loop, Limits limits, Handler handler) {
    this.loop = loop;
    this.limits = limits;
    this.handler = handler;
  }

  /** The connections at this moment. */
  public int connections() {
    return open.size();
  }

  /** Connections that were cut off or not taken because of the limits on their number. */
  public long turnedAway() {
    return turnedAway;
  }

  /** Ends all connections. */
  public void closeConnections() {
    List<HttpServerLink> all = new ArrayList<>(open);
    all.forEach(each -> each.link.close());
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    Endpoint address = network(link.remote());
    if (byAddress.getOrDefault(address, 0) >= limits.maxConnectionsPerAddress()) {
      turnedAway++;
      return null;
    }
    if (open.size() >= limits.maxConnections()) {
      turnedAway++;
      if (waiting.isEmpty()) {
        return null;
      }
      HttpServerLink oldest = waiting.iterator().next();
      gone(oldest);
      oldest.link.abort(Reason.LIMIT);
    }
    HttpServerLink connection = new HttpServerLink(this, link);
    open.add(connection);
    byAddress.merge(address, 1, Integer::sum);
    return connection;
  }

  void waits(HttpServerLink connection) {
    waiting.add(connection);
  }

  void asked(HttpServerLink connection) {
    waiting.remove(connection);
  }

  void gone(HttpServerLink connection) {
    waiting.remove(connection);
    if (open.remove(connection)) {
      byAddress.computeIfPresent(
          network(connection.link.remote()), (address, count) -> count == 1 ? null : count - 1);
    }
  }

  /** What one stranger can have many of: ports, and the lower half of an IPv6 address. */
  private static Endpoint network(Endpoint remote) {
    return remote.isIpv4() ? remote.withPort(0) : new Endpoint(remote.high(), 0, 0, 0);
  }
}
