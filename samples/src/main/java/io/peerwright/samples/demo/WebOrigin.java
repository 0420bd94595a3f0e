package io.peerwright.samples.demo;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.FileHandler;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.Percent;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.runtime.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A web server with one file that a peer's machine runs beside its overlays, over the same
 * transport: the origin, or the web seed of a torrent, live as in a simulation.
 */
public final class WebOrigin implements LinkAcceptor {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final HttpServer.Limits LIMITS =
      new HttpServer.Limits(64, 64, 8_192, 1_024, 600_000_000_000L);

  private final CompletableFuture<Endpoint> listening = new CompletableFuture<>();
  private final FileHandler files;
  private final HttpServer server;
  private final String path;

  private WebOrigin(Host host, Path file) {
    path = "/" + Percent.encode(file.getFileName().toString());
    files = new FileHandler(host.loop());
    files.add(path, file);
    server = new HttpServer(host.loop(), LIMITS, new MemoryBudget(1L << 28), files);
  }

  /** Serves a file at any free port of a peer that has joined. */
  public static WebOrigin start(Peer peer, Path file) {
    CompletableFuture<WebOrigin> made = new CompletableFuture<>();
    Host host = peer.host();
    host.loop()
        .execute(
            () -> {
              WebOrigin origin = new WebOrigin(host, file);
              Endpoint at = host.listenAddress().withPort(0);
              host.transport().listen(at, SocketOptions.DEFAULT, origin);
              made.complete(origin);
            });
    WebOrigin origin = peer.await(made, PATIENCE);
    peer.await(origin.listening, PATIENCE);
    return origin;
  }

  /** Where the file is. */
  public String url() {
    return "http://" + listening.join() + path;
  }

  /** How much of the file it has sent; for the loop of its peer. */
  public long bytesSent() {
    return files.bytesSent();
  }

  @Override
  public void onListening(Endpoint local) {
    listening.complete(local);
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    return server.onAccept(link);
  }

  @Override
  public void onClosed(Reason reason) {
    listening.completeExceptionally(
        new OverlayException(reason, "the web server cannot listen: " + reason));
  }
}
