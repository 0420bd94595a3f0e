package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.choking.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whom a torrent serves. The choker is asked every ten seconds; in between a slot that is free goes
 * at once to who is interested, for nobody is served faster by waiting.
 */
final class ChokeRounds {

  static final long ROUND_NANOS = 10_000_000_000L;

  /** Silence in spite of requests after which a peer is said to snub us. */
  private static final long SNUB_NANOS = 60_000_000_000L;

  private final SwarmSession session;
  private final Torrent torrent;
  private final Choker choker;
  private final RandomGenerator random;
  private int round;

  ChokeRounds(SwarmSession session, Torrent torrent) {
    this.session = session;
    this.torrent = torrent;
    this.choker = session.choker();
    this.random = session.host().loop().random("choker");
  }

  /** The next round. */
  void next() {
    List<PeerLink> peers = torrent.established();
    List<Standing> standings = new ArrayList<>(peers.size());
    for (PeerLink peer : peers) {
      standings.add(standing(peer.state));
      peer.state.shiftRates();
    }
    Choker.Choice choice = choker.choose(standings, round++, torrent.isSeeding(), random);
    // First those who lose their slot: so there are never more than should be.
    for (int i = 0; i < peers.size(); i++) {
      peers.get(i).state.optimistic = i == choice.optimistic();
      if (!choice.unchoked().get(i)) {
        choke(peers.get(i), true);
      }
    }
    for (int i = 0; i < peers.size(); i++) {
      if (choice.unchoked().get(i)) {
        choke(peers.get(i), false);
      }
    }
  }

  private Standing standing(PeerState state) {
    long now = session.now();
    boolean waiting = !state.asked.isEmpty() && !state.chokesUs;
    state.snubbing = waiting && now - state.lastBlockAt > SNUB_NANOS;
    return new Standing(
        state.interested,
        !state.choked,
        state.optimistic,
        state.snubbing,
        state.receivedLately(),
        state.sentLately(),
        state.sent - state.received,
        now - state.connectedAt,
        state.choked ? 0 : now - state.unchokedAt);
  }

  /** A slot may have become free, or somebody may want one. */
  void fillFreeSlots() {
    List<PeerLink> peers = torrent.established();
    List<PeerLink> waiting = new ArrayList<>();
    int served = 0;
    // Most of the time nothing is free or nobody waits: how they stand is asked only then.
    for (PeerLink peer : peers) {
      if (peer.state.interested) {
        if (peer.state.choked) {
          waiting.add(peer);
        } else {
          served++;
        }
      }
    }
    if (served < choker.slots() && !waiting.isEmpty()) {
      fill(choker.slots() - served, waiting);
    }
  }

  private void fill(int free, List<PeerLink> waiting) {
    List<Standing> standings = new ArrayList<>(waiting.size());
    waiting.forEach(peer -> standings.add(standing(peer.state)));
    for (int i = 0; i < free && !waiting.isEmpty(); i++) {
      int next = choker.next(standings, torrent.isSeeding(), random);
      standings.remove(next);
      choke(waiting.remove(next), false);
    }
  }

  private void choke(PeerLink peer, boolean choked) {
    if (peer.state.choked != choked) {
      peer.state.choked = choked;
      peer.state.unchokedAt = session.now();
      peer.send().choke(choked);
      LoadedTorrent content = torrent.content();
      if (choked && content != null) {
        content.uploads().onChoked(peer);
      }
    }
  }

  /** Serves nobody any more. */
  void chokeAll() {
    torrent.established().forEach(peer -> choke(peer, true));
  }
}
