package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The work on our live transport, two hosts on two event loops. */
final class TransportUdpPair implements UdpPair {

  private static final Endpoint LOOPBACK = Endpoint.parse("127.0.0.1:0");
  private static final int BATCH = 64;

  /** A sender that is paced sends what is due this often. */
  private static final long TICK_NANOS = 500_000;

  private final Network network = TransportPair.openVertx();
  private final Host sender = network.newHost("sender", LOOPBACK, null);
  private final Host receiver = network.newHost("receiver", LOOPBACK, null);
  private final Datagrams[] sockets;
  private final Endpoint to;
  private final List<Thread> threads;
  private final ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD);
  private final Runnable pump = this::pump;
  private final TimerTarget pacer = (run, began) -> pace(run, began);
  private volatile boolean running;
  private volatile long sent;
  private volatile long received;
  private long perSecond;
  private long sentInRun;
  private int next;

  TransportUdpPair(int sockets) throws Exception {
    to = bind(receiver).local();
    this.sockets = new Datagrams[sockets];
    for (int i = 0; i < sockets; i++) {
      this.sockets[i] = bind(sender);
    }
    threads = List.of(thread(sender), thread(receiver));
  }

  private Datagrams bind(Host host) throws Exception {
    CompletableFuture<Datagrams> bound = new CompletableFuture<>();
    host.loop()
        .execute(
            () ->
                host.transport()
                    .bind(host.listenAddress(), SocketOptions.DEFAULT, new Counter(bound)));
    return bound.get(10, TimeUnit.SECONDS);
  }

  private static Thread thread(Host host) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    host.loop().execute(() -> thread.complete(Thread.currentThread()));
    return thread.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void start() {
    running = true;
    sender.loop().execute(pump);
  }

  /** Sends so many datagrams a second. */
  void startPaced(long datagramsPerSecond) {
    running = true;
    sender
        .loop()
        .execute(
            () -> {
              perSecond = datagramsPerSecond;
              sentInRun = 0;
              pace(0, sender.loop().nanoTime());
            });
  }

  private void pump() {
    if (running && send(BATCH)) {
      sender.loop().execute(pump);
    }
  }

  private void pace(int code, long began) {
    if (running) {
      double due = (sender.loop().nanoTime() - began) / 1e9 * perSecond;
      long before = sent;
      send((int) (due - sentInRun));
      sentInRun += sent - before;
      sender.loop().schedule(TICK_NANOS, pacer, code, began);
    }
  }

  /** False if the system takes no more for now. */
  private boolean send(int count) {
    for (int i = 0; i < count; i++) {
      if (sockets[next].send(to, payload.clear()) != SendResult.ACCEPTED) {
        return false;
      }
      sent++;
      next = (next + 1) % sockets.length;
    }
    return true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public long sent() {
    return sent;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public List<Thread> threads() {
    return threads;
  }

  @Override
  public void close() {
    network.close();
  }

  private final class Counter implements DatagramHandler {
    private final CompletableFuture<Datagrams> bound;

    Counter(CompletableFuture<Datagrams> bound) {
      this.bound = bound;
    }

    @Override
    public void onBound(Datagrams socket) {
      bound.complete(socket);
    }

    @Override
    public void onDatagram(Datagrams socket, Endpoint from, ByteBuffer data) {
      received++;
    }

    @Override
    public void onWritable(Datagrams socket) {
      if (perSecond == 0) {
        pump();
      }
    }
  }
}
