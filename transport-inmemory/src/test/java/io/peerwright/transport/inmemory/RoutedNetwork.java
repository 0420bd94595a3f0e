package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.dvmrp.DvmrpCodec;
import io.peerwright.transport.inmemory.igmp.MembershipCodec;
import io.peerwright.transport.inmemory.lan.Lan;
import io.peerwright.transport.inmemory.lan.MulticastRouter;
import io.peerwright.transport.inmemory.lan.RouterProtocol;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** LANs, hosts with a socket each, and routers that speak a protocol; all by name. */
final class RoutedNetwork {

  /** A message that was seen on a LAN. */
  record Seen(double second, Endpoint from, Endpoint to, Object message) {}

  private static final class Socket implements DatagramHandler {
    final List<Long> arrivals = new ArrayList<>();
    final Host host;
    Datagrams socket;

    Socket(Host host, boolean ipv4) {
      this.host = host;
      SocketOptions options = SocketOptions.DEFAULT.withMulticast(null, 32, false);
      socket =
          host.transport().bind(Endpoint.parse(ipv4 ? "0.0.0.0:5000" : "[::]:5000"), options, this);
    }

    @Override
    public void onDatagram(Datagrams on, Endpoint sender, ByteBuffer data) {
      arrivals.add(host.loop().nanoTime());
    }
  }

  final Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withPoison()).strict();
  private final boolean ipv4;
  private final Map<String, Lan> lans = new LinkedHashMap<>();
  private final Map<String, Socket> sockets = new LinkedHashMap<>();

  RoutedNetwork(boolean ipv4) {
    this.ipv4 = ipv4;
  }

  Lan lan(String name) {
    return lans.computeIfAbsent(name, each -> sim.lans().newLan(each, Duration.ofMillis(5)));
  }

  /** A host on a LAN of its name without the digits behind it, or on the one given. */
  void host(String name, String lan) {
    sockets.put(name, new Socket(lan(lan).newHost(name, null, null), ipv4));
  }

  MulticastRouter router(String name, RouterProtocol protocol, String... between) {
    return sim.lans().newRouter(name, protocol, lansOf(between));
  }

  MulticastRouter idealRouter(String name, String... between) {
    return sim.lans().newRouter(name, lansOf(between));
  }

  private Lan[] lansOf(String... names) {
    Lan[] all = new Lan[names.length];
    for (int i = 0; i < names.length; i++) {
      all[i] = lan(names[i]);
    }
    return all;
  }

  private Socket socket(String host) {
    return Objects.requireNonNull(sockets.get(host), host);
  }

  Endpoint address(String host) {
    return socket(host).host.listenAddress().withPort(0);
  }

  void join(String host, String group) {
    socket(host).socket.join(Endpoint.parse(group + ":5000"), null, null);
  }

  void join(String host, String group, String source) {
    socket(host).socket.join(Endpoint.parse(group + ":5000"), null, address(source));
  }

  void leave(String host, String group) {
    socket(host).socket.leave(Endpoint.parse(group + ":5000"), null, null);
  }

  void leave(String host, String group, String source) {
    socket(host).socket.leave(Endpoint.parse(group + ":5000"), null, address(source));
  }

  void crash(String host) {
    sim.crash(socket(host).host);
  }

  void send(String host, String group) {
    socket(host).socket.send(Endpoint.parse(group + ":5000"), ByteBuffer.allocate(1024));
  }

  /** Sends so many packets, one each 100 ms. */
  void stream(String host, String group, int count) {
    for (int i = 0; i < count; i++) {
      send(host, group);
      runMillis(100);
    }
  }

  void runMillis(long millis) {
    sim.runFor(Duration.ofMillis(millis));
  }

  void runSeconds(long seconds) {
    sim.runFor(Duration.ofSeconds(seconds));
  }

  double second() {
    return sim.now().toNanos() / 1e9;
  }

  int received(String host) {
    return socket(host).arrivals.size();
  }

  /** Notes what is said on a LAN from now on. */
  List<Seen> watch(String lan) {
    List<Seen> seen = new ArrayList<>();
    lan(lan)
        .watch(
            (from, to, message) -> {
              byte[] bytes = new byte[message.remaining()];
              message.get(bytes);
              Object read = bytes[0] == 0x13 ? DvmrpCodec.decode(bytes) : null;
              read = read != null ? read : MembershipCodec.decode(bytes, from, to);
              seen.add(new Seen(second(), from, to, Objects.requireNonNull(read)));
            });
    return seen;
  }

  /** How many packets each of these LANs has carried since the last call. */
  Map<String, Long> copies(String... names) {
    Map<String, Long> copies = new LinkedHashMap<>();
    for (String name : names) {
      copies.put(name, lan(name).copies() - before.getOrDefault(name, 0L));
      before.put(name, lan(name).copies());
    }
    return copies;
  }

  private final Map<String, Long> before = new LinkedHashMap<>();
}
