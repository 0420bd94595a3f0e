package io.peerwright.samples.torrent;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.http.ByteRange;
import io.peerwright.samples.console.Html;
import io.peerwright.samples.console.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The files of a torrent over HTTP, in ranges, while they are still coming: who asks for what is
 * not here waits until it is. {@code /} lists them.
 */
public final class StreamServer implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int NOTHING_FOLLOWS = -1;

  private final TorrentContent content;
  private final HttpServer server;
  private final ExecutorService threads;
  private final Streams streams = new Streams();

  /** Listens from now on. */
  public StreamServer(InetSocketAddress address, TorrentContent content) throws IOException {
    this.content = content;
    this.server = HttpServer.create(address, 0);
    this.threads = Executors.newCachedThreadPool(StreamServer::daemon);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "stream");
    thread.setDaemon(true);
    return thread;
  }

  /** Where a file is, or with an empty name the list of them. */
  public String url(String name) {
    InetSocketAddress at = server.getAddress();
    String host = at.getAddress().getHostAddress();
    return "http://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + at.getPort()
        + "/"
        + escaped(name);
  }

  private static String escaped(String name) {
    return Arrays.stream(name.split("/"))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      Headers headers = exchange.getResponseHeaders();
      headers.set("X-Content-Type-Options", "nosniff");
      if (!method.equals("GET") && !method.equals("HEAD")) {
        headers.set("Allow", "GET, HEAD");
        refuse(exchange, 405, "only GET and HEAD");
      } else if (path.equals("/")) {
        headers.set("Content-Type", "text/html; charset=utf-8");
        send(exchange, 200, list());
      } else {
        Optional<SharedItem> file =
            content.files().stream().filter(each -> path.equals("/" + each.name())).findFirst();
        if (file.isPresent()) {
          answer(exchange, file.get());
        } else {
          refuse(exchange, 404, "no such file; / lists those that there are");
        }
      }
    }
  }

  private void answer(HttpExchange exchange, SharedItem file) throws IOException {
    long size = file.sizeBytes();
    String tag = "\"" + content.tag() + "\"";
    Headers headers = exchange.getResponseHeaders();
    headers.set("Accept-Ranges", "bytes");
    headers.set("ETag", tag);
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    boolean other = condition != null && !condition.equals(tag);
    String header = other ? null : exchange.getRequestHeaders().getFirst("Range");
    Optional<ByteRange> asked = ByteRange.of(header, size);
    if (asked.isEmpty()) {
      headers.set("Content-Range", "bytes */" + size);
      refuse(exchange, 416, "the file has " + size + " bytes");
      return;
    }
    ByteRange range = asked.get();
    headers.set("Content-Type", MediaTypes.of(file.name()));
    if (range.partial()) {
      headers.set("Content-Range", range.of(size));
    }
    int status = range.partial() ? 206 : 200;
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Long.toString(range.length()));
      exchange.sendResponseHeaders(status, NOTHING_FOLLOWS);
    } else if (range.length() == 0) {
      exchange.sendResponseHeaders(status, NOTHING_FOLLOWS);
    } else {
      exchange.sendResponseHeaders(status, range.length());
      streams.run(() -> copy(file, range, exchange.getResponseBody()));
    }
  }

  private void copy(SharedItem file, ByteRange range, OutputStream body)
      throws IOException, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long position = range.first();
    long end = range.first() + range.length();
    while (position < end) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - position));
      int count = content.read(file, position, buffer);
      body.write(buffer.array(), 0, count);
      position += count;
    }
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    send(exchange, status, why + "\n");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(status, NOTHING_FOLLOWS);
    } else {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String list() {
    StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>");
    html.append(Html.text(content.name()))
        .append("</title>\n<h1>")
        .append(Html.text(content.name()));
    html.append("</h1>\n<ul>\n");
    for (SharedItem file : content.files()) {
      html.append("<li><a href=\"/")
          .append(escaped(file.name()))
          .append("\">")
          .append(Html.text(file.name()))
          .append("</a> ")
          .append(Text.bytes(file.sizeBytes()))
          .append("\n");
    }
    return html.append("</ul>\n").toString();
  }

  /** Cuts off those who still listen. */
  @Override
  public void close() {
    streams.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
