package io.peerwright.overlay.gnutella.link;

import io.peerwright.overlay.gnutella.qrp.TableExchange;
import io.peerwright.overlay.gnutella.vendor.VendorIds;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of a link have said since the handshake, and what the other one may still ask.
 *
 * <p>The tables are its base and not a part of it, since there are many links and each part costs
 * an object.
 */
public final class PeerState extends TableExchange {

  private static final int ALL_HOPS = 0x100;

  /** So many pings for our pong alone are answered in a second. */
  private static final int NEAR_PINGS = 8;

  private static final long NANOS_PER_UNIT = 16_000_000L;
  private static final int MOST_UNITS = 0xff;

  private VendorIds vendorIds = VendorIds.NONE;
  private @Nullable QueryBudget queries;
  private short pingedAt = -1;
  private byte nearPings;
  private boolean farPinged;
  private short hopsFlow = ALL_HOPS;
  private boolean toldBusy;

  /** Places that it has said it has; 255 for more, and until it has said so. */
  private byte freeLeaves = -1;

  private byte freeUltrapeers = -1;

  /** In units of {@link #NANOS_PER_UNIT}, 1 to 255; 0 while it is not known. */
  private byte roundTrip;

  PeerState() {}

  /** The words that both sides have told each other. */
  public TableExchange tables() {
    return this;
  }

  /** The vendor messages that it reads. */
  public VendorIds vendorIds() {
    return vendorIds;
  }

  /** It has told which vendor messages it reads. */
  public void setVendorIds(VendorIds told) {
    vendorIds = told;
  }

  /** Whether it wants queries with so many hops. */
  public boolean wantsHops(int hops) {
    return hops < hopsFlow;
  }

  /** It wants no queries with so many hops, or more. */
  public void setHopsFlow(int hops) {
    hopsFlow = (short) (hops == ALL_HOPS - 1 ? ALL_HOPS : hops);
  }

  /** It has answered a ping within this time, which is kept roughly. */
  public void setRoundTrip(long nanos) {
    roundTrip = (byte) Math.min(MOST_UNITS, 1 + nanos / NANOS_PER_UNIT);
  }

  /** Within which time it answers, at least 16 ms; 0 if that is not known. */
  public long roundTripNanos() {
    return (roundTrip & MOST_UNITS) * NANOS_PER_UNIT;
  }

  /** Whether it was told that we want no queries. */
  public boolean isToldBusy() {
    return toldBusy;
  }

  /** It was told that we want no queries, or all of them. */
  public void setToldBusy(boolean busy) {
    toldBusy = busy;
  }

  /**
   * It has told how many neighbours it would take.
   *
   * @param leaves 255 for more
   * @param ultrapeers 255 for more
   */
  public void setPlaces(int leaves, int ultrapeers) {
    freeLeaves = (byte) leaves;
    freeUltrapeers = (byte) ultrapeers;
  }

  /** Whether it takes a leaf, or else an ultrapeer, as far as is known. */
  public boolean hasPlaces(boolean leaf) {
    return (leaf ? freeLeaves : freeUltrapeers) != 0;
  }

  /**
   * Whether a query of it is taken now; counts it, if so.
   *
   * @param perSecond how many may come in a second in the long run
   * @param length its bytes
   * @param now in nanoseconds
   */
  public boolean takesQuery(int perSecond, int length, long now) {
    QueryBudget budget = queries == null ? new QueryBudget(perSecond, now) : queries;
    queries = budget;
    return budget.takes(length, now);
  }

  /** Counts a query that was taken as so many more, for it has cost as much. */
  public void countQueries(int more, long now) {
    if (queries != null && more > 0) {
      queries.count(more, now);
    }
  }

  @Override
  public void tick(long now) {
    super.tick(now);
    queries = queries == null || queries.isFull(now) ? null : queries;
  }

  /**
   * Whether a ping may be answered. One that many pongs answer is, once each second; one that asks
   * for ours only, which is how neighbours ask whether we have read what they sent, is a few times.
   *
   * @param far whether it asks for more pongs than ours
   * @param second of now
   */
  public boolean mayAnswerPing(boolean far, int second) {
    if ((short) second != pingedAt) {
      pingedAt = (short) second;
      nearPings = 0;
      farPinged = false;
    }
    boolean may = far ? !farPinged : nearPings < NEAR_PINGS;
    farPinged |= far;
    if (may && !far) {
      nearPings++;
    }
    return may;
  }
}
