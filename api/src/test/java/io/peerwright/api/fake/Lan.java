package io.peerwright.api.fake;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Hosts on one wire with a delay of a millisecond, just enough to run the sketches. */
public final class Lan {

  static final long DELAY_NANOS = 1_000_000;

  /** The loop of all hosts. */
  public final ManualLoop loop = new ManualLoop();

  final Map<Endpoint, FakeSocket> sockets = new LinkedHashMap<>();
  private final Map<Endpoint, LinkAcceptor> listeners = new LinkedHashMap<>();
  private int lastPort = 50_000;

  /** A host with this address and port to listen on, and a folder. */
  public Host host(String listenAddress, Path directory) {
    return new Machine(Endpoint.parse(listenAddress), directory);
  }

  /** A host that touches no file. */
  public Host host(String listenAddress) {
    return host(listenAddress, Path.of("nowhere"));
  }

  /** A host that listens for links. */
  public Host listening(String address, LinkAcceptor acceptor) {
    Host host = host(address);
    host.transport().listen(host.listenAddress(), SocketOptions.DEFAULT, acceptor);
    return host;
  }

  /** Lets time pass. */
  public void runMillis(long millis) {
    loop.advance(millis * 1_000_000);
  }

  private Endpoint withRealPort(Endpoint local) {
    return local.port() == 0 ? local.withPort(++lastPort) : local;
  }

  private final class Machine implements Host, Transport {

    private final Endpoint listenAddress;
    private final Path directory;

    Machine(Endpoint listenAddress, Path directory) {
      this.listenAddress = listenAddress;
      this.directory = directory;
    }

    @Override
    public String name() {
      return listenAddress.toString();
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public Transport transport() {
      return this;
    }

    @Override
    public Path directory() {
      return directory;
    }

    @Override
    public Endpoint listenAddress() {
      return listenAddress;
    }

    @Override
    public <C extends Capability> List<C> offered(Class<C> capability) {
      return List.of();
    }

    @Override
    public void close() {}

    @Override
    public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
      Endpoint from = options.local() == null ? listenAddress.withPort(0) : options.local();
      FakeLink near = new FakeLink(loop, withRealPort(from), remote);
      near.handler = handler;
      loop.schedule(DELAY_NANOS, () -> meet(near));
      return near;
    }

    private void meet(FakeLink near) {
      LinkAcceptor acceptor = listeners.get(near.remote());
      if (acceptor == null) {
        near.end(Reason.REFUSED);
        return;
      }
      FakeLink far = new FakeLink(loop, near.remote(), near.local());
      LinkHandler handler = acceptor.onAccept(far);
      if (handler == null) {
        near.end(Reason.RESET);
        return;
      }
      far.handler = handler;
      near.openWith(far);
    }

    @Override
    public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
      Endpoint bound = withRealPort(local);
      listeners.put(bound, acceptor);
      loop.execute(() -> acceptor.onListening(bound));
      return () -> listeners.remove(bound);
    }

    @Override
    public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
      Endpoint own = local.isAnyLocal() ? listenAddress.withPort(local.port()) : local;
      FakeSocket socket = new FakeSocket(Lan.this, withRealPort(own), local.isAnyLocal(), handler);
      sockets.put(socket.local(), socket);
      loop.execute(() -> handler.onBound(socket));
      return socket;
    }

    @Override
    public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
      long timer =
          loop.schedule(DELAY_NANOS, () -> found.accept(List.of(Endpoint.parse(hostAndPort))));
      return () -> loop.cancel(timer);
    }

    @Override
    public List<Endpoint> localAddresses() {
      return List.of(listenAddress.withPort(0));
    }

    @Override
    public int prefixBits(Endpoint localAddress) {
      return 24;
    }

    @Override
    public OptionalInt maxLinks() {
      return OptionalInt.empty();
    }

    @Override
    public int maxDatagramBytes() {
      return 1472;
    }
  }
}
