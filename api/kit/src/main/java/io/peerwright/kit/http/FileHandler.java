package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves files, whole or in ranges (RFC 9110, section 14): an origin server, or the web seed of a
 * torrent. A range is read off the loop and answered in one piece, so clients ask for blocks.
 */
public final class FileHandler implements HttpServer.Handler {

  private static final long MODELLED_NANOS = 200_000;

  private final Loop loop;
  private final int maxAnswerBytes;
  private final Map<String, Path> files = new TreeMap<>();
  private long bytesSent;

  /**
   * A handler without files.
   *
   * @param maxAnswerBytes the longest range that is answered; as {@link HttpServer.Limits} has it
   */
  public FileHandler(Loop loop, int maxAnswerBytes) {
    this.loop = loop;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  /** Serves a file under a path that begins with a slash, as it stands in a URL. */
  public void add(String path, Path file) {
    files.put(path, file);
  }

  /** Bytes of files in all answers so far. */
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
    String header = request.fields().first("Range");
    loop.offload(
        () -> read(file, header),
        MODELLED_NANOS,
        (answer, failure) -> {
          if (answer == null) {
            refuse(exchange, 500, "the file cannot be read", HttpFields.NONE);
          } else {
            answer(exchange, answer, more);
          }
        });
  }

  private record Answer(long size, Optional<ByteRange> range, ByteBuffer bytes) {}

  private Answer read(Path file, @Nullable String header) throws IOException {
    long size = Files.size(file);
    Optional<ByteRange> range = ByteRange.of(header, size);
    long length = range.map(ByteRange::length).orElse(0L);
    ByteBuffer bytes = ByteBuffer.allocate(length > maxAnswerBytes ? 0 : (int) length);
    if (bytes.hasRemaining()) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        long first = range.map(ByteRange::first).orElse(0L);
        while (bytes.hasRemaining() && channel.read(bytes, first + bytes.position()) > 0) {
          // Until all is here.
        }
      }
    }
    return new Answer(size, range, bytes.flip());
  }

  private void answer(HttpExchange exchange, Answer answer, HttpFields more) {
    if (answer.range.isEmpty()) {
      HttpFields fields = HttpFields.NONE.with("Content-Range", "bytes */" + answer.size);
      refuse(exchange, 416, "the file has " + answer.size + " bytes", fields);
      return;
    }
    ByteRange range = answer.range.get();
    if (answer.bytes.remaining() < range.length()) {
      refuse(
          exchange, 400, "ask for ranges of up to " + maxAnswerBytes + " bytes", HttpFields.NONE);
      return;
    }
    bytesSent += range.length();
    HttpFields fields = more.with("Accept-Ranges", "bytes");
    if (range.partial()) {
      exchange.reply(206, fields.with("Content-Range", range.of(answer.size)), answer.bytes);
    } else {
      exchange.reply(200, fields, answer.bytes);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String why, HttpFields fields) {
    ByteBuffer text = ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8));
    exchange.reply(status, fields.with("Content-Type", "text/plain; charset=utf-8"), text);
  }
}
