package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.multicast.MulticastHost;
import io.peerwright.transport.inmemory.multicast.MulticastNetwork;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The network of a simulation, as its LANs need it. */
record SimMulticast(Simulation simulation, NetworkPath wire) implements MulticastNetwork {

  @Override
  public Host newHost(String name, @Nullable Endpoint listen, @Nullable Path directory) {
    return simulation.newHost(name, listen, directory);
  }

  @Override
  public void checkDisturbance() {
    simulation.checkDisturbance();
  }

  @Override
  public boolean reaches(MulticastHost from, MulticastHost to) {
    return wire.reaches((SimHost) from, (SimHost) to);
  }

  @Override
  public boolean isLost(MulticastHost from, MulticastHost to, int packet) {
    return wire.isLost((SimHost) from, (SimHost) to, packet);
  }

  @Override
  public long delay(MulticastHost from, MulticastHost to, int packet) {
    return wire.delay((SimHost) from, (SimHost) to, packet);
  }
}
