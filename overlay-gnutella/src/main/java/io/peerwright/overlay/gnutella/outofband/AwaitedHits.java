package io.peerwright.overlay.gnutella.outofband;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.datagram.MessageSender;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitTrailer;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hits that come as datagrams for queries of ours. Who offers some (LIME/12, version 3) gets a
 * token that nobody can guess at the address that it offers from (LIME/11), and a hit counts that
 * brings it back from there: so nobody sends hits in the name of another address. An offer of an
 * earlier version has no token, and is not taken.
 */
public final class AwaitedHits {

  /** Offers whose hits are waited for; the oldest is forgotten for another. */
  public static final int MAX_WAITING = 500;

  private static final int TOKEN_BYTES = 8;
  private static final int SECURE = 3;
  private static final int MAX_COUNT = 255;
  private static final long LIFE_NANOS = 60_000_000_000L;

  /** Whose queries they are. */
  public interface Asker {

    /** How many hits a query still takes; 0 for one that is none of ours, or over. */
    int wanted(Guid query);
  }

  private record Key(Guid query, Endpoint from) {}

  private static final class Awaited {
    private final Octets token;
    private final long deadline;
    private int left;

    Awaited(Octets token, int left, long deadline) {
      this.token = token;
      this.left = left;
      this.deadline = deadline;
    }
  }

  private final Loop loop;
  private final MessageSender sender;
  private final Asker asker;
  private final Map<Key, Awaited> awaited = new LinkedHashMap<>();

  /** Waits for none. */
  public AwaitedHits(Loop loop, MessageSender sender, Asker asker) {
    this.loop = loop;
    this.sender = sender;
    this.asker = asker;
  }

  /** How many offers are waited for. */
  public int waiting() {
    return awaited.size();
  }

  /** Somebody has hits. */
  public void onOffered(Endpoint from, Guid query, ReplyNumber number) {
    int wanted = Math.min(Math.min(number.hits(), asker.wanted(query)), MAX_COUNT);
    long now = loop.nanoTime();
    awaited.values().removeIf(each -> each.deadline - now < 0);
    Key key = new Key(query, from);
    if (wanted <= 0 || number.version() < SECURE || awaited.containsKey(key)) {
      return;
    }
    if (awaited.size() >= MAX_WAITING) {
      awaited.remove(awaited.keySet().iterator().next());
    }
    byte[] secret = new byte[TOKEN_BYTES];
    loop.secureRandom(secret);
    Octets token = Octets.of(secret);
    awaited.put(key, new Awaited(token, wanted, now + LIFE_NANOS));
    sender.send(from, query, 1, 0, VendorCodec.write(new ReplyAcknowledgement(wanted, token)));
  }

  /** Whether a hit is one that was waited for, from there and with its token. */
  public boolean accepts(Endpoint from, Guid query, QueryHit hit) {
    Key key = new Key(query, from);
    Awaited known = awaited.get(key);
    if (known == null
        || known.deadline - loop.nanoTime() < 0
        || known.left <= 0
        || !known.token.equals(token(hit))) {
      return false;
    }
    known.left -= Math.max(1, hit.count());
    return true;
  }

  private static Octets token(QueryHit hit) {
    try {
      Ggep said = HitBody.read(hit).trailer().map(HitTrailer::ggep).orElse(Ggep.EMPTY);
      return said.data(GgepIds.SECURE_OUT_OF_BAND).orElse(Octets.EMPTY);
    } catch (MalformedException nothing) {
      return Octets.EMPTY;
    }
  }
}
