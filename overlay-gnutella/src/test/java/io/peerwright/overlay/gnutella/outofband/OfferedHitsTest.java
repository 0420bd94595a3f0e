package io.peerwright.overlay.gnutella.outofband;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.sharing.TestHits;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.wire.Octets;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** To whom hits of ours go as datagrams. */
class OfferedHitsTest {

  private static final Endpoint ASKER = Endpoint.parse("192.0.2.2:6346");
  private static final Octets TOKEN = Octets.hex("b9d01cc1");

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final List<Message> sent = new ArrayList<>();
  private final List<Runnable> proofs = new ArrayList<>();
  private int overLink;
  private final OfferedHits offers =
      new OfferedHits(
          host.loop(),
          (to, guid, ttl, hops, message) -> sent.add(message),
          (at, proven, silent) -> proofs.add(at.equals(ASKER) ? proven : silent));

  @AfterEach
  void close() {
    simulation.close();
  }

  private boolean offer(Endpoint to, int query, int hits) {
    OfferedHits.Writer writer =
        token -> Collections.nCopies(hits, TestHits.hit("x".repeat(1_000), token));
    return offers.offer(to, new Guid(query, 2), hits, true, writer, () -> overLink++);
  }

  private void wanted(Endpoint from, int query, int hits, Octets token) {
    offers.onWanted(from, new Guid(query, 2), new ReplyAcknowledgement(hits, token));
  }

  private long hitBytes() {
    return sent.stream()
        .filter(QueryHit.class::isInstance)
        .mapToLong(each -> Header.BYTES + each.payloadLength())
        .sum();
  }

  @Test
  void hitsGoToWhoHasAnsweredAndElseOverTheLink() {
    Endpoint forged = Endpoint.parse("192.0.2.3:6346");
    assertTrue(offer(ASKER, 1, 1));
    assertTrue(offer(forged, 2, 1));
    wanted(ASKER, 1, 1, TOKEN);
    wanted(forged, 2, 1, TOKEN);
    assertEquals(0, hitBytes(), "nothing before there is proof");
    assertEquals(0, overLink);
    proofs.forEach(Runnable::run);
    assertEquals(3, sent.size(), "two offers, one hit");
    assertEquals(1, overLink);
  }

  @Test
  void anOfferIsForTheAskerOnceAndWithASmallToken() {
    offer(ASKER, 1, 1);
    wanted(ASKER.withPort(1), 1, 1, TOKEN);
    wanted(ASKER, 2, 1, TOKEN);
    wanted(ASKER, 1, 1, Octets.EMPTY);
    wanted(ASKER, 1, 1, Octets.of(new byte[65]));
    assertEquals(0, proofs.size());
    wanted(ASKER, 1, 1, Octets.of(new byte[64]));
    wanted(ASKER, 1, 1, Octets.of(new byte[64]));
    assertEquals(1, proofs.size());
    offer(ASKER, 3, 1);
    simulation.runFor(Duration.ofSeconds(41));
    wanted(ASKER, 3, 1, TOKEN);
    assertEquals(1, proofs.size(), "too late");
  }

  @Test
  void oneAddressGetsSixteenKibibytesInAMinute() {
    for (int i = 0; i < OfferedHits.OFFERS_PER_MINUTE; i++) {
      offer(ASKER, i, 30);
      wanted(ASKER, i, 30, TOKEN);
    }
    proofs.forEach(Runnable::run);
    int most = (OfferedHits.KIBIBYTES_PER_MINUTE + 2) * 1_024;
    assertTrue(hitBytes() > 8_000 && hitBytes() <= most, hitBytes() + " bytes");
    assertFalse(offer(ASKER, 100, 1));
  }

  @Test
  void offersAreBoundedInNumberAndTime() {
    int made = 0;
    for (int i = 0; i < 1_000; i++) {
      made += offer(Endpoint.ofIpv4(0x05000000 | i << 8, 1), i, 1) ? 1 : 0;
    }
    assertEquals(OfferedHits.PER_SECOND, made);
    for (int i = 1; i < 10; i++) {
      simulation.runFor(Duration.ofSeconds(1));
      for (int k = 0; k < 30; k++) {
        offer(Endpoint.ofIpv4(0x06000000 | i << 16 | k << 8, 1), 1_000 * i + k, 1);
      }
    }
    assertEquals(OfferedHits.MAX_WAITING, offers.waiting());
    simulation.runFor(Duration.ofSeconds(60));
    offer(ASKER, 7, 1);
    assertEquals(1, offers.waiting());
  }
}
