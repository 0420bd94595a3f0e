package io.peerwright.overlay.gnutella.handshake;

import io.peerwright.overlay.gnutella.config.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Who may link to whom, as a pure function of the places that are free: the rules of the ultrapeer
 * network, and those of the network before it.
 *
 * @param tier what we are told to be
 * @param role what we are now
 * @param freeUltrapeers links to ultrapeers, or to servents without tiers, that we may still have
 * @param freeLeaves leaves that we may still shield
 * @param ultrapeersNeeded whether newcomers had better become ultrapeers
 */
public record Admission(
    Tier tier, Role role, int freeUltrapeers, int freeLeaves, boolean ultrapeersNeeded) {

  /**
   * What becomes of a link.
   *
   * @param code as in HTTP: 200 if there is a link
   * @param reason in words
   * @param ours what we are on this link
   * @param theirs what the other one is on it
   */
  public record Verdict(int code, String reason, Role ours, Role theirs) {

    /** Whether there is a link. */
    public boolean isAccepted() {
      return code == 200;
    }
  }

  /**
   * The same for one that holds some of the places already: no more than are free.
   *
   * @param ultrapeers its places as an ultrapeer, or as one without tiers
   * @param leaves its places as a leaf
   */
  public Admission sharedBy(int ultrapeers, int leaves) {
    return new Admission(
        tier,
        role,
        ultrapeers < freeUltrapeers ? freeUltrapeers : 0,
        leaves < freeLeaves ? freeLeaves : 0,
        ultrapeersNeeded);
  }

  private Verdict yes(Role ours, Role theirs) {
    return new Verdict(200, "OK", ours, theirs);
  }

  private Verdict no(int code, String reason, Role theirs) {
    return new Verdict(code, reason, role, theirs);
  }

  /**
   * Whether somebody who has dialled us gets a place.
   *
   * @param caller what it says in the first block
   */
  public Verdict answer(PeerTraits caller) {
    Role theirs = caller.role();
    if (role == Role.LEAF) {
      return no(204, "Shielded leaf node", theirs);
    }
    if (role == Role.LEGACY || theirs == Role.LEGACY) {
      return link(role, theirs == Role.LEAF ? Role.LEAF : theirs);
    }
    if (theirs == Role.LEAF) {
      return link(role, Role.LEAF);
    }
    // A full ultrapeer may still have room for one more leaf: the caller decides.
    Verdict asUltrapeer = link(role, Role.ULTRAPEER);
    return asUltrapeer.isAccepted() || freeLeaves == 0 ? asUltrapeer : yes(role, Role.ULTRAPEER);
  }

  /** Whether the caller is told to be a leaf, if it can. */
  boolean guidesToLeaf(PeerTraits caller) {
    return caller.role() == Role.ULTRAPEER
        && role == Role.ULTRAPEER
        && freeLeaves > 0
        && (freeUltrapeers == 0 || !ultrapeersNeeded);
  }

  /**
   * Whether we want the link after we have dialled, been answered and may have been told to be a
   * leaf.
   *
   * @param callee what it says in the second block
   * @param canBeLeaf we have no leaves, and no other ultrapeers that count on us
   */
  public Verdict confirm(PeerTraits callee, boolean canBeLeaf) {
    Role theirs = callee.role();
    if (role == Role.LEAF) {
      return theirs == Role.ULTRAPEER
          ? link(Role.LEAF, theirs)
          : no(403, "I am a leaf and need an ultrapeer", theirs);
    }
    boolean guided = Boolean.FALSE.equals(callee.ultrapeerNeeded());
    if (tier == Tier.AUTO && guided && canBeLeaf && theirs == Role.ULTRAPEER) {
      return yes(Role.LEAF, theirs);
    }
    return link(role, theirs);
  }

  /**
   * Whether the link holds after the third block, in which the caller may have become a leaf.
   *
   * @param caller what it says in the first and the third block
   */
  public Verdict conclude(PeerTraits caller) {
    return link(role, caller.role());
  }

  private Verdict link(Role ours, Role theirs) {
    boolean leaf = theirs == Role.LEAF;
    if (leaf ? freeLeaves == 0 : freeUltrapeers == 0) {
      return no(503, leaf ? "Too many leaves" : "Too many connections", theirs);
    }
    return yes(ours, theirs);
  }

  /** What follows {@code X-Ultrapeer}; null if nothing is said of tiers. */
  static @Nullable String tierOf(Role role) {
    return switch (role) {
      case ULTRAPEER -> "True";
      case LEAF -> "False";
      case LEGACY -> null;
    };
  }
}
