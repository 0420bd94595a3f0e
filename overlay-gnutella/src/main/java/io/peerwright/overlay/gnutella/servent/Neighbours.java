package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.handshake.Admission;
import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.routing.LinkTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The links of a servent, and what it is by them. */
final class Neighbours {

  private static final int NAMED = 10;

  private final GnutellaConfig config;
  private final LinkTable<PeerLink> links = new LinkTable<>();
  private final LinkAddresses addresses = new LinkAddresses();

  private DoubleLinks doubles = DoubleLinks.NONE;

  private int leaves;
  private Role role;

  Neighbours(GnutellaConfig config) {
    this.config = config;
    role = roleAlone(config.role());
  }

  /** What one is that has no link: one that may be both begins as an ultrapeer, and is guided. */
  private static Role roleAlone(Tier tier) {
    return switch (tier) {
      case AUTO, ULTRAPEER -> Role.ULTRAPEER;
      case LEAF -> Role.LEAF;
      case LEGACY -> Role.LEGACY;
    };
  }

  Role role() {
    return role;
  }

  LinkTable<PeerLink> links() {
    return links;
  }

  int leaves() {
    return leaves;
  }

  /** Links to those who forward. */
  int ultrapeers() {
    return links.size() - leaves;
  }

  /**
   * How many of those it dials for: not for all places, or nobody could come when all who are there
   * have filled theirs.
   */
  int wantedUltrapeers() {
    if (role == Role.LEAF) {
      return config.leafLinks();
    }
    int some = Math.max(1, config.ultrapeerLinks() * 2 / 5);
    return config.dialledLinks() > 0 ? config.dialledLinks() : some;
  }

  private int maxUltrapeers() {
    return role == Role.LEAF ? config.leafLinks() : config.ultrapeerLinks();
  }

  void begin(PeerLink link) {
    own().begun().add(link);
  }

  private DoubleLinks own() {
    doubles = doubles == DoubleLinks.NONE ? new DoubleLinks() : doubles;
    return doubles;
  }

  /** Which of them lead to one servent. */
  DoubleLinks doubles() {
    return doubles;
  }

  /**
   * Hands have been shaken, and a link may be one too many.
   *
   * @param own our GUID
   * @param theirs the GUID of the other side; null if it has not said
   * @return the link that is to be ended, this one or an older one; null if there is none
   */
  @Nullable PeerLink settle(PeerLink link, Guid own, @Nullable Guid theirs, int seconds) {
    return own().settle(link, own, theirs, seconds);
  }

  /** Messages may be sent on a link from now on. */
  void add(PeerLink link) {
    doubles.begun().remove(link);
    forgetDoubles();
    link.share(traitsOf(link.theirs()));
    link.setRoute(links.add(link));
    addresses.put(LinkTable.place(link.route()), link);
    if (link.theirs() == Role.LEAF) {
      leaves++;
    }
    role = link.ours();
  }

  private void forgetDoubles() {
    doubles = doubles.isEmpty() ? DoubleLinks.NONE : doubles;
  }

  private PeerTraits traitsOf(Role like) {
    for (int place = 0; place < links.end(); place++) {
      PeerLink link = links.at(place);
      if (link != null && link.theirs() == like) {
        return link.traits();
      }
    }
    return PeerTraits.NONE;
  }

  /** A link is over. False if it never was one. */
  boolean remove(PeerLink link) {
    doubles.remove(link);
    forgetDoubles();
    if (links.get(link.route()) != link) {
      return false;
    }
    links.remove(link.route());
    if (link.theirs() == Role.LEAF) {
      leaves--;
    }
    if (links.size() == 0) {
      role = roleAlone(config.role());
    }
    return true;
  }

  Admission admission() {
    int free = Math.max(0, maxUltrapeers() - ultrapeers());
    int freeLeaves = role == Role.ULTRAPEER ? Math.max(0, config.leaves() - leaves) : 0;
    // Half of the places are kept for leaves that have no other ultrapeer.
    boolean needed = freeLeaves <= config.leaves() / 2;
    return new Admission(config.role(), role, free, freeLeaves, needed);
  }

  /** Which places one address may have: half of them; a second address half of the rest. */
  Admission admission(Endpoint remote) {
    Admission all = admission();
    if (remote.isLoopback()) {
      return all;
    }
    int ultrapeers = 0;
    int shielded = 0;
    for (int place = addresses.nextNear(remote, 0);
        place >= 0;
        place = addresses.nextNear(remote, place + 1)) {
      PeerLink link = links.at(place);
      if (link != null && AddressKey.isSame(link.remote(), remote)) {
        boolean leaf = link.theirs() == Role.LEAF;
        shielded += leaf ? 1 : 0;
        ultrapeers += leaf ? 0 : 1;
      }
    }
    return all.sharedBy(ultrapeers, shielded);
  }

  boolean canBeLeaf() {
    return links.size() == 0;
  }

  /** Whether it is a leaf all of whose ultrapeers bring its searches to a few links at a time. */
  boolean askForUs() {
    boolean all = role == Role.LEAF;
    for (int place = 0; all && place < links.end(); place++) {
      PeerLink link = links.at(place);
      all = link == null || link.traits().has(PeerTraits.DYNAMIC_QUERYING);
    }
    return all;
  }

  /** Whether there is a link to there, or one is being made. */
  boolean knows(Endpoint endpoint) {
    for (int place = addresses.nextAt(endpoint, 0);
        place >= 0;
        place = addresses.nextAt(endpoint, place + 1)) {
      PeerLink link = links.at(place);
      if (link != null && isAt(link, endpoint)) {
        return true;
      }
    }
    for (PeerLink link : doubles.begun()) {
      if (isAt(link, endpoint)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a neighbour that can be dialled there takes TLS from the first byte on. */
  boolean takesTls(Endpoint endpoint) {
    for (int place = 0; place < links.end(); place++) {
      PeerLink link = links.at(place);
      if (link != null && isAt(link, endpoint)) {
        return link.traits().has(PeerTraits.TLS);
      }
    }
    return false;
  }

  private static boolean isAt(PeerLink link, Endpoint endpoint) {
    return endpoint.equals(link.dialable());
  }

  /**
   * Some ultrapeers, for somebody else to try: of those that have places, or of all if none has.
   *
   * @param leaf whether it would be a leaf of theirs
   * @param from where to begin
   */
  List<Endpoint> named(Endpoint forWhom, boolean leaf, int from) {
    List<Endpoint> found = new ArrayList<>();
    List<Endpoint> full = new ArrayList<>();
    for (int i = 0; i < links.end() && found.size() < NAMED; i++) {
      PeerLink link = links.at((i + Math.floorMod(from, links.end())) % links.end());
      Endpoint at = link == null || link.theirs() == Role.LEAF ? null : link.dialable();
      if (link != null && at != null && !at.equals(forWhom)) {
        boolean free = link.state().hasPlaces(leaf);
        if (free || full.size() < NAMED) {
          (free ? found : full).add(at);
        }
      }
    }
    return found.isEmpty() ? full : found;
  }

  /** Where others see us; null if nobody has said. */
  @Nullable Endpoint seenAs() {
    for (int place = 0; place < links.end(); place++) {
      PeerLink link = links.at(place);
      if (link != null && link.traits().seenAs() != null) {
        return link.traits().seenAs();
      }
    }
    return null;
  }

  /** Asks those that have been silent for so long, and ends those that have not answered. */
  void askSilent(long seconds, Consumer<PeerLink> ask) {
    links.forEach(
        link -> {
          if (link.silentSeconds() > 2 * seconds + 1) {
            link.end(Reason.TIMEOUT);
          } else if (link.silentSeconds() >= seconds) {
            ask.accept(link);
          }
        });
  }

  private boolean isFound(PeerLink link, int place) {
    Endpoint at = link.dialable();
    return at == null || addresses.nextAt(at, place) == place;
  }

  /** From time to time: what the links do not need any more takes no memory. */
  void tick(long now) {
    links.forEach(link -> link.state().tick(now));
  }

  /** Asserts that numbers and roles agree with the links; true. */
  boolean checkInvariants() {
    assert links.checkInvariants();
    int found = 0;
    for (int place = 0; place < links.end(); place++) {
      PeerLink link = links.at(place);
      if (link != null) {
        assert links.get(link.route()) == link : "a link under another number";
        assert addresses.nextNear(link.remote(), place) == place : "a link at another address";
        assert isFound(link, place) : "a link to elsewhere";
        assert !doubles.begun().contains(link) : "a link that shakes hands still";
        found += link.theirs() == Role.LEAF ? 1 : 0;
      }
    }
    assert found == leaves : found + " leaves, not " + leaves;
    assert leaves == 0 || role == Role.ULTRAPEER : "leaves of a " + role.word();
    return true;
  }

  /** Ends all. */
  void close() {
    List<PeerLink> all = new ArrayList<>(doubles.begun());
    links.forEach(all::add);
    all.forEach(link -> link.bye(200, "Servent shutdown"));
  }
}
