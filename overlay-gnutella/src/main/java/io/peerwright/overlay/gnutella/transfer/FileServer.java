package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.TreeCheck;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.http.FileHandler;
import io.peerwright.kit.http.FilePart;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.upload.UploadRates;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import io.peerwright.overlay.gnutella.transfer.FetchedFiles.FetchedFile;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for what is shared: {@code /uri-res/N2R?urn:sha1:...} (HUGE 0.94) by content and
 * {@code /get/INDEX/NAME} by the number that a hit told; whole or in ranges. What is still being
 * fetched is there by its content.
 */
public final class FileServer implements HttpServer.Handler {

  private static final String BY_NAME = "/uri-res/N2R";
  private static final String TREE = "/uri-res/N2X";
  private static final Pattern BY_INDEX = Pattern.compile("/get/(\\d{1,10})/.*");

  /**
   * What a request is for.
   *
   * @param root of a tree that can be had; null if none can
   * @param file of the library; null for one that was fetched
   * @param fetched null for one of the library
   */
  private record Wanted(
      String name,
      @Nullable Urn sha1,
      @Nullable Urn root,
      @Nullable LibraryFile file,
      @Nullable FetchedFile fetched) {

    static Wanted of(LibraryFile file) {
      return new Wanted(file.item().name(), file.sha1(), file.tigerTree(), file, null);
    }

    static Wanted of(FetchedFile fetched) {
      return new Wanted(fetched.sha1().toString(), fetched.sha1(), fetched.root(), null, fetched);
    }
  }

  private final Library library;
  private final FetchedFiles fetched;
  private final FileHandler files;
  private final UploadSlots slots;
  private final UploadRates rates;
  private final TreeServer trees;
  private final Alternates alternates;
  private long uploads;

  /** Serves what is in a library at the time of a request. */
  FileServer(
      Loop loop,
      Library library,
      FetchedFiles fetched,
      GnutellaConfig config,
      Alternates alternates,
      ServerDials dials,
      Supplier<@Nullable Endpoint> own,
      Supplier<@Nullable EventStream> events) {
    this.library = library;
    this.fetched = fetched;
    this.alternates = alternates;
    files = new FileHandler(loop);
    trees = new TreeServer(loop);
    slots =
        new UploadSlots(
            loop,
            config.maxUploads(),
            config.maxUploadsPerAddress(),
            config.queueLength(),
            dials,
            own,
            new UploadReports(loop, events));
    rates = new UploadRates(loop, config.uploadRate(), config.uploadRatePerFile());
  }

  /** Who is served. */
  UploadSlots slots() {
    return slots;
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
    if (request.minorVersion() == 1 && request.fields().all("Host").size() != 1) {
      refuse(exchange, 400, HttpFields.NONE);
      return;
    }
    if (request.path().equalsIgnoreCase(TREE)) {
      answerTree(request, exchange);
      return;
    }
    Wanted file = find(request);
    if (file == null) {
      refuse(exchange, 404, HttpFields.NONE);
      return;
    }
    uploads++;
    HttpFields about = about(file).and(others(file, request, exchange.remote()));
    if (request.method().equals("HEAD")) {
      serve(file, request, about, exchange, FilePart.Listener.NONE);
      return;
    }
    QueuePlace place =
        slots.ask(
            exchange.remote(),
            file.name,
            request.keepsAlive(),
            Node.of(request, exchange.remote()),
            sending -> serve(file, request, about, exchange, sending));
    if (place != null) {
      String knows = request.fields().first("X-Queue");
      refuse(exchange, 503, about.and(place.fields(knows, slots.slots())));
    }
  }

  /** {@code urn:sha1:...;ROOT}, or without the root. */
  private void answerTree(HttpRequest request, HttpExchange exchange) {
    String[] names = request.query().split(";", 2);
    Wanted file = byName(urn(names[0]));
    Urn root = file == null ? null : file.root;
    if (file == null || root == null) {
      refuse(exchange, 404, HttpFields.NONE);
    } else if (names.length > 1 && !names[1].equalsIgnoreCase(root.value())) {
      refuse(exchange, 404, HttpFields.NONE);
    } else if (file.file != null) {
      trees.answer(file.file, root, exchange);
    } else {
      TreeCheck known = file.fetched == null ? null : file.fetched.tree();
      TreeServer.reply(exchange, known == null ? null : known.message());
    }
  }

  /** Trees that were made. */
  long treesMade() {
    return trees.made();
  }

  private void serve(
      Wanted file,
      HttpRequest request,
      HttpFields about,
      HttpExchange exchange,
      FilePart.Listener listener) {
    if (file.fetched != null) {
      files.serve(file.fetched.held(), request, about, exchange, rates, listener);
    } else if (file.file != null) {
      files.serve(file.file.item().file(), request, about, exchange, rates, listener);
    }
  }

  /** Takes in who else has a file, and tells of some. */
  private HttpFields others(Wanted file, HttpRequest request, Endpoint asker) {
    Urn sha1 = file.sha1;
    if (sha1 == null) {
      return HttpFields.NONE;
    }
    AlternateFields.of(request.fields(), sha1).forEach(each -> alternates.add(sha1, each, asker));
    AlternateFields.gone(request.fields()).forEach(each -> alternates.remove(sha1, each, asker));
    HttpFields told = AlternateFields.field("X-Alt", alternates.some(sha1, asker));
    alternates
        .named(request.fields(), Firewalled.HAVE, asker)
        .forEach(each -> alternates.add(sha1, each, asker));
    alternates
        .named(request.fields(), Firewalled.GONE, asker)
        .forEach(each -> alternates.remove(sha1, each, asker));
    return Firewalled.isUnderstood(request.fields())
        ? told.and(Firewalled.field(Firewalled.HAVE, alternates.someFirewalled(sha1, asker)))
        : told;
  }

  private static HttpFields about(Wanted file) {
    HttpFields fields = HttpFields.NONE.with("X-Features", "queue/1.0, " + Firewalled.FEATURE);
    if (file.fetched != null) {
      HeldParts held = file.fetched.held();
      fields = fields.and(AvailableRanges.field(held.verified(), held.size()));
    }
    Urn sha1 = file.sha1;
    if (sha1 == null) {
      return fields;
    }
    Urn root = file.root;
    HttpFields named = fields.with(ContentUrn.NAME, sha1.toString());
    return root == null ? named : named.with("X-Thex-URI", TREE + "?" + sha1 + ";" + root.value());
  }

  private static void refuse(HttpExchange exchange, int status, HttpFields fields) {
    exchange.reply(status, fields, ByteBuffer.allocate(0));
  }

  private @Nullable Wanted find(HttpRequest request) {
    if (request.path().equalsIgnoreCase(BY_NAME)) {
      return byName(urn(request.query()));
    }
    Matcher index = BY_INDEX.matcher(request.path());
    LibraryFile file = index.matches() ? library.byIndex(Long.parseLong(index.group(1))) : null;
    Urn sha1 = file == null ? null : file.sha1();
    // The number may stand for another file than when it was told.
    boolean isOther = sha1 != null && ContentUrn.isOther(request.fields(), sha1);
    return file == null || isOther ? null : Wanted.of(file);
  }

  private @Nullable Wanted byName(@Nullable Urn urn) {
    LibraryFile file = urn == null ? null : library.byUrn(urn);
    FetchedFile other = file == null ? fetched.find(urn) : null;
    return file != null ? Wanted.of(file) : other != null ? Wanted.of(other) : null;
  }

  private static @Nullable Urn urn(String text) {
    try {
      return Urn.parse(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
