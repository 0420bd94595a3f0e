package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.SaltedHash;

/**
 * A store in memory, for a million peers and more: rows of bytes, no object per peer. A peer is
 * known by its address and port, which nobody else can speak for.
 */
public final class MemoryPeerStore implements PeerStore {

  private final PeerTable ipv4;
  private final PeerTable ipv6;

  /**
   * An empty store.
   *
   * @param mostAtOnce how many peers are handed out at once, at most
   */
  public MemoryPeerStore(Loop loop, StoreLimits limits, int mostAtOnce) {
    SaltedHash hash = SaltedHash.of(loop);
    RandomSample picks = new RandomSample(loop.random("bittorrent.tracker.peers"), mostAtOnce);
    ipv4 = new PeerTable(4, limits, hash, picks);
    ipv6 = new PeerTable(16, limits, hash, picks);
  }

  @Override
  public void announce(Announcement announcement, int nowSeconds, PeerSink peers) {
    table(!announcement.peer().isIpv4()).announce(announcement, nowSeconds, peers);
  }

  @Override
  public void sample(Id20 infoHash, boolean v6, boolean toUploader, int want, PeerSink peers) {
    table(v6).sample(infoHash, toUploader, want, peers);
  }

  @Override
  public boolean knows(Id20 infoHash, Endpoint peer) {
    return table(!peer.isIpv4()).knows(infoHash, peer);
  }

  @Override
  public SwarmCounts counts(Id20 infoHash) {
    return ipv4.counts(infoHash).plus(ipv6.counts(infoHash));
  }

  @Override
  public void sweep(int nowSeconds) {
    ipv4.sweep(nowSeconds);
    ipv6.sweep(nowSeconds);
  }

  @Override
  public int peers() {
    return ipv4.size() + ipv6.size();
  }

  @Override
  public int swarms() {
    return ipv4.swarmCount() + ipv6.swarmCount();
  }

  private PeerTable table(boolean v6) {
    return v6 ? ipv6 : ipv4;
  }
}
