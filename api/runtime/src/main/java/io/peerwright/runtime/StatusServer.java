package io.peerwright.runtime;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pages over HTTP that tell how it stands with this process. They only tell, and change nothing.
 *
 * <p>Pages of other sites cannot read them through a browser: they get no permission to, may not
 * frame them, and a name of theirs that points here (DNS rebinding) is refused, because only
 * addresses, {@code localhost} and the names that were chosen are answered.
 */
public final class StatusServer implements AutoCloseable {

  private static final int MOST_THREADS = 4;
  private static final int NOTHING_FOLLOWS = -1;
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** Makes the text of a page when it is asked for. */
  @FunctionalInterface
  public interface Text {

    /** The page as it is now; may wait for peers. */
    String make() throws IOException, InterruptedException;
  }

  /**
   * What is at a path.
   *
   * @param type its media type with the charset, which is UTF-8
   */
  public record Page(String type, Text text) {}

  private final Map<String, Page> pages;
  private final Predicate<String> names;
  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Listens from now on.
   *
   * @param at port 0 takes a free one
   * @param names whether a host name, in lower case, may be what a request calls this server,
   *     besides {@code localhost}
   * @param pages by path
   * @throws IOException if nobody can listen there, such as a {@link java.net.BindException} for a
   *     port that is taken
   */
  public StatusServer(InetSocketAddress at, Predicate<String> names, Map<String, Page> pages)
      throws IOException {
    this.pages = Map.copyOf(pages);
    this.names = names;
    server = HttpServer.create(at, 0);
    threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            StatusServer::daemon);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "peerwright-status");
    thread.setDaemon(true);
    return thread;
  }

  /** Where the pages are; without a slash at the end. */
  public String url() {
    return "http://" + Endpoint.of(server.getAddress());
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
        send(exchange, 421, PLAIN, "ask for it by its address\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        headers.set("Allow", "GET, HEAD");
        send(exchange, 405, PLAIN, "only GET and HEAD\n");
      } else {
        Page page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
          String known = String.join(", ", pages.keySet().stream().sorted().toList());
          send(exchange, 404, PLAIN, "there is " + known + "\n");
        } else {
          send(exchange, 200, page.type(), page.text().make());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A name that a stranger has made point here is not ours. */
  private boolean isOurs(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String name = header.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return name.equals("localhost") || isAddress(name) || names.test(name);
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

  /** Answers nobody any more. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
