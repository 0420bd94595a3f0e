package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.hit.HitTrailer;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a servent says of itself in its hits.
 *
 * @param at where it can be dialled
 * @param reachable whether it can
 * @param servent its GUID
 * @param pushProxies those that pass on a push to it, as it cannot be dialled
 * @param takesTls which of these take TLS from the first byte on
 * @param tls whether it takes TLS
 * @param token what who asks wants to see in hits that come as datagrams; empty for nothing
 */
public record Responder(
    Endpoint at,
    boolean reachable,
    Guid servent,
    List<Endpoint> pushProxies,
    Predicate<Endpoint> takesTls,
    boolean tls,
    Octets token) {

  /** Four letters in each hit. */
  private static final String VENDOR = "PEER";

  /** More than these make hits longer without being of use. */
  private static final int MAX_PROXIES = 4;

  /** Keeps a few of the proxies. */
  public Responder {
    pushProxies = List.copyOf(pushProxies.subList(0, Math.min(MAX_PROXIES, pushProxies.size())));
  }

  /** Without a token. */
  public Responder(
      Endpoint at, boolean reachable, Guid servent, List<Endpoint> pushProxies, boolean tls) {
    this(at, reachable, servent, pushProxies, proxy -> false, tls, Octets.EMPTY);
  }

  /** The same; some of the proxies take TLS. */
  public Responder withSecureProxies(Predicate<Endpoint> takeTls) {
    return new Responder(at, reachable, servent, pushProxies, takeTls, tls, token);
  }

  /** The same, with a token. */
  public Responder withToken(Octets wanted) {
    return new Responder(at, reachable, servent, pushProxies, takesTls, tls, wanted);
  }

  /** What stands behind the records. */
  HitTrailer trailer() {
    List<GgepExtension> more = new ArrayList<>();
    if (!at.isIpv4()) {
      more.add(GgepValues.ipv6(at));
    }
    if (!reachable) {
      more.addAll(
          GgepValues.endpoints(pushProxies, GgepIds.PUSH_PROXIES, GgepIds.PUSH_PROXIES_IPV6));
      GgepValues.marks(pushProxies, takesTls, GgepIds.PUSH_PROXIES_TLS).ifPresent(more::add);
    }
    if (tls) {
      more.add(GgepExtension.of(GgepIds.TLS, Octets.EMPTY));
    }
    if (!token.isEmpty()) {
      more.add(GgepExtension.of(GgepIds.SECURE_OUT_OF_BAND, token));
    }
    more.add(GgepExtension.of(GgepIds.BROWSE_HOST, Octets.EMPTY));
    return HitTrailer.of(VENDOR, reachable ? 0 : HitTrailer.FIREWALLED, more);
  }

  /** The address as the fixed fields of a hit have it. */
  Endpoint shown() {
    return GgepValues.shownAsIpv4(at);
  }
}
