package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;
import java.util.List;

/**
 * How torrents are announced.
 *
 * @param trust whose certificates are accepted over HTTPS
 * @param addresses which addresses trackers may have and tell
 * @param firstOnly whether only the first tracker of all that answers is told, not one of each tier
 * @param trackers URLs of the user's that all torrents are announced to as well, but private ones
 */
public record AnnounceOptions(
    TlsClient.Trust trust, AddressPolicy addresses, boolean firstOnly, List<String> trackers) {

  /** What holds where the configuration is silent. */
  public static final AnnounceOptions DEFAULT =
      new AnnounceOptions(TlsClient.Trust.DEFAULT, AddressPolicy.LOCAL_SOURCES, false, List.of());

  /** Copies the list. */
  public AnnounceOptions {
    trackers = List.copyOf(trackers);
  }
}
