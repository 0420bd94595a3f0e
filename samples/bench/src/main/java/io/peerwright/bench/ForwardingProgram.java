package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What takes bytes from each of its links and sends them on over all others, on one thread: a
 * servent, or a relay that looks at nothing and is its limit.
 */
abstract class ForwardingProgram implements AutoCloseable {

  private static final int MOST_AT_ONCE = 1 << 16;

  /** Where it listens. */
  abstract InetSocketAddress at();

  /** The thread that it runs on. */
  abstract long threadId();

  @Override
  public abstract void close() throws IOException;

  /** An ultrapeer on the live transport. */
  static ForwardingProgram servent(int links) throws Exception {
    return new OnTransport(
        (host, listening) -> {
          GnutellaConfig config =
              GnutellaConfig.DEFAULT
                  .withRole(Tier.ULTRAPEER)
                  .withLinks(links, 0, 1)
                  .withQueryRate(100_000)
                  .withDeflate(false)
                  .withListen(host.listenAddress());
          Overlay servent = new GnutellaProvider().create(host, config);
          servent.join().thenRun(() -> listening.complete(servent.endpoints().get(0)));
        });
  }

  /** A relay on the live transport. */
  static ForwardingProgram relay() throws Exception {
    return new OnTransport(TransportRelay::begin);
  }

  /** A relay on plain channels. */
  static ForwardingProgram plain() throws IOException {
    return new PlainRelay();
  }

  private interface Start {
    void on(Host host, CompletableFuture<Endpoint> listening);
  }

  private static final class OnTransport extends ForwardingProgram {
    private final Network network = TransportPair.openVertx();
    private final InetSocketAddress at;
    private final long threadId;

    OnTransport(Start start) throws Exception {
      Host host = network.newHost("forwarding", Endpoint.parse("127.0.0.1:0"), null);
      CompletableFuture<Endpoint> listening = new CompletableFuture<>();
      CompletableFuture<Long> thread = new CompletableFuture<>();
      host.loop()
          .execute(
              () -> {
                thread.complete(Thread.currentThread().getId());
                start.on(host, listening);
              });
      Endpoint endpoint = listening.get(10, TimeUnit.SECONDS);
      at = new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port());
      threadId = thread.get(10, TimeUnit.SECONDS);
    }

    @Override
    InetSocketAddress at() {
      return at;
    }

    @Override
    long threadId() {
      return threadId;
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** Writes what comes to each link but that it came from. */
  private static final class TransportRelay implements LinkHandler {
    private final List<Link> links;

    private TransportRelay(List<Link> links) {
      this.links = links;
    }

    static void begin(Host host, CompletableFuture<Endpoint> listening) {
      List<Link> links = new ArrayList<>();
      LiveSteps.listen(host, SocketOptions.DEFAULT, link -> new TransportRelay(links))
          .thenAccept(listening::complete);
    }

    @Override
    public void onOpen(Link link) {
      links.add(link);
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      int start = data.position();
      for (int i = 0; i < links.size(); i++) {
        Link link = links.get(i);
        if (link != from) {
          link.write(data.position(start));
        }
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      links.remove(link);
    }
  }

  /**
   * What comes of all sockets that are ready is gathered for each link and written once, so that it
   * makes as few system calls as there can be.
   */
  private static final class PlainRelay extends ForwardingProgram implements Runnable {
    private final ServerSocketChannel listener;
    private final Selector selector = Selector.open();
    private final List<Out> outs = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(MOST_AT_ONCE);
    private final Thread thread = new Thread(this, "plain-relay");

    private record Out(SocketChannel channel, ByteBuffer waiting) {}

    PlainRelay() throws IOException {
      listener =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      thread.start();
    }

    @Override
    InetSocketAddress at() {
      return (InetSocketAddress) listener.socket().getLocalSocketAddress();
    }

    @Override
    long threadId() {
      return thread.getId();
    }

    @Override
    public void run() {
      try {
        while (selector.isOpen()) {
          selector.select(this::ready);
          for (Out out : outs) {
            if (out.waiting.position() > 0) {
              out.channel.write(out.waiting.flip());
              out.waiting.compact();
            }
          }
        }
      } catch (ClosedSelectorException over) {
        // The others are closed by whoever has closed it.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void ready(SelectionKey key) {
      try {
        if (key.isAcceptable()) {
          SocketChannel channel = listener.accept();
          channel.configureBlocking(false);
          channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
          Out out = new Out(channel, ByteBuffer.allocateDirect(4 * MOST_AT_ONCE));
          channel.register(selector, SelectionKey.OP_READ, out);
          outs.add(out);
        } else {
          forward((Out) key.attachment(), key);
        }
      } catch (IOException e) {
        key.cancel();
      }
    }

    private void forward(Out from, SelectionKey key) throws IOException {
      if (from.channel.read(in.clear()) < 0) {
        key.cancel();
        outs.remove(from);
        return;
      }
      in.flip();
      for (int i = 0; i < outs.size(); i++) {
        if (outs.get(i) != from) {
          outs.get(i).waiting.put(in.rewind());
        }
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
      selector.close();
      for (Out out : outs) {
        out.channel.close();
      }
    }
  }
}
