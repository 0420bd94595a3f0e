package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Hosts that do at random whatever a transport offers, for tests of repeatability. */
final class Crowd {

  private static final int PORT = 4000;
  private static final Endpoint GROUP = Endpoint.parse("239.1.2.3:" + PORT);
  private static final long TURN_NANOS = 40_000_000;

  final Simulation simulation;
  final List<Host> hosts = new ArrayList<>();

  Crowd(InMemoryConfig config, int size) {
    simulation = Simulation.create(config).strict();
    for (int i = 0; i < size; i++) {
      Host host = simulation.newHost("member" + i, null, null);
      hosts.add(host);
      new Member(host).start();
    }
  }

  private final class Member implements LinkAcceptor, LinkHandler, DatagramHandler, TimerTarget {
    private final Host host;
    private final RandomGenerator random;
    private final List<Link> links = new ArrayList<>();
    private final ByteBuffer bytes = ByteBuffer.allocate(100_000);
    private @Nullable Datagrams socket;

    Member(Host host) {
      this.host = host;
      this.random = host.loop().random("member");
    }

    void start() {
      Endpoint any = Endpoint.ofIpv4(0, PORT);
      host.transport().listen(any, SocketOptions.DEFAULT, this);
      socket = host.transport().bind(any, SocketOptions.DEFAULT, this);
      host.loop().schedule(random.nextLong(TURN_NANOS), this, 0, 0);
    }

    @Override
    public void onTimer(int code, long argument) {
      turn();
      // Round times, so that much happens at the same instant.
      host.loop().schedule(1_000_000 * random.nextLong(TURN_NANOS / 1_000_000), this, 0, 0);
    }

    private void turn() {
      Endpoint other = hosts.get(random.nextInt(hosts.size())).listenAddress().withPort(PORT);
      Datagrams mine = socket;
      switch (random.nextInt(10)) {
        case 0, 1 -> links.add(host.transport().connect(other, SocketOptions.DEFAULT, this));
        case 2, 3, 4 -> withLink(link -> link.write(content(40_000)));
        case 5 -> withLink(random.nextBoolean() ? Link::close : Link::closeOutput);
        case 6 -> withLink(link -> link.abort(Reason.CANCELLED));
        default -> {
          if (mine != null) {
            talk(mine, other);
          }
        }
      }
    }

    private void talk(Datagrams mine, Endpoint other) {
      switch (random.nextInt(8)) {
        case 0 -> mine.join(GROUP, null, random.nextBoolean() ? null : other);
        case 1 -> mine.leave(GROUP, null, null);
        case 2, 3 -> mine.send(GROUP, content(500));
        default -> mine.send(other, content(1_000));
      }
    }

    private void withLink(Consumer<Link> action) {
      if (!links.isEmpty()) {
        action.accept(links.get(random.nextInt(links.size())));
      }
    }

    private ByteBuffer content(int most) {
      bytes.clear().limit(4 + random.nextInt(most));
      bytes.putInt(0, random.nextInt());
      return bytes;
    }

    @Override
    public LinkHandler onAccept(Link link) {
      links.add(link);
      return this;
    }

    @Override
    public void onOpen(Link link) {
      link.request(1 + random.nextInt(50_000));
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      if (random.nextInt(10) > 0) {
        link.request(data.remaining());
      }
    }

    @Override
    public void onWritable(Link link) {
      link.write(content(10_000));
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      links.remove(link);
    }

    @Override
    public void onDatagram(Datagrams from, Endpoint source, ByteBuffer data) {
      if (random.nextInt(4) == 0) {
        from.send(source, content(100));
      }
    }
  }
}
