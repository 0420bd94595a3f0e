package io.peerwright.transport.inmemory.mutants;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.spi.Network;
import java.nio.file.Path;
import java.util.List;

/** A correct network with one fault put around each host. */
record FaultyNetwork(Network inner, Fault fault) implements Network {

  @Override
  public Host newHost(String name, Endpoint listen, Path directory) {
    Host host = inner.newHost(name, listen, directory);
    Loop loop = fault.loop(host.loop());
    Transport tapped = new Tapped(host.transport(), loop, fault);
    return new FaultyHost(host, loop, fault.transport(loop, tapped));
  }

  @Override
  public void close() {
    inner.close();
  }

  private record FaultyHost(Host inner, Loop loop, Transport transport) implements Host {

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Path directory() {
      return inner.directory();
    }

    @Override
    public Endpoint listenAddress() {
      return inner.listenAddress();
    }

    @Override
    public <C extends Capability> List<C> offered(Class<C> capability) {
      return inner.offered(capability);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** Puts the taps of a fault between handlers and sockets. */
  private static final class Tapped extends TransportTap {

    private final Loop loop;
    private final Fault fault;

    Tapped(Transport inner, Loop loop, Fault fault) {
      super(inner);
      this.loop = loop;
      this.fault = fault;
    }

    @Override
    public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
      StreamTap tap = fault.stream(loop);
      tap.handler = handler;
      tap.inner = inner.connect(remote, options, tap);
      return tap;
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
      return inner.listen(
          local,
          options,
          new AcceptorTap(acceptor) {
            @Override
            public LinkHandler onAccept(Link link) {
              StreamTap tap = fault.stream(loop);
              tap.inner = link;
              tap.handler = acceptor.onAccept(tap);
              return tap.handler == null ? null : tap;
            }
          });
    }

    @Override
    public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
      DatagramTap tap = fault.datagrams();
      tap.handler = handler;
      tap.inner = inner.bind(local, options, tap);
      return tap;
    }
  }
}
