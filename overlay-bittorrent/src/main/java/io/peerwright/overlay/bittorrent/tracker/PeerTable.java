package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressCounts;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Share;
import org.jspecify.annotations.Nullable;

/**
 * The peers of one address family: rows, an index of them, and their swarms.
 *
 * <p>A full table makes room for a peer of an address that has few: of some swarms or peers that
 * are drawn, those go whose addresses have most. So whoever fills it with the peers of few
 * addresses fills it until somebody else comes.
 */
final class PeerTable implements Swarm.Positions {

  private static final int SMALLEST = 16;
  private static final int NOWHERE = -1;

  /** A pass over all rows takes so many sweeps. */
  private static final int SWEEPS_PER_PASS = 16;

  /**
   * To find somebody who makes room; whoever holds half of all is missed once in 4 billion times.
   */
  private static final int DRAWS = 32;

  /** A larger swarm does not go for the sake of a new one. */
  private static final int SMALL_SWARM = 8;

  private final StoreLimits limits;
  private final SaltedHash hash;
  private final RandomSample picks;
  private final PeerRows rows;
  private final SwarmTable swarms;
  private final AddressCounts addresses;

  /** Rows plus one at the place of their hash; 0 is an empty place. */
  private int[] index = new int[SMALLEST];

  private int size;
  private int sweptTo;

  PeerTable(int addressBytes, StoreLimits limits, SaltedHash hash, RandomSample picks) {
    this.limits = limits;
    this.hash = hash;
    this.picks = picks;
    rows = new PeerRows(addressBytes);
    swarms = new SwarmTable(hash);
    addresses = new AddressCounts(hash);
  }

  int size() {
    return size;
  }

  int swarmCount() {
    return swarms.size();
  }

  void announce(Announcement told, int now, PeerSink sink) {
    Swarm swarm = swarms.get(told.infoHash());
    int row = swarm == null ? NOWHERE : find(swarm, told.peer());
    if (told.event() == Event.STOPPED) {
      if (row != NOWHERE) {
        remove(row);
      }
      return;
    }
    if (row == NOWHERE) {
      row = insert(told, swarm, now);
    } else {
      update(row, told, now);
    }
    Swarm joined = swarms.get(told.infoHash());
    if (joined != null) {
      hand(joined, told.share().isUploadOnly(), told.want(), row, sink);
    }
  }

  void sample(Id20 infoHash, boolean toUploader, int want, PeerSink sink) {
    Swarm swarm = swarms.get(infoHash);
    if (swarm != null) {
      hand(swarm, toUploader, want, NOWHERE, sink);
    }
  }

  boolean knows(Id20 infoHash, Endpoint peer) {
    Swarm swarm = swarms.get(infoHash);
    return swarm != null && find(swarm, peer) != NOWHERE;
  }

  SwarmCounts counts(Id20 infoHash) {
    Swarm swarm = swarms.get(infoHash);
    return swarm == null ? SwarmCounts.NONE : swarm.counts();
  }

  void sweep(int now) {
    int budget = rows.rows() / SWEEPS_PER_PASS + 1;
    for (int i = 0; i < budget && rows.rows() > 0; i++) {
      sweptTo = sweptTo + 1 < rows.rows() ? sweptTo + 1 : 0;
      if (rows.isUsed(sweptTo) && now - rows.seen(sweptTo) > limits.silenceSeconds()) {
        remove(sweptTo);
      }
    }
  }

  @Override
  public void moved(int row, int position) {
    rows.setPosition(row, position);
  }

  // ---- who is where

  private int insert(Announcement told, @Nullable Swarm known, int now) {
    Endpoint peer = told.peer();
    int others = addresses.count(address(peer));
    if (others >= limits.maxPeersPerAddress() || !hasRoom(known) && !makeRoom(known, others)) {
      return NOWHERE;
    }
    // Looked for again: its last peer may have made the room.
    Swarm there = swarms.get(told.infoHash());
    Swarm swarm = there == null ? swarms.add(told.infoHash()) : there;
    int row = rows.allocate();
    rows.setEndpoint(row, peer.high(), peer.low(), peer.port());
    rows.setPeerId(row, told.peerId());
    rows.setSeen(row, now);
    rows.setSwarm(row, swarm.number);
    addresses.add(address(peer));
    join(swarm, row, told);
    if (++size > index.length / 4 * 3) {
      grow();
    }
    index[place(swarm.number, peer.high(), low(peer), peer.port())] = row + 1;
    return row;
  }

  private boolean hasRoom(@Nullable Swarm known) {
    return size < limits.maxPeers()
        && (known == null
            ? swarms.size() < limits.maxSwarms()
            : known.size() < limits.maxPeersPerSwarm());
  }

  /** Removes a peer, or a small swarm, of addresses that have more than the newcomer's will. */
  private boolean makeRoom(@Nullable Swarm known, int others) {
    boolean bySwarm = known == null && swarms.size() >= limits.maxSwarms();
    boolean within = known != null && known.size() >= limits.maxPeersPerSwarm();
    int most = others + 1;
    int leaving = NOWHERE;
    for (int i = 0; i < DRAWS; i++) {
      int row = known != null && within ? known.member(picks.one(known.size())) : drawn();
      int weight =
          row == NOWHERE ? 0 : bySwarm ? lightest(swarms.get(rows.swarm(row))) : count(row);
      if (weight > most) {
        most = weight;
        leaving = row;
      }
    }
    if (leaving == NOWHERE) {
      return false;
    }
    if (bySwarm) {
      Swarm swarm = swarms.get(rows.swarm(leaving));
      for (int left = swarm.size(); left > 0; left--) {
        remove(swarm.member(left - 1));
      }
    } else {
      remove(leaving);
    }
    return true;
  }

  private int drawn() {
    int row = rows.rows() == 0 ? NOWHERE : picks.one(rows.rows());
    return row != NOWHERE && rows.isUsed(row) ? row : NOWHERE;
  }

  /** How many peers its address has. */
  private int count(int row) {
    return addresses.count(rows.addressBytes == 4 ? rows.low(row) : rows.high(row));
  }

  /** How many the address of its members has that has fewest; 0 if there are many members. */
  private int lightest(Swarm swarm) {
    int least = swarm.size() > SMALL_SWARM ? 0 : Integer.MAX_VALUE;
    for (int i = 0; i < swarm.size() && least > 0; i++) {
      least = Math.min(least, count(swarm.member(i)));
    }
    return least;
  }

  private void join(Swarm swarm, int row, Announcement told) {
    boolean completed = told.event() == Event.COMPLETED;
    rows.setShare(row, told.share(), completed);
    swarm.add(row, told.share().isUploadOnly(), this);
    swarm.partialSeeds += told.share() == Share.PARTIAL_SEED ? 1 : 0;
    swarm.completed += completed ? 1 : 0;
  }

  private void update(int row, Announcement told, int now) {
    Swarm swarm = swarms.get(rows.swarm(row));
    Share before = rows.share(row);
    boolean had = rows.hasCompleted(row);
    boolean completed = told.event() == Event.COMPLETED;
    rows.setSeen(row, now);
    rows.setPeerId(row, told.peerId());
    rows.setShare(row, told.share(), had || completed);
    swarm.completed += completed && !had ? 1 : 0;
    swarm.partialSeeds += told.share() == Share.PARTIAL_SEED ? 1 : 0;
    swarm.partialSeeds -= before == Share.PARTIAL_SEED ? 1 : 0;
    if (before.isUploadOnly() != told.share().isUploadOnly()) {
      swarm.remove(rows.position(row), this);
      swarm.add(row, told.share().isUploadOnly(), this);
    }
  }

  private void remove(int row) {
    Swarm swarm = swarms.get(rows.swarm(row));
    unindex(row);
    addresses.remove(rows.addressBytes == 4 ? rows.low(row) : rows.high(row));
    swarm.partialSeeds -= rows.share(row) == Share.PARTIAL_SEED ? 1 : 0;
    swarm.remove(rows.position(row), this);
    rows.free(row);
    size--;
    if (swarm.size() == 0) {
      swarms.remove(swarm);
    }
  }

  // ---- handing out

  private void hand(Swarm swarm, boolean toUploader, int want, int self, PeerSink sink) {
    int from = toUploader ? swarm.uploaders() : 0;
    int own = self == NOWHERE ? NOWHERE : rows.position(self);
    boolean ownInside = own >= from;
    int others = swarm.size() - from - (ownInside ? 1 : 0);
    int count = Math.min(want, picks.most());
    if (others <= count) {
      for (int position = from; position < swarm.size(); position++) {
        if (position != own) {
          hand(swarm.member(position), sink);
        }
      }
      return;
    }
    picks.draw(count, others);
    for (int i = 0; i < count; i++) {
      int position = from + picks.get(i);
      hand(swarm.member(ownInside && position >= own ? position + 1 : position), sink);
    }
  }

  private void hand(int row, PeerSink sink) {
    sink.peer(rows.block(row), rows.at(row), rows.addressBytes, rows.peerIdAt(row));
  }

  // ---- the index

  private int find(Swarm swarm, Endpoint peer) {
    return index[place(swarm.number, peer.high(), low(peer), peer.port())] - 1;
  }

  /** Where a peer is in the index, or would be. */
  private int place(int swarm, long high, long low, int port) {
    int mask = index.length - 1;
    int at = home(swarm, high, low, port);
    for (int entry = index[at]; entry != 0; entry = index[at]) {
      int row = entry - 1;
      if (rows.low(row) == low
          && rows.port(row) == port
          && rows.swarm(row) == swarm
          && rows.high(row) == high) {
        return at;
      }
      at = at + 1 & mask;
    }
    return at;
  }

  private int home(int swarm, long high, long low, int port) {
    return hash.hash(high, low, (long) swarm << 16 | port) & index.length - 1;
  }

  private int home(int row) {
    return home(rows.swarm(row), rows.high(row), rows.low(row), rows.port(row));
  }

  private void unindex(int row) {
    int mask = index.length - 1;
    int gap = place(rows.swarm(row), rows.high(row), rows.low(row), rows.port(row));
    index[gap] = 0;
    for (int at = gap + 1 & mask; index[at] != 0; at = at + 1 & mask) {
      if ((at - home(index[at] - 1) & mask) >= (at - gap & mask)) {
        index[gap] = index[at];
        index[at] = 0;
        gap = at;
      }
    }
  }

  private void grow() {
    int[] old = index;
    index = new int[2 * old.length];
    int mask = index.length - 1;
    for (int entry : old) {
      if (entry != 0) {
        int at = home(entry - 1);
        while (index[at] != 0) {
          at = at + 1 & mask;
        }
        index[at] = entry;
      }
    }
  }

  private long low(Endpoint peer) {
    return rows.addressBytes == 4 ? peer.low() & 0xffff_ffffL : peer.low();
  }

  /** What a limit on addresses counts. */
  private long address(Endpoint peer) {
    return rows.addressBytes == 4 ? peer.low() & 0xffff_ffffL : peer.high();
  }
}
