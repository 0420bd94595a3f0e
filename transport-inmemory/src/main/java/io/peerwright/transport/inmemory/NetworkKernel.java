package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.calendar.Run;
import io.peerwright.transport.inmemory.kernel.KernelHost;
import java.util.function.BiConsumer;

/** The kernel of a shard: where packets arrive, and what its tables and handlers come to. */
final class NetworkKernel extends HostKernel {

  private final Hosts hosts;
  private final DatagramReceiver receiver;
  private final CachePrefetcher prefetcher;
  private volatile BiConsumer<SimHost, Throwable> errors;

  NetworkKernel(
      int shard, Hosts hosts, InMemoryConfig config, BiConsumer<SimHost, Throwable> errors) {
    super(shard, hosts, config);
    this.hosts = hosts;
    this.errors = errors;
    receiver = new DatagramReceiver(hosts);
    prefetcher = new CachePrefetcher(hosts, arena);
  }

  void onError(BiConsumer<SimHost, Throwable> handler) {
    errors = handler;
  }

  @Override
  public void failed(KernelHost host, Throwable thrown) {
    errors.accept((SimHost) host, thrown);
  }

  @Override
  protected int checkInvariants() {
    int entries = 0;
    for (SimHost host : hosts.all()) {
      entries++;
      if (host.kernel() == this) {
        entries += host.stack().checkInvariants();
        AddressSpace.Gateway box = host.box();
        entries += box == null ? 0 : box.box().checkInvariants();
      }
    }
    return entries;
  }

  @Override
  protected void arrive(int host, int sender, Endpoint source, int block) {
    receiver.arrive(hosts.at(host), sender, source, block);
  }

  @Override
  protected void windowOpened(Run window) {
    prefetcher.begin(window);
  }

  @Override
  protected void eventTaken(Run window) {
    prefetcher.follow(window);
  }
}
