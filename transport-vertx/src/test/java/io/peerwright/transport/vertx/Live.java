package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two hosts on loopback, and what tests do with them. */
final class Live implements AutoCloseable {

  static final Endpoint LOOPBACK = Endpoint.parse("127.0.0.1:0");
  static final VertxConfig TWO_LOOPS = new VertxConfig(2, 4, 2, 1 << 16, 1 << 20, 10_000, 10_000);
  private static final long PATIENCE_SECONDS = 20;

  final Network network;
  final Host a;
  final Host b;

  Live() {
    this(TWO_LOOPS);
  }

  Live(VertxConfig config) {
    network = new VertxProvider().open(config);
    a = network.newHost("a", null, null);
    b = network.newHost("b", null, null);
  }

  /** Runs {@code work} on the loop of {@code host} and waits for its result. */
  static <T> T on(Host host, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            });
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("on the loop of " + host.name(), e);
    }
  }

  static void run(Host host, Runnable work) {
    on(
        host,
        () -> {
          work.run();
          return null;
        });
  }

  static <T> T next(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(next, "nothing came");
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes down what happens on a link. */
  static class Recorder implements LinkHandler {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final int credit;
    volatile Link link;

    Recorder(int credit) {
      this.credit = credit;
    }

    @Override
    public void onOpen(Link opened) {
      link = opened;
      if (credit > 0) {
        opened.request(credit);
      }
      events.add("open");
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      events.add(StandardCharsets.UTF_8.decode(data).toString());
    }

    @Override
    public void onWritable(Link to) {
      events.add("writable");
    }

    @Override
    public void onInputClosed(Link from) {
      events.add("input closed");
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      events.add("closed " + reason);
    }

    void expect(String... expected) {
      for (String each : expected) {
        assertEquals(each, next(events));
      }
    }
  }

  /** Listens for one handler's links. */
  static final class Listener implements LinkAcceptor {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Endpoint> bound = new LinkedBlockingQueue<>();
    final LinkHandler handler;
    Handle handle;

    Listener(LinkHandler handler) {
      this.handler = handler;
    }

    @Override
    public void onListening(Endpoint local) {
      bound.add(local);
    }

    @Override
    public LinkHandler onAccept(Link link) {
      return handler;
    }

    @Override
    public void onClosed(Reason reason) {
      events.add("closed " + reason);
    }
  }

  static Listener listen(Host host, Endpoint at, SocketOptions options, LinkHandler handler) {
    Listener listener = new Listener(handler);
    listener.handle = on(host, () -> host.transport().listen(at, options, listener));
    return listener;
  }

  static Endpoint listen(Host host, LinkHandler handler) {
    return next(listen(host, LOOPBACK, SocketOptions.DEFAULT, handler).bound);
  }

  static Link connect(Host host, Endpoint to, LinkHandler handler) {
    return connect(host, to, SocketOptions.DEFAULT, handler);
  }

  static Link connect(Host host, Endpoint to, SocketOptions options, LinkHandler handler) {
    return on(host, () -> host.transport().connect(to, options, handler));
  }

  @Override
  public void close() {
    network.close();
  }
}
