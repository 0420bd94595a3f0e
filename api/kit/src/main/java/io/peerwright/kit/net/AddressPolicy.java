package io.peerwright.kit.net;

import io.peerwright.api.net.Endpoint;
import java.util.List;

/**
 * Which addresses the words of others may make us dial, ask or send to. On our own host and in our
 * own network are services that trust whoever reaches them; a stranger that cannot reach them
 * itself must not do so through us.
 *
 * <p>An address may be named by whoever is as near as it: the user and the configuration may name
 * all ({@link Reach#HOST}); a torrent, a link or a hit has come from anywhere ({@link Reach#WORLD})
 * and may name public addresses only; a tracker or a peer may name those that it reaches itself,
 * which its own address tells. Names count as what they resolve to.
 */
public enum AddressPolicy {
  /** Local addresses from local sources only. */
  LOCAL_SOURCES,
  /** All addresses from everybody, for laboratories on private or loopback addresses. */
  ANY;

  /**
   * Whether an address may be used.
   *
   * @param source how near the one is that has named it
   */
  public boolean permits(Reach source, Endpoint named) {
    // Nobody is there to be dialled, and many would hear of it.
    if (named.isMulticast() || named.isIpv4() && named.ipv4() == -1) {
      return false;
    }
    return this == ANY || Reach.of(named).compareTo(source) >= 0;
  }

  /** Whether somebody may name an address, as far as the address that it came from tells. */
  public boolean permits(Endpoint source, Endpoint named) {
    return permits(Reach.of(source), named);
  }

  /** Those that may be used, in their order. */
  public List<Endpoint> permitted(Reach source, List<Endpoint> named) {
    return named.stream().filter(each -> permits(source, each)).toList();
  }
}
