package io.peerwright.overlay.gnutella.discovery;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.RecentEndpoints;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A servent as a pong told of it.
 *
 * @param endpoint where it can be dialled; IPv4 or IPv6
 * @param files how many files it shares
 * @param kibibytes how much they are
 * @param extensions what else is passed on: small, and understood here; as bytes, for many are kept
 *     and few are read
 */
public record KnownServent(Endpoint endpoint, long files, long kibibytes, Octets extensions) {

  /** A stranger could have us keep and pass on anything else. */
  private static final Set<String> PASSED_ON =
      Set.of(
          GgepIds.ULTRAPEER,
          GgepIds.VENDOR,
          GgepIds.DAILY_UPTIME,
          GgepIds.TLS,
          GgepIds.GUESS,
          GgepIds.IPV6,
          GgepIds.IPV6_READY);

  private static final int MAX_DATA = 24;
  private static final int MAX_PASSED_ON = 8;

  /** One with these extensions. */
  KnownServent(Endpoint endpoint, long files, long kibibytes, Ggep extensions) {
    this(endpoint, files, kibibytes, extensions.encoded());
  }

  /** One of whom nothing but the address is known. */
  public static KnownServent at(Endpoint endpoint) {
    return new KnownServent(endpoint, 0, 0, Ggep.EMPTY);
  }

  /** What a pong tells; null if nobody can be dialled there. */
  public static @Nullable KnownServent of(Pong pong) {
    Ggep told = pong.ggep();
    return GgepValues.dialable(pong.endpoint(), told)
        .filter(at -> !at.isAnyLocal() && !at.isMulticast())
        .map(RecentEndpoints::same)
        .map(at -> new KnownServent(at, pong.files(), pong.kibibytes(), passedOn(told)))
        .orElse(null);
  }

  private static Ggep passedOn(Ggep told) {
    List<GgepExtension> kept = new ArrayList<>();
    for (GgepExtension each : told.extensions()) {
      if (PASSED_ON.contains(each.id())
          && each.raw().size() <= MAX_DATA
          && kept.size() < MAX_PASSED_ON) {
        kept.add(each);
      }
    }
    return Ggep.of(kept);
  }

  /** {@link #extensions}, read. */
  public Ggep ggep() {
    return Ggep.lenient(extensions);
  }

  /** Whether it has said that it is an ultrapeer that takes a leaf, or else another ultrapeer. */
  public boolean hasPlaces(boolean leaf) {
    return GgepValues.ultrapeer(ggep()).filter(places -> places.has(leaf)).isPresent();
  }

  /** Whether it has said that it is an ultrapeer that does not. */
  public boolean isFull(boolean leaf) {
    return GgepValues.ultrapeer(ggep()).filter(places -> !places.has(leaf)).isPresent();
  }

  /** Whether it takes TLS from the first byte on. */
  public boolean takesTls() {
    return ggep().has(GgepIds.TLS);
  }

  /** As a pong. */
  public Pong pong() {
    if (endpoint.isIpv4()) {
      return new Pong(endpoint, files, kibibytes, extensions);
    }
    List<GgepExtension> all = new ArrayList<>(ggep().extensions());
    all.removeIf(each -> each.id().equals(GgepIds.IPV6));
    all.add(GgepValues.ipv6(endpoint));
    return new Pong(GgepValues.shownAsIpv4(endpoint), files, kibibytes, Ggep.of(all));
  }
}
