package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.spi.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mockito.Mockito;

/** A network that writes down what happens in it. */
final class FakeNetwork implements Network {

  final List<String> trace = Collections.synchronizedList(new ArrayList<>());
  final FakeLoop loop = new FakeLoop(this);
  private final Set<String> names = new TreeSet<>();
  private boolean closed;

  FakeNetwork(FakeTransport.Config config) {
    if (config.threaded()) {
      loop.startThread();
    }
  }

  static FakeNetwork of(Peer peer) {
    return ((FakeLoop) peer.host().loop()).network;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized Host newHost(String name, Endpoint listen, Path directory) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("there is a host \"" + name + "\" already");
    }
    Endpoint address = listen == null ? Endpoint.parse("10.0.0.1:1") : listen;
    Path folder = directory == null ? Path.of("home", name) : directory;
    return new FakeHost(this, name, address, folder, Mockito.mock(Transport.class));
  }

  @Override
  public synchronized void close() {
    trace.add("network closes");
    closed = true;
    loop.stopThread();
    notifyAll();
  }

  record FakeHost(
      FakeNetwork network, String name, Endpoint listenAddress, Path directory, Transport transport)
      implements Host {

    @Override
    public Loop loop() {
      return network.loop;
    }

    @Override
    public <C extends Capability> List<C> offered(Class<C> capability) {
      return List.of();
    }

    @Override
    public void close() {
      network.trace.add(name + " closes");
      synchronized (network) {
        network.names.remove(name);
      }
    }
  }
}
