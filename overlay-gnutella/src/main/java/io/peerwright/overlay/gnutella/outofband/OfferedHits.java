package io.peerwright.overlay.gnutella.outofband;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.gnutella.datagram.MessageSender;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hits of ours that are sent as datagrams: the asker is told how many there are (LIME/12), and gets
 * as many as it wants (LIME/11).
 *
 * <p>A query can name anybody as its asker, and who answers in its name cannot be told from it. So
 * an address that wants hits is pinged, with fewer bytes than it has sent, and gets them when it
 * has answered; one that does not answer gets them the way of the query. One address is offered
 * hits {@value #OFFERS_PER_MINUTE} times in a minute, and gets {@value #KIBIBYTES_PER_MINUTE} KiB
 * in a minute at the most; all together get {@value #PER_SECOND} offers in a second.
 */
public final class OfferedHits {

  /** To one IPv4 address, or one IPv6 network of 64 bits. */
  public static final int OFFERS_PER_MINUTE = 10;

  /** Of hits to one address; the last one may go over it, and is owed then. */
  public static final int KIBIBYTES_PER_MINUTE = 16;

  /** Offers to everybody. */
  public static final int PER_SECOND = 20;

  /** Offers that wait for an answer; the oldest is forgotten for another. */
  public static final int MAX_WAITING = 64;

  private static final int CELLS = 1 << 10;
  private static final int MAX_TOKEN = 64;
  private static final int MAX_COUNT = 255;
  private static final int KIBIBYTE = 1024;
  private static final int SECURE = 3;
  private static final long LIFE_NANOS = 40_000_000_000L;

  /** Makes the hits when they are wanted. */
  @FunctionalInterface
  public interface Writer {

    /**
     * The hits.
     *
     * @param token what each of them carries; empty for nothing
     */
    List<QueryHit> hits(Octets token);
  }

  /** Finds out whether what came from an address was sent by whoever is there. */
  @FunctionalInterface
  public interface AddressProof {

    /** Runs exactly one of the two, later. */
    void prove(Endpoint at, Runnable proven, Runnable silent);
  }

  private record Offer(
      Endpoint to, int count, boolean secure, Writer writer, Runnable overLink, long deadline) {}

  private final Loop loop;
  private final MessageSender sender;
  private final AddressProof proof;
  private final AddressRates offers;
  private final AddressRates kibibytes;
  private final TokenBucket all;
  private final Map<Guid, Offer> waiting = new LinkedHashMap<>();

  /** Offers nothing yet. */
  public OfferedHits(Loop loop, MessageSender sender, AddressProof proof) {
    this.loop = loop;
    this.sender = sender;
    this.proof = proof;
    SaltedHash hash = SaltedHash.of(loop);
    offers = AddressRates.perMinute(hash, OFFERS_PER_MINUTE, CELLS);
    kibibytes = AddressRates.perMinute(hash, KIBIBYTES_PER_MINUTE, CELLS);
    all = new TokenBucket(PER_SECOND, PER_SECOND, loop.nanoTime());
  }

  /** How many offers wait. */
  public int waiting() {
    return waiting.size();
  }

  /**
   * Offers hits.
   *
   * @param count how many files they tell of
   * @param secure whether the asker gives a token for them
   * @param overLink sends them the way of the query instead; runs later, or never
   * @return false if that were once too often: the hits go the way of the query then
   */
  public boolean offer(
      Endpoint to, Guid query, int count, boolean secure, Writer writer, Runnable overLink) {
    long now = loop.nanoTime();
    forget(now);
    if (all.available(now) < 1
        || waiting.containsKey(query)
        || kibibytes.waitNanos(to, now) > 0
        || !offers.take(to, now)) {
      return false;
    }
    int told = Math.min(count, MAX_COUNT);
    ReplyNumber number = new ReplyNumber(told, false, secure ? SECURE : SECURE - 1);
    if (!sender.send(to, query, 1, 0, VendorCodec.write(number))) {
      return false;
    }
    all.take(1, now);
    if (waiting.size() >= MAX_WAITING) {
      waiting.remove(waiting.keySet().iterator().next());
    }
    waiting.put(query, new Offer(to, told, secure, writer, overLink, now + LIFE_NANOS));
    return true;
  }

  private void forget(long now) {
    waiting.values().removeIf(each -> each.deadline - now < 0);
  }

  /** The asker wants them: each offer is taken once. */
  public void onWanted(Endpoint from, Guid query, ReplyAcknowledgement wanted) {
    Offer offer = waiting.get(query);
    long now = loop.nanoTime();
    if (offer == null
        || !offer.to.equals(from)
        || offer.deadline - now < 0
        || offer.secure && wanted.token().isEmpty()
        || wanted.token().size() > MAX_TOKEN) {
      return;
    }
    waiting.remove(query);
    proof.prove(from, () -> send(offer, query, wanted), offer.overLink);
  }

  private void send(Offer offer, Guid query, ReplyAcknowledgement wanted) {
    int left = Math.min(wanted.hits(), offer.count);
    Octets token = offer.secure ? wanted.token() : Octets.EMPTY;
    long now = loop.nanoTime();
    for (QueryHit hit : offer.writer.hits(token)) {
      if (left <= 0 || kibibytes.waitNanos(offer.to, now) > 0) {
        return;
      }
      left -= hit.count();
      int bytes = Header.BYTES + hit.payloadLength();
      kibibytes.charge(offer.to, (bytes + KIBIBYTE - 1) / KIBIBYTE, now);
      sender.send(offer.to, query, 1, 0, hit);
    }
  }
}
