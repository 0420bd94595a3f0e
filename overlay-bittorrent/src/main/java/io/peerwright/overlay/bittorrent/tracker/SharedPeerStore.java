package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;
import java.util.function.LongSupplier;

/**
 * One store behind several trackers: on whatever loops they run and whenever they were started,
 * they hear of each other's peers. One tracker at a time is served, and all by one clock.
 */
public final class SharedPeerStore implements PeerStore {

  private final PeerStore inner;
  private final LongSupplier nanos;
  private final long startNanos;

  /**
   * Shares a store.
   *
   * @param inner used by nobody else from here on
   * @param nanos a clock that does not go back and that any thread may ask: {@code
   *     System::nanoTime}, or in a simulation that of a loop
   */
  public SharedPeerStore(PeerStore inner, LongSupplier nanos) {
    this.inner = inner;
    this.nanos = nanos;
    startNanos = nanos.getAsLong();
  }

  private int nowSeconds() {
    return (int) ((nanos.getAsLong() - startNanos) / 1_000_000_000);
  }

  /**
   * {@inheritDoc}
   *
   * @param trackersSeconds the time of the tracker, which the others do not share: not looked at
   */
  @Override
  public synchronized void announce(
      Announcement announcement, int trackersSeconds, PeerSink peers) {
    inner.announce(announcement, nowSeconds(), peers);
  }

  @Override
  public synchronized void sample(
      Id20 infoHash, boolean ipv6, boolean toUploader, int want, PeerSink peers) {
    inner.sample(infoHash, ipv6, toUploader, want, peers);
  }

  @Override
  public synchronized boolean knows(Id20 infoHash, Endpoint peer) {
    return inner.knows(infoHash, peer);
  }

  @Override
  public synchronized SwarmCounts counts(Id20 infoHash) {
    return inner.counts(infoHash);
  }

  /**
   * {@inheritDoc}
   *
   * @param trackersSeconds not looked at
   */
  @Override
  public synchronized void sweep(int trackersSeconds) {
    inner.sweep(nowSeconds());
  }

  @Override
  public synchronized int peers() {
    return inner.peers();
  }

  @Override
  public synchronized int swarms() {
    return inner.swarms();
  }
}
