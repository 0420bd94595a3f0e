package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Host;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.overlay.gnutella.sharing.Library;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** What a servent sends and fetches; made when it does either for the first time. */
public final class Transfers {

  private static final HttpServer.Limits LIMITS =
      new HttpServer.Limits(100, 8, 8_192, FileServer.MAX_ANSWER_BYTES, 30_000_000_000L);

  private static final long MEMORY_BYTES = 1L << 26;

  private final FileServer files;
  private final HttpServer server;
  private final Downloads downloads;

  /** Neither sends nor fetches yet. */
  public Transfers(Host host, Library library, AddressPolicy policy, String overlay) {
    files = new FileServer(host.loop(), library);
    server = new HttpServer(host.loop(), LIMITS, new MemoryBudget(MEMORY_BYTES), files);
    downloads = new Downloads(host, policy, overlay);
  }

  /** Somebody asks over HTTP; null if there are too many. */
  public @Nullable LinkHandler onAccept(Link link) {
    return server.onAccept(link);
  }

  /** As {@link io.peerwright.api.overlay.Fetch} has it. */
  public Download fetch(List<Hit> hits, Path target, Consumer<? super Download> changed) {
    return downloads.fetch(hits, target, changed);
  }

  /** What hits stand for. */
  public List<ContentSource> sources(List<Hit> hits) {
    return downloads.sources(hits);
  }

  /** Those from whom something comes. */
  public void peers(List<Neighbour> into) {
    downloads.peers(into);
  }

  /** Tells the counters of a servent, zeros if it has never sent or fetched. */
  public static void meters(@Nullable Transfers of, ObjLongConsumer<String> sink) {
    sink.accept("uploads.requests", of == null ? 0 : of.files.uploads());
    sink.accept("uploads.bytes", of == null ? 0 : of.files.bytesSent());
    sink.accept("uploads.connections.now", of == null ? 0 : of.server.connections());
    sink.accept("downloads.complete", of == null ? 0 : of.downloads.complete());
    sink.accept("downloads.failed", of == null ? 0 : of.downloads.failed());
    sink.accept("downloads.corrupt", of == null ? 0 : of.downloads.corrupt());
    sink.accept("downloads.active.now", of == null ? 0 : of.downloads.active());
  }

  /** Ends all. */
  public void close() {
    downloads.close();
    server.closeConnections();
  }

  /** Runs when the files of downloads that were ended are closed. */
  public void whenClosed(Runnable then) {
    downloads.whenClosed(then);
  }
}
