package io.peerwright.overlay.gnutella.discovery;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.ggep.GgepValues.Ultrapeer;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a servent tells of itself in its pongs.
 *
 * @param endpoint where it can be dialled
 * @param files how many files it shares
 * @param kibibytes how much they are
 * @param ultrapeer whether it is one
 * @param freeLeaves places that it has for leaves
 * @param freeUltrapeers places that it has for ultrapeers
 * @param tls whether it takes TLS
 * @param dailyUptimeSeconds how long it is there on an average day
 */
public record Self(
    Endpoint endpoint,
    long files,
    long kibibytes,
    boolean ultrapeer,
    int freeLeaves,
    int freeUltrapeers,
    boolean tls,
    long dailyUptimeSeconds) {

  /** The four letters of this program. */
  public static final String VENDOR = "PEER";

  private static final int MAJOR = 0;
  private static final int MINOR = 1;
  private static final long MOST = 0xffff_ffffL;
  private static final long LEAST_OF_ULTRAPEER = 8;

  /** The version of the ultrapeer protocol, as servents say it. */
  private static final int ULTRAPEER_VERSION = 0x02;

  /** What says which program we are. */
  public static GgepExtension vendor() {
    return GgepValues.vendor(VENDOR, MAJOR, MINOR);
  }

  /** With these extensions behind those that say what we are, the least important last. */
  public KnownServent with(List<GgepExtension> more) {
    List<GgepExtension> all = new ArrayList<>();
    if (ultrapeer) {
      all.add(new Ultrapeer(ULTRAPEER_VERSION, freeLeaves, freeUltrapeers).extension());
    }
    all.addAll(more);
    return new KnownServent(endpoint, Math.min(files, MOST), size(), Ggep.of(all));
  }

  /** How long we are there on an average day. */
  public GgepExtension dailyUptime() {
    return GgepValues.number(GgepIds.DAILY_UPTIME, Math.max(1, dailyUptimeSeconds));
  }

  /** All that a neighbour is told. */
  public KnownServent whole() {
    GgepExtension secure = GgepExtension.of(GgepIds.TLS, Octets.EMPTY);
    return with(tls ? List.of(vendor(), dailyUptime(), secure) : List.of(vendor(), dailyUptime()));
  }

  /** Old servents tell ultrapeers by a size that is a power of two; others must not have one. */
  private long size() {
    long told = Math.min(kibibytes, MOST);
    if (ultrapeer) {
      return Math.max(LEAST_OF_ULTRAPEER, Long.highestOneBit(told));
    }
    return told >= LEAST_OF_ULTRAPEER && Long.bitCount(told) == 1 ? told + 1 : told;
  }
}
