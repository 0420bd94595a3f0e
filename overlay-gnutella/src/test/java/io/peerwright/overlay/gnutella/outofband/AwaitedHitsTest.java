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
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.sharing.TestHits;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.wire.Octets;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which hits count that come as datagrams. */
class AwaitedHitsTest {

  private static final Guid QUERY = new Guid(1, 2);
  private static final Endpoint RESPONDER = Endpoint.parse("192.0.2.2:6346");

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("host", null, null);
  private final List<Message> sent = new ArrayList<>();
  private int wanted = 3;
  private final AwaitedHits hits =
      new AwaitedHits(
          host.loop(),
          (to, guid, ttl, hops, message) -> sent.add(message),
          query -> query.equals(QUERY) ? wanted : 0);

  @AfterEach
  void close() {
    simulation.close();
  }

  private Octets offered(Endpoint from, int count) {
    int before = sent.size();
    hits.onOffered(from, QUERY, new ReplyNumber(count, false, 3));
    if (sent.size() == before) {
      return Octets.EMPTY;
    }
    return ((ReplyAcknowledgement) VendorCodec.read((VendorMessage) sent.get(before))).token();
  }

  private static QueryHit hit(Octets token) {
    return TestHits.hit("copper rain.txt", token);
  }

  @Test
  void noMoreHitsCountThanWereOfferedAndWanted() {
    Octets token = offered(RESPONDER, 200);
    for (int i = 0; i < wanted; i++) {
      assertTrue(hits.accepts(RESPONDER, QUERY, hit(token)));
    }
    assertFalse(hits.accepts(RESPONDER, QUERY, hit(token)));
    Endpoint other = RESPONDER.withPort(2);
    Octets single = offered(other, 1);
    QueryHit empty = new QueryHit(0, other, 0, hit(single).body(), QUERY);
    assertFalse(hits.accepts(other, QUERY, hit(token)), "the token of another");
    assertTrue(hits.accepts(other, QUERY, hit(single)));
    assertFalse(hits.accepts(other, QUERY, empty));
  }

  @Test
  void anOfferIsWaitedForAMinute() {
    Octets token = offered(RESPONDER, 3);
    simulation.runFor(Duration.ofSeconds(59));
    assertTrue(hits.accepts(RESPONDER, QUERY, hit(token)));
    simulation.runFor(Duration.ofSeconds(2));
    assertFalse(hits.accepts(RESPONDER, QUERY, hit(token)));
  }

  @Test
  void offersAreBoundedAndAnsweredOnce() {
    for (int i = 1; i <= 2_000; i++) {
      Endpoint from = Endpoint.ofIpv4(0x05000000 | i, 6346);
      assertEquals(8, offered(from, 1).size());
      assertEquals(Octets.EMPTY, offered(from, 1), "again");
    }
    assertEquals(AwaitedHits.MAX_WAITING, hits.waiting());
    wanted = 0;
    assertEquals(Octets.EMPTY, offered(RESPONDER, 1));
  }

  /** So that somebody else who is named as the one that offers gets little by that. */
  @Test
  void whatIsAskedForIsLittleLongerThanTheOffer() {
    int offer = Header.BYTES + VendorCodec.write(new ReplyNumber(1, false, 3)).payloadLength();
    offered(RESPONDER, 1);
    int asked = Header.BYTES + sent.get(0).payloadLength();
    assertTrue(asked < 1.5 * offer, asked + " bytes for " + offer);
  }
}
