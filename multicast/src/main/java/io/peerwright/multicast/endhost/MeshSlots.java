package io.peerwright.multicast.endhost;

import io.peerwright.api.net.Endpoint;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links of a mesh that are good, each at a place with a number, by which others keep what they
 * know of it in columns.
 */
final class MeshSlots {

  private final @Nullable MeshLink[] slots;
  private int members;

  /** So many free places. */
  MeshSlots(int places) {
    slots = new MeshLink[places];
  }

  /** How many places there are, numbered from 0. */
  int places() {
    return slots.length;
  }

  /** The link of a place; null if it is free. */
  @Nullable MeshLink at(int slot) {
    return slots[slot];
  }

  /** Links to members, not to guests. */
  int members() {
    return members;
  }

  /** A guest has become a member. */
  void promote(MeshLink guest) {
    guest.guest = false;
    members++;
  }

  /** Does something with each link; one may go meanwhile. */
  void forEach(Consumer<MeshLink> action) {
    for (MeshLink link : slots) {
      if (link != null) {
        action.accept(link);
      }
    }
  }

  /** The link to a member; null if there is none. */
  @Nullable MeshLink to(Endpoint peer) {
    for (MeshLink link : slots) {
      if (link != null && peer.equals(link.peer)) {
        return link;
      }
    }
    return null;
  }

  /** A link by chance that fits; null if none does. */
  @Nullable MeshLink pick(RandomGenerator random, Predicate<MeshLink> fits) {
    int start = random.nextInt(slots.length);
    for (int i = 0; i < slots.length; i++) {
      MeshLink link = slots[(start + i) % slots.length];
      if (link != null && fits.test(link)) {
        return link;
      }
    }
    return null;
  }

  /** How many links are of a kind. */
  int count(Predicate<MeshLink> kind) {
    int count = 0;
    for (MeshLink link : slots) {
      count += link != null && kind.test(link) ? 1 : 0;
    }
    return count;
  }

  boolean isFull() {
    return freeSlot() < 0;
  }

  private int freeSlot() {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == null) {
        return i;
      }
    }
    return -1;
  }

  /** Gives a link a place; there must be one. */
  void put(MeshLink link) {
    int slot = freeSlot();
    slots[slot] = link;
    link.slot = slot;
    members += link.guest ? 0 : 1;
  }

  /**
   * Frees the place of a link, which keeps its number until others have heard of it.
   *
   * @return false if it has none
   */
  boolean remove(MeshLink link) {
    if (link.slot < 0 || slots[link.slot] != link) {
      return false;
    }
    slots[link.slot] = null;
    members -= link.guest ? 0 : 1;
    return true;
  }

  /** What must hold at any time. */
  void checkInvariants(int most) {
    int counted = 0;
    for (int i = 0; i < slots.length; i++) {
      MeshLink link = slots[i];
      if (link != null) {
        counted += link.guest ? 0 : 1;
        if (link.slot != i) {
          throw new AssertionError("a link at " + i + " believes to be at " + link.slot);
        }
      }
    }
    if (counted != members || members > most) {
      throw new AssertionError(members + " members, counted " + counted + ", at most " + most);
    }
  }
}
