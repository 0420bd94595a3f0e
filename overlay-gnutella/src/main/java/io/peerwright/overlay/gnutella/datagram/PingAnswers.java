package io.peerwright.overlay.gnutella.datagram;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.gnutella.discovery.Self;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers pings that come as datagrams: with what we are, and with other servents if they are asked
 * for (GGEP SCP in, IPP out), which makes each servent a small host cache.
 *
 * <p>The sender of a ping may be forged, so that the pong reaches somebody who has not asked. No
 * pong is longer than {@value #FACTOR} times its ping; what does not fit is left out, the least
 * important first. One address gets {@value #PER_MINUTE} in a minute, all together {@value
 * #PER_SECOND} in a second.
 */
public final class PingAnswers {

  /** So many bytes are answered to one byte at the most. */
  public static final int FACTOR = 3;

  /** To one IPv4 address, or one IPv6 network of 64 bits. */
  public static final int PER_MINUTE = 12;

  /** To everybody. */
  public static final int PER_SECOND = 200;

  private static final int CELLS = 1 << 10;
  private static final int MAX_TOLD = 20;
  private static final int IPV4_ENTRY = 6;
  private static final int IPV6_ENTRY = 18;

  /** Flags, id, length, and a bit for each that is told. */
  private static final int AROUND_MARKS = 12;

  /** Around the entries of one kind: flags, id, length. */
  private static final int AROUND_ENTRIES = 8;

  /** What a servent knows. */
  public interface Source {

    /** What we are; null if nobody can dial us yet. */
    @Nullable Self self();

    /** Servents to name to who asks, the best first. */
    List<Endpoint> others(Endpoint asker, int most);

    /** Whether one of these takes TLS from the first byte on, as far as is known. */
    boolean takesTls(Endpoint other);

    /** Whether we say that we are a host cache for everybody. */
    boolean isHostCache();
  }

  private final Loop loop;
  private final Source source;
  private final DatagramCounters counters;
  private final AddressRates rates;
  private final TokenBucket all;

  /** Has answered nobody. */
  public PingAnswers(Loop loop, Source source, DatagramCounters counters) {
    this.loop = loop;
    this.counters = counters;
    this.source = source;
    rates = AddressRates.perMinute(SaltedHash.of(loop), PER_MINUTE, CELLS);
    all = new TokenBucket(PER_SECOND, PER_SECOND, loop.nanoTime());
  }

  /** Answers a ping, unless that were once too often. */
  public void answer(Endpoint asker, Guid guid, Ping ping, MessageSender by) {
    Self self = source.self();
    long now = loop.nanoTime();
    if (self == null) {
      return;
    }
    if (all.available(now) < 1 || !rates.take(asker, now)) {
      counters.pingsRefused++;
      return;
    }
    all.take(1, now);
    counters.pingsAnswered++;
    by.send(asker, guid, 1, 0, pong(self, asker, ping));
  }

  private Pong pong(Self self, Endpoint asker, Ping ping) {
    int room = FACTOR * (Header.BYTES + ping.payloadLength()) - Header.BYTES;
    List<GgepExtension> more = new ArrayList<>();
    if (source.isHostCache()) {
      more.add(GgepExtension.of(GgepIds.UDP_HOST_CACHE, Octets.EMPTY));
    }
    int left = room - length(self, more);
    Ggep asked = ping.ggep();
    if (asked.has(GgepIds.SUPPORT_CACHED_PONGS) && left > 0) {
      more.addAll(others(asker, GgepValues.octet(asked, GgepIds.SUPPORT_CACHED_PONGS, 0), left));
    }
    for (GgepExtension each : List.of(Self.vendor(), self.dailyUptime())) {
      more.add(each);
      if (length(self, more) > room) {
        more.remove(more.size() - 1);
      }
    }
    return self.with(more).pong();
  }

  private static int length(Self self, List<GgepExtension> more) {
    return self.with(more).pong().payloadLength();
  }

  /** As many as there is room for, IPv6 first if that is asked for. */
  private List<GgepExtension> others(Endpoint asker, int flags, int room) {
    boolean only6 = (flags & GgepValues.WANTS_ONLY_IPV6) != 0;
    boolean with6 = only6 || (flags & GgepValues.WANTS_IPV6) != 0 || !asker.isIpv4();
    List<Endpoint> told = new ArrayList<>();
    boolean[] kinds = with6 ? new boolean[] {false, true} : new boolean[] {true};
    List<Endpoint> known = source.others(asker, MAX_TOLD);
    boolean marks = (flags & GgepValues.WANTS_TLS) != 0 && known.stream().anyMatch(this::isMarked);
    int left = room - AROUND_ENTRIES - (marks ? AROUND_MARKS : 0);
    for (boolean four : kinds) {
      int before = told.size();
      int entry = four ? IPV4_ENTRY : IPV6_ENTRY;
      for (Endpoint each : known) {
        if (each.isIpv4() == four && left >= entry && !(four && only6)) {
          told.add(each);
          left -= entry;
        }
      }
      left -= told.size() > before ? AROUND_ENTRIES : 0;
    }
    List<GgepExtension> all = GgepValues.endpoints(told, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6);
    if (marks) {
      GgepValues.marks(told, source::takesTls, GgepIds.ENDPOINTS_TLS).ifPresent(all::add);
    }
    return all;
  }

  private boolean isMarked(Endpoint other) {
    return other.isIpv4() && source.takesTls(other);
  }
}
