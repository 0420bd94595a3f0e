package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves files, whole or in ranges of any length (RFC 9110, section 14): an origin server, or the
 * web seed of a torrent.
 */
public final class FileHandler implements HttpServer.Handler {

  private static final long MODELLED_NANOS = 200_000;

  private final Loop loop;
  private final Map<String, Path> files = new TreeMap<>();
  private long bytesSent;

  /** A handler without files. */
  public FileHandler(Loop loop) {
    this.loop = loop;
  }

  /** Serves a file under a path that begins with a slash, as it stands in a URL. */
  public void add(String path, Path file) {
    files.put(path, file);
  }

  /** Bytes of files that connections took so far. */
  public long bytesSent() {
    return bytesSent;
  }

  @Override
  public void onRequest(HttpRequest request, HttpExchange exchange) {
    serve(files.get(request.path()), request, HttpFields.NONE, exchange);
  }

  /**
   * Answers a request with a file, for handlers that have names of their own for files.
   *
   * @param file null if there is no such file
   * @param more fields of an answer that is the file, or a part of it
   */
  public void serve(
      @Nullable Path file, HttpRequest request, HttpFields more, HttpExchange exchange) {
    if (file == null) {
      refuse(exchange, 404, "no such file", HttpFields.NONE);
      return;
    }
    loop.offload(
        () -> size(file),
        MODELLED_NANOS,
        (size, failure) -> {
          if (size != null) {
            answer(exchange, file, size, request, more);
          } else if (failure instanceof NoSuchFileException) {
            refuse(exchange, 404, "no such file", HttpFields.NONE);
          } else {
            refuse(exchange, 500, "the file cannot be read", HttpFields.NONE);
          }
        });
  }

  private static long size(Path file) throws IOException {
    if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isReadable(file))) {
      throw new IOException("it is no file that can be read");
    }
    return Files.size(file);
  }

  private void answer(
      HttpExchange exchange, Path file, long size, HttpRequest request, HttpFields more) {
    Optional<ByteRange> asked = ByteRange.of(request.fields().first("Range"), size);
    if (asked.isEmpty()) {
      HttpFields fields = HttpFields.NONE.with("Content-Range", "bytes */" + size);
      refuse(exchange, 416, "the file has " + size + " bytes", fields);
      return;
    }
    ByteRange range = asked.get();
    HttpFields fields = more.with("Accept-Ranges", "bytes");
    long end = range.first() + range.length();
    FilePart part = new FilePart(file, range.first(), end, false, null, new Counting());
    if (range.partial()) {
      exchange.reply(206, fields.with("Content-Range", range.of(size)), part);
    } else {
      exchange.reply(200, fields, part);
    }
  }

  private final class Counting implements FilePart.Listener {

    @Override
    public void onSent(int bytes) {
      bytesSent += bytes;
    }

    @Override
    public void onOver(boolean isComplete) {}
  }

  private static void refuse(HttpExchange exchange, int status, String why, HttpFields fields) {
    ByteBuffer text = ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8));
    exchange.reply(status, fields.with("Content-Type", "text/plain; charset=utf-8"), text);
  }
}
