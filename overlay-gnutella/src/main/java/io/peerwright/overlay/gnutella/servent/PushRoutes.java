package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.routing.GuidRoutes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Over which links the servents are reached that have answered, for pushes.
 *
 * <p>A hit can carry the GUID of any servent, so whoever answers in the name of another would draw
 * its pushes. A neighbour that has asked us to be its push proxy gets those for its GUID; for other
 * servents two links are remembered: the first that was known, for as long as it is there and still
 * brings hits, and the latest other one, for servents move. A push goes over both, and is passed on
 * once. One address brings {@value #PER_MINUTE} servents in a minute, so that nobody pushes all
 * others out.
 */
final class PushRoutes {

  /** Servents that may become known by hits from one address. */
  static final int PER_MINUTE = 1_000;

  private static final int CELLS = 64;
  private static final int MAX_SERVENTS = 1 << 16;
  private static final int LIFE_SECONDS = 600;

  /** Copies of one push come within seconds. */
  private static final int MAX_PUSHES = 1 << 12;

  private static final int PUSH_SECONDS = 60;
  private static final int SPREAD = 17;

  /** Nobody has used up any of its rate who was silent for so long. */
  private static final int RATE_SECONDS = 60;

  private final Loop loop;
  private final Turn turn;
  private final Neighbours neighbours;
  private final PushProxies proxies;
  private @Nullable SaltedHash salt;
  private @Nullable GuidRoutes first;
  private @Nullable GuidRoutes latest;
  private @Nullable GuidRoutes pushes;
  private @Nullable AddressRates rates;
  private int ratedAt;

  /**
   * Knows no servent yet.
   *
   * @param proxies neighbours that are passed on their own pushes
   */
  PushRoutes(Loop loop, Turn turn, Neighbours neighbours, PushProxies proxies) {
    this.loop = loop;
    this.turn = turn;
    this.neighbours = neighbours;
    this.proxies = proxies;
  }

  private SaltedHash salt() {
    salt = salt == null ? SaltedHash.of(loop) : salt;
    return salt;
  }

  /** A hit of a servent has come over a link. */
  void learn(long high, long low, PeerLink from) {
    int now = turn.seconds();
    GuidRoutes ways = first == null ? newWays() : first;
    first = ways;
    PeerLink known = way(ways, high, low);
    if (known == null && mayTell(from) || known == from) {
      ways.put(high, low, from.route(), now);
    } else if (known != null && way(latest, high, low) != from && mayTell(from)) {
      latest = latest == null ? newWays() : latest;
      latest.put(high, low, from.route(), now);
    }
  }

  private GuidRoutes newWays() {
    return new GuidRoutes(salt(), MAX_SERVENTS, LIFE_SECONDS);
  }

  /** The link over which a table has a servent; null for none. */
  private @Nullable PeerLink way(@Nullable GuidRoutes ways, long high, long low) {
    return ways == null ? null : neighbours.links().get(ways.find(high, low, turn.seconds()));
  }

  private boolean mayTell(PeerLink from) {
    rates = rates == null ? AddressRates.perMinute(salt(), PER_MINUTE, CELLS) : rates;
    ratedAt = turn.seconds();
    return rates.take(from.remote(), loop.nanoTime());
  }

  /** The links over which a push for a servent goes: two at the most. */
  List<PeerLink> ways(long high, long low) {
    PeerLink client = proxies.client(new Guid(high, low));
    if (client != null) {
      return List.of(client);
    }
    PeerLink one = way(first, high, low);
    PeerLink other = way(latest, high, low);
    if (one == null) {
      return other == null ? List.of() : List.of(other);
    }
    return other == null || other == one ? List.of(one) : List.of(one, other);
  }

  /**
   * Whether a push has not been here before; remembers it.
   *
   * @param message its own GUID
   * @param servent whom it is for
   */
  boolean isNew(Guid message, Guid servent) {
    pushes = pushes == null ? new GuidRoutes(salt(), MAX_PUSHES, PUSH_SECONDS) : pushes;
    long high = message.high() ^ Long.rotateLeft(servent.high(), SPREAD);
    long low = message.low() ^ Long.rotateLeft(servent.low(), SPREAD);
    return pushes.add(high, low, 0, turn.seconds()) == GuidRoutes.NONE;
  }

  /** Asserts what must hold of its tables; true. */
  boolean checkInvariants() {
    assert first == null || first.checkInvariants();
    assert latest == null || latest.checkInvariants();
    assert pushes == null || pushes.checkInvariants();
    assert latest == null || first != null : "another way where there is no first one";
    return true;
  }

  /** From time to time: what is not needed any more takes no memory. */
  void tick() {
    int now = turn.seconds();
    latest = keep(latest, now);
    first = latest == null ? keep(first, now) : first;
    pushes = keep(pushes, now);
    rates = now - ratedAt > RATE_SECONDS ? null : rates;
  }

  private static @Nullable GuidRoutes keep(@Nullable GuidRoutes table, int now) {
    return table == null || table.isStale(now) ? null : table;
  }

  void clear() {
    first = null;
    latest = null;
    pushes = null;
  }
}
