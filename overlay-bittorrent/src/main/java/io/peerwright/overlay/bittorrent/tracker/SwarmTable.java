package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.kit.limit.SaltedHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The swarms by info-hash and by number. */
final class SwarmTable {

  private static final int SMALLEST = 16;

  private final SaltedHash hash;
  private @Nullable Swarm[] places = new Swarm[SMALLEST];
  private @Nullable Swarm[] byNumber = new Swarm[SMALLEST];

  /** Numbers that were given up, a stack. */
  private int[] free = new int[SMALLEST];

  private int freeCount;
  private int numbers;

  SwarmTable(SaltedHash hash) {
    this.hash = hash;
  }

  int size() {
    return numbers - freeCount;
  }

  @Nullable Swarm get(Id20 infoHash) {
    return places[place(infoHash)];
  }

  Swarm get(int number) {
    Swarm swarm = byNumber[number];
    if (swarm == null) {
      throw new IllegalStateException("there is no swarm " + number);
    }
    return swarm;
  }

  /** Makes a swarm that is not there yet. */
  Swarm add(Id20 infoHash) {
    if (size() >= places.length / 4 * 3) {
      grow();
    }
    int number = freeCount > 0 ? free[--freeCount] : numbers++;
    if (number == byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, number + number / 2);
    }
    Swarm swarm = new Swarm(infoHash, number);
    byNumber[number] = swarm;
    places[place(infoHash)] = swarm;
    return swarm;
  }

  void remove(Swarm swarm) {
    byNumber[swarm.number] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount + freeCount / 2);
    }
    free[freeCount++] = swarm.number;
    int at = place(swarm.infoHash);
    places[at] = null;
    closeGap(at);
  }

  private int place(Id20 infoHash) {
    int at = home(infoHash);
    for (Swarm there = places[at]; there != null; there = places[at]) {
      if (there.infoHash.equals(infoHash)) {
        return at;
      }
      at = at + 1 & places.length - 1;
    }
    return at;
  }

  private int home(Id20 infoHash) {
    return hash.hash(infoHash.high(), infoHash.middle(), infoHash.low()) & places.length - 1;
  }

  /** Moves those back that stand further on only because this place was taken. */
  private void closeGap(int from) {
    int mask = places.length - 1;
    int gap = from;
    int at = gap + 1 & mask;
    for (Swarm there = places[at]; there != null; there = places[at]) {
      if ((at - home(there.infoHash) & mask) >= (at - gap & mask)) {
        places[gap] = there;
        places[at] = null;
        gap = at;
      }
      at = at + 1 & mask;
    }
  }

  private void grow() {
    @Nullable Swarm[] old = places;
    places = new Swarm[2 * old.length];
    for (Swarm swarm : old) {
      if (swarm != null) {
        places[place(swarm.infoHash)] = swarm;
      }
    }
  }
}
