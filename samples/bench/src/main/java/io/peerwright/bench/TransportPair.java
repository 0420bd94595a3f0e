package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportProvider;
import java.nio.ByteBuffer;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The work on our live transport, two hosts on two event loops. */
final class TransportPair implements TcpPair {

  /** Holds a whole window of messages, so that an echo is never refused. */
  private static final SocketOptions OPTIONS =
      SocketOptions.DEFAULT.withSendBufferBytes(2 * WINDOW * MESSAGE);

  private final Network network;
  private final Host clientHost;
  private final boolean echo;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);
  private final Link client;
  private volatile boolean running;
  private volatile long received;
  private int partial;
  private int unsent;

  TransportPair(boolean echo) throws Exception {
    this.echo = echo;
    network = openVertx();
    Host serverHost = network.newHost("server", Endpoint.parse("127.0.0.1:0"), null);
    clientHost = network.newHost("client", Endpoint.parse("127.0.0.1:0"), null);
    Endpoint server =
        LiveSteps.on(
            serverHost.loop(),
            () -> LiveSteps.listen(serverHost, OPTIONS, link -> echo ? new Echo() : new Sink()));
    CompletableFuture<Link> connected = new CompletableFuture<>();
    clientHost
        .loop()
        .execute(() -> clientHost.transport().connect(server, OPTIONS, new Source(connected)));
    client = connected.get(10, TimeUnit.SECONDS);
  }

  static Network openVertx() {
    for (TransportProvider<?> provider : ServiceLoader.load(TransportProvider.class)) {
      if (provider.name().equals("vertx")) {
        return open(provider);
      }
    }
    throw new IllegalStateException("transport-vertx is not on the class path");
  }

  private static <C extends Record> Network open(TransportProvider<C> provider) {
    return provider.open(provider.defaults());
  }

  private void pump() {
    while (running && !echo) {
      chunk.clear();
      if (client.write(chunk) < CHUNK) {
        return;
      }
    }
  }

  private void sendMessages() {
    while (unsent > 0) {
      message.clear();
      int taken = client.write(message);
      if (taken < MESSAGE) {
        throw new IllegalStateException("the window must fit into the send buffer");
      }
      unsent--;
    }
  }

  @Override
  public void start() {
    running = true;
    clientHost
        .loop()
        .execute(
            () -> {
              unsent = echo ? WINDOW : 0;
              partial = 0;
              sendMessages();
              pump();
            });
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public void close() {
    network.close();
  }

  private final class Sink implements LinkHandler {
    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      received += data.remaining();
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static final class Echo implements LinkHandler {
    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      link.write(data);
      if (data.hasRemaining()) {
        throw new IllegalStateException("the window must fit into the send buffer");
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private final class Source implements LinkHandler {
    private final CompletableFuture<Link> connected;

    Source(CompletableFuture<Link> connected) {
      this.connected = connected;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      connected.complete(link);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      received += data.remaining();
      partial += data.remaining();
      int whole = partial / MESSAGE;
      partial -= whole * MESSAGE;
      unsent = running ? whole : 0;
      sendMessages();
    }

    @Override
    public void onWritable(Link link) {
      pump();
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      connected.completeExceptionally(new IllegalStateException("closed: " + reason));
    }
  }
}
