package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.Ends.Acceptor;
import io.peerwright.transport.inmemory.Ends.Recorder;
import io.peerwright.transport.inmemory.nat.NatModel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;

/**
 * The test network in which NAT boxes are measured: two public servers, and hosts A and B, each
 * behind boxes of its own. Its lines are faster than the hosts, as between network namespaces:
 * whatever follows from one call has happened before the next.
 */
final class NatLab {

  private static final Duration STEP = Duration.ofMillis(1);
  private static final Endpoint ANY = Endpoint.parse("0.0.0.0:0");
  private static final SocketOptions SHARED = SocketOptions.DEFAULT.withReuse();

  /** A datagram with its source. */
  record Message(String text, Endpoint from) {}

  /** A datagram socket whose messages wait to be taken. */
  final class Udp implements DatagramHandler {

    final Host host;
    final Datagrams socket;
    final Queue<Message> inbox = new ArrayDeque<>();

    Udp(Host host, Endpoint local) {
      this.host = host;
      socket = host.transport().bind(local, SocketOptions.DEFAULT, this);
      sim.runFor(STEP);
    }

    @Override
    public void onDatagram(Datagrams on, Endpoint from, ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      inbox.add(new Message(new String(bytes), from));
    }

    void send(Endpoint to, String text) {
      socket.send(to, Ends.bytes(text));
      sim.runFor(STEP);
    }
  }

  /** A stream socket that was seen by a server; null for what was not seen. */
  record Seen(Endpoint at, int localPort) {}

  final Simulation sim;
  final Host server1;
  final Host server2;
  private final Acceptor streams = new Acceptor();
  private final Acceptor streams443 = new Acceptor();
  final Udp echo;

  /** The quiet time that ends a wait. */
  private final Duration quiet;

  NatLab(long seed) {
    this(seed, NetworkModel.DEFAULT.withLatencyMicros(50, 50), Duration.ofMillis(60));
  }

  NatLab(long seed, NetworkModel network, Duration quiet) {
    this(Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed).withNetwork(network)), quiet);
  }

  NatLab(Simulation sim, Duration quiet) {
    this.sim = sim;
    this.quiet = quiet;
    sim.onError(
        (host, thrown) -> {
          throw new AssertionError(host.name(), thrown);
        });
    server1 = sim.newHost("server1", null, null);
    server2 = sim.newHost("server2", null, null);
    listen(server1, 7001, streams);
    listen(server1, 443, streams443);
    echo = new Udp(server1, ANY.withPort(7001));
  }

  /** A host behind new boxes, such as {@code eim+eif/eim+apdf}; the last one is the outermost. */
  Host behind(String kinds, String name) {
    String[] inward = kinds.split("/");
    Nat nat = null;
    for (int i = inward.length - 1; i >= 0; i--) {
      nat = sim.newNat(name + "-nat" + i, NatModel.of(inward[i]), nat);
    }
    return nat.newHost(name, null, null);
  }

  Udp udp(Host host) {
    return new Udp(host, ANY);
  }

  private void listen(Host host, int port, Acceptor acceptor) {
    host.transport().listen(ANY.withPort(port), SHARED, acceptor);
    sim.runFor(STEP);
  }

  /** Waits until something has arrived, or nothing has for the quiet time. */
  private boolean await(List<Udp> sockets) {
    return sim.runUntil(() -> sockets.stream().anyMatch(s -> !s.inbox.isEmpty()), quiet);
  }

  /** The address at which the first server sees a socket; null if it does not. */
  Endpoint reflexive(Udp socket) {
    for (int attempt = 0; attempt < 2; attempt++) {
      socket.send(server1.listenAddress().withPort(7001), "who");
      if (await(List.of(echo))) {
        return echo.inbox.remove().from();
      }
    }
    return null;
  }

  /** Whether an unsolicited datagram arrives. */
  boolean oneWay(Udp from, Udp to, Endpoint at) {
    from.send(at, "x");
    return await(List.of(to)) && to.inbox.remove() != null;
  }

  /**
   * Both sides send to the other's announced address, and to some ports above it; every address
   * that a packet came from is used too.
   */
  boolean punch(Udp a, Udp b, Endpoint atA, Endpoint atB, int guesses) {
    return new NatPunch(this, a, b, atA, atB, guesses).run();
  }

  /** Takes one message of each socket that has some, until it is quiet. */
  void receive(List<Udp> sockets, BiConsumer<Udp, Message> handler) {
    while (await(sockets)) {
      for (Udp socket : sockets) {
        Message message = socket.inbox.poll();
        if (message != null) {
          handler.accept(socket, message);
        }
      }
    }
  }

  // Streams.

  /** Where a server sees a new stream of a host, which stays open; null if it does not. */
  Seen seen(Host host, int serverPort) {
    Acceptor acceptor = serverPort == 443 ? streams443 : streams;
    int before = acceptor.accepted.size();
    Recorder link = connect(host, 0, server1.listenAddress().withPort(serverPort));
    boolean arrived = sim.runUntil(() -> acceptor.accepted.size() > before, Duration.ofMillis(250));
    sim.runFor(STEP);
    return arrived
        ? new Seen(acceptor.accepted.get(before).link.remote(), link.link.local().port())
        : null;
  }

  /** Starts to connect from a local port, which others may share. */
  Recorder connect(Host host, int localPort, Endpoint to) {
    Recorder recorder = new Recorder();
    recorder.link =
        host.transport().connect(to, SHARED.withLocal(ANY.withPort(localPort)), recorder);
    sim.runFor(STEP);
    return recorder;
  }

  boolean connects(Host host, Endpoint to) {
    Recorder link = connect(host, 0, to);
    boolean open = sim.runUntil(() -> link.calls.contains("open"), Duration.ofMillis(300));
    link.link.abort(Reason.CANCELLED);
    return open;
  }

  /** Whether a stream can be opened from one host to another that listens on its mapped port. */
  boolean reaches(Host from, Host to, Seen at) {
    Acceptor acceptor = new Acceptor();
    Handle listener = to.transport().listen(ANY.withPort(at.localPort()), SHARED, acceptor);
    sim.runFor(STEP);
    boolean reached = connects(from, at.at());
    listener.close();
    sim.runFor(STEP);
    return reached;
  }

  /**
   * Simultaneous open: each side listens on its mapped local port and connects to the other's
   * announced address from it.
   */
  boolean open(Host a, Host b, Seen atA, Seen atB) {
    Acceptor[] acceptors = {new Acceptor(), new Acceptor()};
    listen(a, atA.localPort(), acceptors[0]);
    listen(b, atB.localPort(), acceptors[1]);
    Recorder[] calls = {
      connect(a, atA.localPort(), atB.at()), connect(b, atB.localPort(), atA.at())
    };
    Recorder[] got = new Recorder[2];
    for (int waited = 0; waited < 1_400; waited += 50) {
      sim.runFor(Duration.ofMillis(50));
      for (int side = 0; side < 2; side++) {
        int accepted = acceptors[side].accepted.size();
        if (accepted > 0) {
          got[side] = acceptors[side].accepted.get(accepted - 1);
        } else if (got[side] == null && calls[side].calls.contains("open")) {
          got[side] = calls[side];
        }
      }
      if (!Arrays.asList(got).contains(null) && bytesPass(got[0], got[1])) {
        return true;
      }
    }
    return false;
  }

  private boolean bytesPass(Recorder from, Recorder to) {
    if (!from.isOpen() || !to.isOpen()) {
      return false;
    }
    from.link.write(Ends.bytes("y"));
    sim.runFor(Duration.ofMillis(30));
    return to.text().contains("y");
  }
}
