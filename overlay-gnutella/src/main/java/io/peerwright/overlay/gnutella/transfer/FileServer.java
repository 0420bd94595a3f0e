package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.FileHandler;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for what is shared: {@code /uri-res/N2R?urn:sha1:...} (HUGE 0.94) by content and
 * {@code /get/INDEX/NAME} by the number that a hit told; whole or in ranges.
 */
public final class FileServer implements HttpServer.Handler {

  private static final String BY_NAME = "/uri-res/N2R";
  private static final Pattern BY_INDEX = Pattern.compile("/get/(\\d{1,10})/.*");

  private final Library library;
  private final FileHandler files;
  private long uploads;

  /** Serves what is in a library at the time of a request. */
  public FileServer(Loop loop, Library library) {
    this.library = library;
    files = new FileHandler(loop);
  }

  /** Requests for files that were there. */
  public long uploads() {
    return uploads;
  }

  /** Bytes of files that were sent. */
  public long bytesSent() {
    return files.bytesSent();
  }

  @Override
  public void onRequest(HttpRequest request, HttpExchange exchange) {
    LibraryFile file = find(request);
    if (file == null) {
      files.serve(null, request, HttpFields.NONE, exchange);
      return;
    }
    uploads++;
    Urn sha1 = file.sha1();
    HttpFields more =
        sha1 == null
            ? HttpFields.NONE
            : HttpFields.NONE.with("X-Gnutella-Content-URN", sha1.toString());
    files.serve(file.item().file(), request, more, exchange);
  }

  private @Nullable LibraryFile find(HttpRequest request) {
    if (request.path().equalsIgnoreCase(BY_NAME)) {
      Urn urn = urn(request.query());
      return urn == null ? null : library.byUrn(urn);
    }
    Matcher index = BY_INDEX.matcher(request.path());
    return index.matches() ? library.byIndex(Long.parseLong(index.group(1))) : null;
  }

  private static @Nullable Urn urn(String text) {
    try {
      return Urn.parse(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
