package io.peerwright.overlay.bittorrent.upload;

import io.peerwright.overlay.bittorrent.choking.ChokeCandidate;
import io.peerwright.overlay.bittorrent.choking.Choker;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whom a torrent serves. The choker is asked every ten seconds; in between a slot that is free goes
 * at once to who is interested, for nobody is served faster by waiting.
 */
public final class ChokeRounds {

  /** The torrent, as far as it matters to who is served. */
  public interface Swarm {

    /** Everybody who can be served, in the order of their coming. */
    List<? extends UploadPeer> established();

    /** True if it has all that it wants. */
    boolean isSeeding();

    /** A peer is choked from now on. */
    void onChoked(UploadPeer peer);

    /** A peer is served from now on. */
    void onUnchoked(UploadPeer peer);
  }

  /** The time between two rounds. */
  public static final long ROUND_NANOS = 10_000_000_000L;

  private final TurnLoop turns;
  private final Swarm torrent;
  private final Choker choker;
  private final RandomGenerator random;
  private int round;

  /** Of one torrent. */
  public ChokeRounds(TurnLoop turns, Choker choker, Swarm torrent) {
    this.turns = turns;
    this.torrent = torrent;
    this.choker = choker;
    this.random = turns.loop().random("choker");
  }

  /** The next round. */
  public void next() {
    List<? extends UploadPeer> peers = torrent.established();
    List<ChokeCandidate> candidates = new ArrayList<>(peers.size());
    for (UploadPeer peer : peers) {
      candidates.add(peer.candidate(turns.now()));
      peer.shiftRates();
    }
    Choker.Choice choice = choker.choose(candidates, round++, torrent.isSeeding(), random);
    // First those who lose their slot: so there are never more than should be.
    for (int i = 0; i < peers.size(); i++) {
      peers.get(i).uploads().optimistic = i == choice.optimistic();
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

  /** A slot may have become free, or somebody may want one. */
  public void fillFreeSlots() {
    List<? extends UploadPeer> peers = torrent.established();
    List<UploadPeer> waiting = new ArrayList<>();
    int served = 0;
    // Most of the time nothing is free or nobody waits: how they stand is asked only then.
    for (UploadPeer peer : peers) {
      if (peer.uploads().interested) {
        if (peer.uploads().choked) {
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

  private void fill(int free, List<UploadPeer> waiting) {
    List<ChokeCandidate> candidates = new ArrayList<>(waiting.size());
    waiting.forEach(peer -> candidates.add(peer.candidate(turns.now())));
    for (int i = 0; i < free && !waiting.isEmpty(); i++) {
      int next = choker.next(candidates, torrent.isSeeding(), random);
      candidates.remove(next);
      choke(waiting.remove(next), false);
    }
  }

  private void choke(UploadPeer peer, boolean choked) {
    if (peer.uploads().choked != choked) {
      peer.uploads().choked = choked;
      peer.uploads().unchokedAt = turns.now();
      peer.send().choke(choked);
      if (choked) {
        torrent.onChoked(peer);
      } else {
        torrent.onUnchoked(peer);
      }
    }
  }
}
