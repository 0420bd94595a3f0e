package io.peerwright.multicast.endhost;

import io.peerwright.multicast.delivery.SourceId;
import java.util.Arrays;

/**
 * What a member knows of one source: its place in the tree of the source, and its messages.
 *
 * <p>Columns by the place of the neighbour in the mesh: the route that it has told, the message
 * that it is sent next if it is a child, the one that it wants next by its own account.
 */
final class SourceTree {

  /** A distance that is none. */
  static final int FAR = Integer.MAX_VALUE;

  /** No link, no child. */
  static final int NONE = -1;

  final SourceId source;

  /** Whether it is this peer that sends. */
  final boolean own;

  final MessageCache cache;

  // The route: which one it is, how far, by whom.
  int sequence;
  int distance = FAR;

  /** The least distance of this sequence number that was ever told: see {@link TreeRouting}. */
  int feasible = FAR;

  int parent = NONE;
  long parentSince;
  boolean accepted;
  int toldDistance = FAR;
  int toldSequence;

  // By neighbour.
  final int[] heardSequence;
  final int[] heardDistance;
  final long[] sendNext;
  final long[] haveNext;
  final long[] refusedUntil;
  final long[] pulledUntil;
  int children;

  // Messages.
  /** Nothing was heard of it but its route: its first messages may be those of before. */
  boolean fresh = true;

  /** A message of it has been here. */
  boolean started;

  /** Since when neighbours have had more than this peer; 0 if none has. */
  long behindSince;

  long behindAt;
  long lastNanos;
  long haveTold;
  long askedNanos;
  int askedSequence;

  /** Of an own source: messages before had nobody to hear them, or flooded already. */
  long unsentFrom;

  SourceTree(SourceId source, boolean own, int places, long next, long now) {
    this.source = source;
    this.own = own;
    cache = new MessageCache(next);
    heardSequence = new int[places];
    heardDistance = new int[places];
    sendNext = new long[places];
    haveNext = new long[places];
    refusedUntil = new long[places];
    pulledUntil = new long[places];
    Arrays.fill(heardDistance, FAR);
    Arrays.fill(sendNext, NONE);
    haveTold = next;
    lastNanos = now;
    askedNanos = own ? now : now - 1_000_000_000L;
    Arrays.fill(refusedUntil, now);
    Arrays.fill(pulledUntil, now);
    if (own) {
      sequence = 1;
      distance = 0;
      feasible = 0;
      fresh = false;
    }
  }

  boolean isChild(int slot) {
    return sendNext[slot] >= 0;
  }

  void addChild(int slot, long next) {
    children += isChild(slot) ? 0 : 1;
    sendNext[slot] = next;
  }

  void removeChild(int slot) {
    children -= isChild(slot) ? 1 : 0;
    sendNext[slot] = NONE;
  }

  /** Forgets what a neighbour has told. */
  void forget(int slot, long now) {
    removeChild(slot);
    heardDistance[slot] = FAR;
    haveNext[slot] = 0;
    refusedUntil[slot] = now;
    pulledUntil[slot] = now;
  }

  /** What must hold at any time. */
  void checkInvariants(int fanOut) {
    int counted = 0;
    for (long each : sendNext) {
      counted += each >= 0 ? 1 : 0;
    }
    if (counted != children || children > fanOut) {
      throw new AssertionError(source + " has " + children + " children, counted " + counted);
    }
    if (parent >= 0 && isChild(parent) && distance != FAR) {
      throw new AssertionError(source + ": the next hop is a child");
    }
  }
}
