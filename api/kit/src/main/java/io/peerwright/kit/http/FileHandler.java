package io.peerwright.kit.http;

import io.peerwright.api.Loop;
import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.upload.UploadRates;
import java.io.IOException;
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
    Path file = files.get(request.path());
    serve(file, request, HttpFields.NONE, exchange, null, FilePart.Listener.NONE);
  }

  /**
   * Answers a request with a file, for handlers that have names of their own for files.
   *
   * @param file null if there is no such file
   * @param more fields of an answer that is the file, or a part of it
   * @param rates how fast it may go; null for as fast as it is taken
   * @param listener hears how it goes; that it is over also if nothing of the file is sent
   */
  public void serve(
      @Nullable Path file,
      HttpRequest request,
      HttpFields more,
      HttpExchange exchange,
      @Nullable UploadRates rates,
      FilePart.Listener listener) {
    FilePart.Listener counting = new Counting(listener);
    if (file == null) {
      refuse(exchange, 404, "no such file", HttpFields.NONE, counting);
      return;
    }
    loop.offload(
        () -> size(file),
        MODELLED_NANOS,
        (size, failure) -> {
          if (size != null) {
            answer(exchange, new Source(file, size, rates, null, counting), request, more);
          } else if (failure instanceof NoSuchFileException) {
            refuse(exchange, 404, "no such file", HttpFields.NONE, counting);
          } else {
            refuse(exchange, 500, "the file cannot be read", HttpFields.NONE, counting);
          }
        });
  }

  /**
   * Answers a request with what is here of a file that is still being fetched, up to the next gap.
   * Only ranges are sent of it. Who asks for something that is not here gets status 416.
   *
   * @param more fields of any answer, such as what is here
   * @param rates how fast it may go; null for as fast as it is taken
   * @param listener hears how it goes; that it is over also if nothing of the file is sent
   */
  public void serve(
      HeldParts held,
      HttpRequest request,
      HttpFields more,
      HttpExchange exchange,
      @Nullable UploadRates rates,
      FilePart.Listener listener) {
    FilePart.Listener counting = new Counting(listener);
    loop.offload(
        held::isUnchanged,
        MODELLED_NANOS,
        (unchanged, failure) -> {
          if (unchanged != null && unchanged) {
            boolean isWhole = held.verified().endOf(0) == held.size();
            HeldParts only = isWhole ? null : held;
            Source source = new Source(held.file(), held.size(), rates, only, counting);
            answer(exchange, source, held.verified(), request, more);
          } else {
            refuse(exchange, 404, "the file is gone", HttpFields.NONE, counting);
          }
        });
  }

  /** Without validators of ours none that a client tells can match (RFC 9110, section 13.1.5). */
  private static @Nullable String range(HttpRequest request) {
    HttpFields fields = request.fields();
    return fields.first("If-Range") == null ? fields.first("Range") : null;
  }

  private static void answer(
      HttpExchange exchange, Source source, Ranges verified, HttpRequest request, HttpFields more) {
    long size = source.size;
    Optional<ByteRange> asked = ByteRange.of(range(request), size);
    long first = asked.map(ByteRange::first).orElse(size);
    boolean isRange = source.held == null || asked.isPresent() && asked.get().partial();
    long here = isRange && first < size ? verified.endOf(first) - first : 0;
    if (asked.isEmpty() || here == 0 && size > 0) {
      HttpFields fields = more.with("Content-Range", "bytes */" + size);
      refuse(exchange, 416, "that part is not here yet", fields, source.listener);
      return;
    }
    ByteRange range =
        new ByteRange(first, Math.min(here, asked.get().length()), asked.get().partial());
    send(exchange, source, range, more);
  }

  private static long size(Path file) throws IOException {
    if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isReadable(file))) {
      throw new IOException("it is no file that can be read");
    }
    return Files.size(file);
  }

  private record Source(
      Path file,
      long size,
      @Nullable UploadRates rates,
      @Nullable HeldParts held,
      FilePart.Listener listener) {

    FilePart part(ByteRange range) {
      long end = range.first() + range.length();
      return new FilePart(file, range.first(), end, rates, held, listener);
    }
  }

  private static void answer(
      HttpExchange exchange, Source source, HttpRequest request, HttpFields more) {
    long size = source.size;
    Optional<ByteRange> asked = ByteRange.of(range(request), size);
    if (asked.isEmpty()) {
      HttpFields fields = HttpFields.NONE.with("Content-Range", "bytes */" + size);
      refuse(exchange, 416, "the file has " + size + " bytes", fields, source.listener);
      return;
    }
    send(exchange, source, asked.get(), more);
  }

  private static void send(HttpExchange exchange, Source source, ByteRange range, HttpFields more) {
    HttpFields fields = more.with("Accept-Ranges", "bytes");
    if (range.partial()) {
      exchange.reply(206, fields.with("Content-Range", range.of(source.size)), source.part(range));
    } else {
      exchange.reply(200, fields, source.part(range));
    }
  }

  private final class Counting implements FilePart.Listener {
    private final FilePart.Listener others;

    Counting(FilePart.Listener others) {
      this.others = others;
    }

    @Override
    public void onSent(int bytes) {
      bytesSent += bytes;
      others.onSent(bytes);
    }

    @Override
    public void onOver(boolean isComplete) {
      others.onOver(isComplete);
    }
  }

  private static void refuse(
      HttpExchange exchange,
      int status,
      String why,
      HttpFields fields,
      FilePart.Listener listener) {
    exchange.reply(status, fields, why);
    listener.onOver(false);
  }
}
