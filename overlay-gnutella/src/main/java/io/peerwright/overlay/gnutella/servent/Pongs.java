package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.gnutella.discovery.KnownServent;
import io.peerwright.overlay.gnutella.discovery.PongCache;
import io.peerwright.overlay.gnutella.discovery.Self;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Pong;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Pings of neighbours answered, and pongs remembered for that. Among ultrapeers no ping is passed
 * on: each answers what it knows, and asks a few neighbours itself when that is little.
 */
final class Pongs {

  /** How many servents one ping is told of, besides ourselves. */
  static final int MOST_TOLD = 10;

  /** Of all neighbours a crawler is told this many. */
  static final int MOST_CRAWLED = 60;

  private static final int CRAWL_SECONDS = 5;
  private static final int REFRESH_SECONDS = 60;
  private static final int ASKED_FOR_MORE = 3;
  private static final int LONGEST_PONG = 512;

  private final Turn turn;
  private final Neighbours neighbours;
  private final AddressPolicy policy;
  private final RandomGenerator random;
  private final Consumer<PeerLink> ask;
  private @Nullable PongCache cache;
  private int refreshedAt = Integer.MIN_VALUE / 2;
  private int crawledAt = Integer.MIN_VALUE / 2;

  /**
   * Knows nobody yet.
   *
   * @param ask sends a ping that goes as far as it may
   */
  Pongs(
      Turn turn,
      Neighbours neighbours,
      AddressPolicy policy,
      RandomGenerator random,
      Consumer<PeerLink> ask) {
    this.turn = turn;
    this.neighbours = neighbours;
    this.policy = policy;
    this.random = random;
    this.ask = ask;
  }

  /** How many are remembered. */
  int size() {
    return cache == null ? 0 : cache.size();
  }

  /**
   * A neighbour tells of a servent.
   *
   * @param hops how far away it is, counted here
   * @return it, if it can be dialled and the neighbour may name it
   */
  @Nullable KnownServent heard(PeerLink from, Pong pong, int hops) {
    KnownServent told = KnownServent.of(pong);
    if (told == null || !policy.permits(from.remote(), told.endpoint())) {
      return null;
    }
    if (neighbours.role() == Role.ULTRAPEER && from.theirs() != Role.LEAF) {
      PongCache known = cache;
      if (known == null) {
        known = new PongCache();
        cache = known;
      }
      known.add(told, hops, from.route(), turn.seconds());
    }
    return told;
  }

  /**
   * Answers a ping.
   *
   * @param ttl how far it could still go; 0 asks for us alone
   * @param hops how far it has come
   */
  void answer(PeerLink to, Guid guid, int ttl, int hops, Self self) {
    send(to, guid, hops, 0, self.whole().pong());
    if (ttl <= 0 || neighbours.role() == Role.LEAF) {
      return;
    }
    if (ttl == 1 && hops == 1) {
      crawled(to, guid, hops);
      return;
    }
    Endpoint asker = asker(to);
    Set<Endpoint> told = new LinkedHashSet<>();
    if (cache != null) {
      for (PongCache.Entry each : cache.some(to.route(), asker, MOST_TOLD, turn.seconds())) {
        told.add(each.servent().endpoint());
        send(to, guid, hops, each.hops(), each.servent().pong());
      }
    }
    int fromCache = told.size();
    for (Endpoint each : neighbours.named(asker, to.theirs() == Role.LEAF, random.nextInt())) {
      if (told.size() < MOST_TOLD && told.add(each)) {
        send(to, guid, hops, 1, KnownServent.at(each).pong());
      }
    }
    if (fromCache < MOST_TOLD) {
      refresh(to);
    }
  }

  private static Endpoint asker(PeerLink link) {
    Endpoint dialable = link.dialable();
    return dialable == null ? link.remote() : dialable;
  }

  /** A ping that reaches neighbours of ours and no one else asks for them: all that there are. */
  private void crawled(PeerLink to, Guid guid, int hops) {
    int now = turn.seconds();
    if (now - crawledAt < CRAWL_SECONDS) {
      return;
    }
    crawledAt = now;
    int told = 0;
    for (int place = 0; place < neighbours.links().end() && told < MOST_CRAWLED; place++) {
      PeerLink link = neighbours.links().at(place);
      Endpoint at = link == null || link == to ? null : link.dialable();
      if (at != null) {
        told++;
        send(to, guid, hops, 1, KnownServent.at(at).pong());
      }
    }
  }

  /** Asks a few neighbours, whose answers are for those who ask next. */
  private void refresh(PeerLink but) {
    int now = turn.seconds();
    int end = neighbours.links().end();
    if (now - refreshedAt < REFRESH_SECONDS || end == 0) {
      return;
    }
    refreshedAt = now;
    int from = random.nextInt(end);
    int asked = 0;
    for (int i = 0; i < end && asked < ASKED_FOR_MORE; i++) {
      PeerLink link = neighbours.links().at((from + i) % end);
      if (link != null && link != but && link.theirs() != Role.LEAF) {
        asked++;
        ask.accept(link);
      }
    }
  }

  private static void send(PeerLink to, Guid guid, int askerHops, int hops, Pong pong) {
    if (Header.BYTES + pong.payloadLength() <= LONGEST_PONG) {
      int ttl = Math.max(1, askerHops);
      ByteBuffer bytes = Messages.encode(guid, ttl, hops, pong);
      to.forward(bytes, 0, bytes.remaining(), ttl, hops);
    }
  }

  /** Whether a servent has said that it takes TLS from the first byte on. */
  boolean takesTls(Endpoint servent) {
    return neighbours.takesTls(servent) || cache != null && cache.takesTls(servent);
  }

  /**
   * Servents for somebody that looks for the network, those first that take leaves: most are.
   *
   * @param most how many at most
   */
  List<Endpoint> others(Endpoint asker, int most) {
    Set<Endpoint> all = new LinkedHashSet<>();
    List<Endpoint> full = new ArrayList<>();
    if (cache != null) {
      for (PongCache.Entry each : cache.some(-1, asker, PongCache.MAX, turn.seconds())) {
        if (each.servent().hasPlaces(true)) {
          all.add(each.servent().endpoint());
        } else {
          full.add(each.servent().endpoint());
        }
      }
    }
    all.addAll(neighbours.named(asker, true, random.nextInt()));
    all.addAll(full);
    return policy.permitted(Reach.of(asker), List.copyOf(all)).stream().limit(most).toList();
  }
}
