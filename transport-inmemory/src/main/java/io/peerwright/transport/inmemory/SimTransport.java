package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.transport.inmemory.AddressSpace.Gateway;
import io.peerwright.transport.inmemory.AddressSpace.Member;
import io.peerwright.transport.inmemory.kernel.Kernel;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The simulated network as one host reaches it. */
final class SimTransport implements Transport {

  private static final Endpoint LOCALHOST = Endpoint.ofIpv4(0x7f00_0001, 0);
  private static final Endpoint LOCALHOST6 = new Endpoint(0, 1, 0, 0);

  private final TransportHost host;

  SimTransport(TransportHost host) {
    this.host = host;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    Endpoint to = remote.isAnyLocal() ? loopbackOf(remote) : remote;
    Endpoint wished = options.local();
    Endpoint from = wished == null ? host.sourceFor(to) : specific(wished, to);
    Reason failure = cannotUse(from);
    if (to.isMulticast() || from.isIpv4() != to.isIpv4()) {
      failure = Reason.UNREACHABLE;
    }
    if (failure == null && from.port() == 0) {
      from = from.withPort(host.stack().freeStreamPort(from));
      failure = from.port() == 0 ? Reason.ADDRESS_IN_USE : null;
    } else if (failure == null && !host.stack().canConnect(from, to, options.reuse())) {
      failure = Reason.ADDRESS_IN_USE;
    }
    SimLink link = new SimLink(host, from, to, options, handler);
    if (failure == null) {
      host.stack().add(link);
      link.attempt(new Attempt(host, link).start(options.connectWithinNanos()));
    } else {
      link.end(failure);
    }
    return link;
  }

  private static Endpoint loopbackOf(Endpoint any) {
    return (any.isIpv4() ? LOCALHOST : LOCALHOST6).withPort(any.port());
  }

  private Endpoint specific(Endpoint wished, Endpoint to) {
    return wished.isAnyLocal() ? host.sourceFor(to).withPort(wished.port()) : wished;
  }

  private @Nullable Reason cannotUse(Endpoint local) {
    if (!host.isOpen()) {
      return Reason.SHUTDOWN;
    }
    return host.owns(local) ? null : Reason.NOT_PERMITTED;
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    Endpoint at = local;
    Reason failure = cannotUse(local);
    if (failure == null && at.port() == 0) {
      at = local.withPort(host.stack().freeStreamPort(local));
      failure = at.port() == 0 ? Reason.ADDRESS_IN_USE : null;
    } else if (failure == null && !host.stack().canListen(at, options.reuse())) {
      failure = Reason.ADDRESS_IN_USE;
    }
    SimListener listener = new SimListener(host, at, options, acceptor);
    if (failure == null) {
      host.stack().add(listener);
      listener.start();
    } else {
      listener.end(failure);
    }
    return listener;
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    Endpoint at = local;
    Reason failure = local.isMulticast() && host.isOpen() ? null : cannotUse(local);
    if (failure == null && at.port() == 0) {
      at = local.withPort(host.stack().freeDatagramPort(local));
      failure = at.port() == 0 ? Reason.ADDRESS_IN_USE : null;
    } else if (failure == null && !host.stack().canBind(at, options.reuse())) {
      failure = Reason.ADDRESS_IN_USE;
    }
    SimDatagrams socket = new SimDatagrams(host, at, options, handler);
    if (failure == null) {
      host.stack().add(socket);
      socket.start();
    } else {
      socket.end(failure);
    }
    return socket;
  }

  @Override
  public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
    Kernel kernel = host.kernel();
    Runnable answer = () -> found.accept(lookUp(hostAndPort));
    long delay = Math.min(withinNanos, host.model().latencyMinMicros() * 1_000L);
    long timer = kernel.timer(host, delay, answer, 0, 0);
    return () -> kernel.cancel(timer);
  }

  private List<Endpoint> lookUp(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    String name = hostAndPort.substring(0, Math.max(0, colon));
    String port = hostAndPort.substring(colon + 1);
    try {
      // The port is read with the literal's rules, whatever stands before it.
      int number = Endpoint.parse("0.0.0.0:" + port).port();
      if (name.equalsIgnoreCase("localhost")) {
        return List.of(LOCALHOST.withPort(number), LOCALHOST6.withPort(number));
      }
      Member named = host.named(name);
      return named == null ? List.of(Endpoint.parse(hostAndPort)) : addresses(named, number);
    } catch (IllegalArgumentException notFound) {
      return List.of();
    }
  }

  /** The addresses of a host, or of the box before it that can be reached from here. */
  private List<Endpoint> addresses(Member named, int port) {
    AddressSpace here = host.realm();
    Member at = named;
    for (Gateway nat = at.realm().gateway();
        nat != null && !here.isWithin(at.realm());
        nat = at.realm().gateway()) {
      at = nat.face();
    }
    Endpoint ipv4 = at.ipv4().withPort(port);
    return at.realm() == here && at.box() == null
        ? List.of(ipv4, at.ipv6().withPort(port))
        : List.of(ipv4);
  }

  @Override
  public List<Endpoint> localAddresses() {
    return host.onLoopback()
        ? List.of(host.listenAddress().withPort(0))
        : List.of(host.ipv4(), host.ipv6());
  }

  @Override
  public int prefixBits(Endpoint localAddress) {
    if (localAddress.isIpv4()) {
      return host.realm().gateway() == null ? 8 : HostAddresses.NAT_PREFIX_BITS;
    }
    return 64;
  }

  @Override
  public OptionalInt maxLinks() {
    return OptionalInt.empty();
  }

  @Override
  public int maxDatagramBytes() {
    return host.model().maxDatagramBytes();
  }
}
