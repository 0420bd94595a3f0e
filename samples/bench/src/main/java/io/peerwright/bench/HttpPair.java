package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import io.peerwright.kit.http.FileHandler;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server with one file and a client that asks for the start of it in several ranges at a time.
 */
final class HttpPair implements AutoCloseable {

  /** Ranges under way: as many as connections to one server are kept. */
  private static final int AT_ONCE = 4;

  private static final long STALL_NANOS = 10_000_000_000L;
  private static final HttpServer.Limits LIMITS =
      new HttpServer.Limits(64, 64, 8_192, 1_024, STALL_NANOS);

  private final Path file;
  private final Network network;
  private final int atOnce;
  private final Runnable server;
  private final Host clientHost;
  private final HttpClient client;
  private final Url url;

  /** With a file of that many bytes. */
  HttpPair(int fileBytes) throws Exception {
    this(fileBytes, AT_ONCE, null);
  }

  private HttpPair(int fileBytes, int atOnce, @Nullable Servent servent) throws Exception {
    this.atOnce = atOnce;
    file = Files.write(Files.createTempFile("http-ranges", ".bin"), new byte[fileBytes]);
    network = TransportPair.openVertx();
    clientHost = network.newHost("client", Endpoint.parse("127.0.0.1:0"), null);
    client = new HttpClient(clientHost, TlsClient.Trust.DEFAULT);
    if (servent != null) {
      url = servent.share(file);
      server = servent::close;
      return;
    }
    server = () -> {};
    Host serverHost = network.newHost("server", Endpoint.parse("127.0.0.1:0"), null);
    Endpoint server = LiveSteps.on(serverHost.loop(), () -> listen(serverHost));
    url = Url.parse("http://" + server + "/file");
  }

  /** With a Gnutella servent, which sends one address a file once at a time. */
  static HttpPair ofServent(int fileBytes) throws Exception {
    return new HttpPair(fileBytes, 1, new Servent());
  }

  /** A servent that shares one file. */
  private static final class Servent {
    private final Peerwright peerwright = Peerwright.open();
    private final Peer peer =
        peerwright.start(
            peerwright.parse(
                "{\"transport\": {\"type\": \"vertx\", \"listen\": \"127.0.0.1:0\"},"
                    + " \"overlays\": [{\"type\": \"gnutella\", \"role\": \"ultrapeer\"}]}"));

    Url share(Path file) {
      peer.share(file);
      return Url.parse("http://" + peer.endpoints().get(0) + "/get/1/file");
    }

    void close() {
      peerwright.close();
    }
  }

  private CompletionStage<Endpoint> listen(Host host) {
    FileHandler files = new FileHandler(host.loop());
    files.add("/file", file);
    HttpServer server = new HttpServer(host.loop(), LIMITS, new MemoryBudget(1L << 28), files);
    return LiveSteps.listen(host, SocketOptions.DEFAULT, server::onAccept);
  }

  /**
   * Asks for about the given time.
   *
   * @param rangeBytes in each answer
   * @param kept whether one connection serves for all
   * @return bytes of the file that have arrived
   */
  double load(int rangeBytes, boolean kept, long nanos) throws Exception {
    long until = System.nanoTime() + nanos;
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      Load load = new Load(rangeBytes, kept, until);
      loads.add(load);
      clientHost.loop().execute(load::next);
    }
    double received = 0;
    for (Load load : loads) {
      received += load.done.get(60, TimeUnit.SECONDS);
    }
    return received;
  }

  @Override
  public void close() throws IOException {
    network.close();
    server.run();
    Files.delete(file);
  }

  private final class Load implements HttpCall.Listener {
    private final CompletableFuture<Double> done = new CompletableFuture<>();
    private final int rangeBytes;
    private final HttpClient.Manner manner;
    private final long until;
    private double received;
    private int left;

    Load(int rangeBytes, boolean kept, long until) {
      this.rangeBytes = rangeBytes;
      this.until = until;
      HttpFields range = HttpFields.NONE.with("Range", "bytes=0-" + (rangeBytes - 1));
      manner =
          new HttpClient.Manner(
              range, SocketOptions.DEFAULT, STALL_NANOS, 0, Link.UNLIMITED, Reach.HOST, kept);
    }

    void next() {
      left = rangeBytes;
      client.get(url, null, manner, this);
    }

    @Override
    public void onResponse(HttpResponse response) {
      if (response.status() != 206) {
        done.completeExceptionally(new IOException("status " + response.status()));
      }
    }

    @Override
    public void onBody(ByteBuffer data) {
      left -= data.remaining();
      received += data.remaining();
    }

    @Override
    public void onEnd(@Nullable OverlayException failure) {
      if (failure != null) {
        done.completeExceptionally(failure);
      } else if (left != 0) {
        done.completeExceptionally(new IOException(left + " bytes of a range are missing"));
      } else if (System.nanoTime() < until) {
        next();
      } else {
        done.complete(received);
      }
    }
  }
}
