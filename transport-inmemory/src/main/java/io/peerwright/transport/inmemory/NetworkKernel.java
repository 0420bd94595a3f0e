package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.calendar.Run;
import io.peerwright.transport.inmemory.kernel.Kernel;
import io.peerwright.transport.inmemory.kernel.KernelHost;
import java.util.function.BiConsumer;

/** The kernel of a shard of hosts, and what is done for many of their packets at once. */
final class NetworkKernel extends Kernel {

  final Outbox outbox;

  private final Hosts hosts;
  private final CachePrefetcher prefetcher;
  private volatile BiConsumer<SimHost, Throwable> errors;

  NetworkKernel(
      int shard, Hosts hosts, InMemoryConfig config, BiConsumer<SimHost, Throwable> errors) {
    super(shard, config.shards(), hosts, config.poisonBuffers(), config.hostByHost());
    this.hosts = hosts;
    this.errors = errors;
    outbox = new Outbox(this, hosts);
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
        Nat box = host.box();
        entries += box == null ? 0 : box.box().checkInvariants();
      }
    }
    return entries;
  }

  @Override
  protected boolean holdsBack() {
    return !outbox.isEmpty();
  }

  @Override
  protected void flush() {
    outbox.flush();
  }

  @Override
  protected void arrive(int host, int sender, Endpoint source, int block) {
    SimDatagrams.arrive(hosts.at(host), sender, source, block);
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
