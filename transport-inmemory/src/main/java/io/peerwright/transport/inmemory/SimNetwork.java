package io.peerwright.transport.inmemory;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.kernel.Shards;
import io.peerwright.transport.inmemory.multicast.MulticastHost;
import io.peerwright.transport.inmemory.multicast.MulticastNetwork;
import io.peerwright.transport.inmemory.multicast.SimLans;
import io.peerwright.transport.inmemory.nat.NatBox;
import io.peerwright.transport.inmemory.topology.RouterGraph;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the hosts of a simulation share: who else is there, what lies between them, where their
 * disks are. Knows nothing of who lets time pass.
 */
final class SimNetwork extends HostNetwork implements MulticastNetwork {

  private final Hosts hosts;
  private final SimLans lans;

  /** The address space that all others are in. */
  final AddressSpace internet;

  private final Shards<? extends HostKernel> shards;
  private volatile boolean closed;

  SimNetwork(
      InMemoryConfig config,
      Shards<? extends HostKernel> shards,
      Hosts hosts,
      @Nullable RouterGraph routers) {
    super(config, new NetworkPath(routers));
    this.shards = shards;
    this.hosts = hosts;
    internet = new AddressSpace(hosts::numbered);
    lans = new SimLans(this, shards);
  }

  @Override
  public Host newHost(String name, @Nullable Endpoint listen, @Nullable Path directory) {
    return newHost(name, internet, listen, directory);
  }

  /** Adds a host to an address space. */
  SimHost newHost(
      String name, AddressSpace realm, @Nullable Endpoint listen, @Nullable Path directory) {
    if (closed) {
      throw new IllegalStateException("the simulation is closed");
    }
    return hosts.add(
        name,
        realm,
        listen,
        (index, neighbour) ->
            new SimHost(
                this,
                Hosts.kernelOf(shards, index, realm, listen, neighbour),
                realm,
                name,
                index,
                listen,
                neighbour,
                directory));
  }

  /** Makes a host a NAT box, with an address space behind it. */
  AddressSpace.Gateway newGateway(SimHost face, NatBox box) {
    AddressSpace.Gateway gateway = new AddressSpace.Gateway(face, box, hosts::numbered);
    face.box(gateway);
    hosts.makeSpecial(face.index());
    return gateway;
  }

  @Override
  Hosts hosts() {
    return hosts;
  }

  @Override
  SimLans lans() {
    return lans;
  }

  /** No host is added any more; false if that was so already. */
  boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  @Override
  public void checkDisturbance() {
    if (shards.isRunningSideBySide()) {
      throw new IllegalStateException(
          "with several shards a network is changed between two runs, or by schedule");
    }
  }

  @Override
  public @Nullable MulticastHost hostAt(Endpoint address) {
    return (MulticastHost) internet.holderOf(address);
  }

  @Override
  public boolean reaches(MulticastHost from, MulticastHost to) {
    return path.reaches((SimHost) from, (SimHost) to);
  }

  @Override
  public boolean isLost(MulticastHost from, MulticastHost to, int packet) {
    return path.isLost((SimHost) from, (SimHost) to, packet);
  }

  @Override
  public long delay(MulticastHost from, MulticastHost to, int packet) {
    return path.delay((SimHost) from, (SimHost) to, packet);
  }
}
