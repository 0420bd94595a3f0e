package io.peerwright.samples.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerwright.api.net.Endpoint;
import io.peerwright.runtime.Peerwright;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the peers of this process do, over HTTP: {@code /} for people, {@code /state.json} for
 * programs, {@code /metrics} for Prometheus. It only tells, and changes nothing.
 *
 * <p>Pages of other sites cannot read it: they get no permission to, and a name of theirs that
 * points here (DNS rebinding) is refused, as only addresses, {@code localhost} and the name that it
 * listens under are answered.
 */
public final class Dashboard implements AutoCloseable {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int MOST_THREADS = 4;
  private static final int NOTHING_FOLLOWS = -1;

  private final Peerwright peerwright;
  private final RecentEvents events;
  private final PrometheusMeterRegistry meters;
  private final String host;
  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Listens from now on.
   *
   * @param host the name or the address to listen at
   * @param port 0 takes a free one
   * @param meters where the meters of these peers are published
   */
  public Dashboard(
      String host,
      int port,
      Peerwright peerwright,
      RecentEvents events,
      PrometheusMeterRegistry meters)
      throws IOException {
    this.peerwright = peerwright;
    this.events = events;
    this.meters = meters;
    this.host = host.toLowerCase(Locale.ROOT);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
    this.threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Dashboard::daemon);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "dashboard");
    thread.setDaemon(true);
    return thread;
  }

  /** Where the page is. */
  public String url() {
    InetSocketAddress at = server.getAddress();
    String address = at.getAddress().getHostAddress();
    return "http://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + at.getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      Headers headers = exchange.getResponseHeaders();
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Cache-Control", "no-store");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'");
      if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, 421, "text/plain; charset=utf-8", "ask for it by its address\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        headers.set("Allow", "GET, HEAD");
        send(exchange, 405, "text/plain; charset=utf-8", "only GET and HEAD\n");
      } else {
        answer(exchange, exchange.getRequestURI().getPath());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, String path) throws IOException, InterruptedException {
    switch (path) {
      case "/" ->
          send(
              exchange,
              200,
              "text/html; charset=utf-8",
              Page.of(PeerView.of(peerwright.peers()), events.list(), ZoneId.systemDefault()));
      case "/state.json" ->
          send(
              exchange,
              200,
              "application/json",
              StateJson.of(PeerView.of(peerwright.peers()), events.list()));
      case "/metrics" -> send(exchange, 200, PROMETHEUS_TEXT, meters.scrape(PROMETHEUS_TEXT));
      default ->
          send(
              exchange,
              404,
              "text/plain; charset=utf-8",
              "there are /, /state.json and /metrics\n");
    }
  }

  /** A name that a stranger has made point here is not ours. */
  private boolean isOurs(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String name = header.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return name.equals("localhost") || name.equals(host) || isAddress(name);
  }

  private static boolean isAddress(String name) {
    try {
      Endpoint.parse(name + ":0");
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(status, NOTHING_FOLLOWS);
    } else {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
