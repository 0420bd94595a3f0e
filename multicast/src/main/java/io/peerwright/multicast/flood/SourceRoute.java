package io.peerwright.multicast.flood;

import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a router knows of one source: who is next on the way to it, whose way leads here, what is
 * pruned.
 */
final class SourceRoute {

  /** Between two questions for one way, and two rounds that answer them, in nanoseconds. */
  static final long SEEK_GAP = 500_000_000L;

  /** What a neighbour has said of its own way. */
  static final class Branch {
    int round;
    int distance;
    boolean isDependent;

    /** It has said something. Until then what is for it is held. */
    boolean isKnown;

    /** It was silent for too long, and gets everything. */
    boolean isAssumed;

    @Nullable List<ByteBuffer> held;
    int heldBytes;
    long toldAt;

    boolean isOpen() {
      return isDependent || isAssumed;
    }
  }

  final SourceId id;
  final Map<Neighbour, Branch> branches = new LinkedHashMap<>();
  final Map<Endpoint, GroupBranches> groups = new LinkedHashMap<>(2);

  /** Of the source itself, and of who has lost the way, null. */
  @Nullable Neighbour parent;

  /** Who was next until a moment ago, from whom what is under way still counts. */
  @Nullable Neighbour formerParent;

  /** Who has told of a new round before the parent did. */
  @Nullable Neighbour candidate;

  long candidateTimer;
  long formerTimer;
  long seekTimer;
  int round;
  int distance;
  long roundAt;
  long lastActive;
  long soughtAt;

  SourceRoute(SourceId id, long now) {
    this.id = id;
    this.roundAt = now;
    this.lastActive = now;
    this.soughtAt = now - SEEK_GAP;
  }

  /** What is known of a group; null if nothing. */
  @Nullable GroupBranches group(Endpoint group) {
    return groups.get(group);
  }

  /** Those of neighbours as near as this that are no descendants: the nearest of them, or null. */
  @Nullable Neighbour nextBest() {
    Neighbour best = null;
    int least = distance;
    for (Map.Entry<Neighbour, Branch> each : branches.entrySet()) {
      Branch branch = each.getValue();
      boolean usable = branch.isKnown && !branch.isDependent && branch.round == round;
      if (usable && branch.distance < least) {
        best = each.getKey();
        least = branch.distance;
      }
    }
    return best;
  }

  List<GroupBranches> allGroups() {
    return new ArrayList<>(groups.values());
  }

  /** For simulations: what must hold between two events. */
  boolean isInOrder() {
    Branch up = parent == null ? null : branches.get(parent);
    if (parent != null && (up == null || up.isDependent)) {
      return false;
    }
    for (Branch branch : branches.values()) {
      if (branch.held != null && (branch.isKnown || branch.isAssumed)) {
        return false;
      }
    }
    return true;
  }
}
