package io.peerwright.bench;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The same work on Vert.x alone: the limit for the live transport. */
final class RawVertxPair implements TcpPair {

  private final Vertx vertx = Vertx.vertx();

  /** Kept, for Vert.x closes the sockets of a client that the collector takes away. */
  private final NetClient netClient =
      vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));

  private final boolean echo;
  private final Buffer chunk = Buffer.buffer(new byte[CHUNK]);
  private final Buffer message = Buffer.buffer(new byte[MESSAGE]);
  private final Context clientLoop;
  private final NetSocket client;
  private volatile boolean running;
  private volatile long received;
  private int partial;

  RawVertxPair(boolean echo) throws Exception {
    this.echo = echo;
    int port =
        vertx
            .createNetServer(new NetServerOptions().setTcpNoDelay(true))
            .connectHandler(this::serve)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();
    clientLoop = vertx.getOrCreateContext();
    CompletableFuture<NetSocket> connected = new CompletableFuture<>();
    clientLoop.runOnContext(
        ignored ->
            netClient
                .connect(port, "127.0.0.1")
                .onSuccess(
                    socket -> {
                      socket.handler(this::onEcho);
                      socket.drainHandler(drained -> pump());
                      connected.complete(socket);
                    })
                .onFailure(connected::completeExceptionally));
    client = connected.get(10, TimeUnit.SECONDS);
  }

  private void serve(NetSocket socket) {
    if (echo) {
      socket.handler(socket::write);
    } else {
      socket.handler(data -> received += data.length());
    }
  }

  private void onEcho(Buffer data) {
    received += data.length();
    partial += data.length();
    for (; partial >= MESSAGE; partial -= MESSAGE) {
      if (running) {
        client.write(message);
      }
    }
  }

  private void pump() {
    while (running && !echo && !client.writeQueueFull()) {
      client.write(chunk);
    }
  }

  @Override
  public void start() {
    running = true;
    clientLoop.runOnContext(
        ignored -> {
          for (int i = 0; echo && i < WINDOW; i++) {
            client.write(message);
          }
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
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
