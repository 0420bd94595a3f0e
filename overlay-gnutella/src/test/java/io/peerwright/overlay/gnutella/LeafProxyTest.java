package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.sharing.TestHits;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hits as datagrams for leaves, which their ultrapeer takes for them. */
class LeafProxyTest {

  private static final Octets SECURE =
      ExtensionArea.write(
          List.of(), Ggep.of(GgepExtension.of(GgepIds.SECURE_OUT_OF_BAND, Octets.EMPTY)));

  private static final GnutellaConfig GUIDED =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withLinks(10, 10, 3);

  private final SimulatedServents network = new SimulatedServents(21);
  private final Random random = new Random(3);

  @AfterEach
  void end() {
    network.close();
  }

  private static QueryHit hit(Octets token) {
    return TestHits.hit("copper rain.txt", token);
  }

  /** A raw leaf of an ultrapeer that is reached, and a raw ultrapeer beside it. */
  private RawServent[] leafAndUltrapeer() {
    for (int i = 0; i < 3; i++) {
      network.add(network.world(i + 1), GUIDED);
    }
    network.pass(10);
    RawServent far = RawServent.ultrapeer(network.simulation, network.world(50), network.at(0), "");
    String leaf = "X-Ultrapeer: False\r\nGGEP: 0.5\r\n";
    return new RawServent[] {
      new RawServent(network.simulation, network.world(60), network.at(0), leaf), far
    };
  }

  @Test
  void anUltrapeerTakesDatagramsForItsLeaf() throws MalformedException {
    RawServent[] both = leafAndUltrapeer();
    Guid asked = Guid.random(random);
    both[0].send(asked, 3, 0, Query.of(Query.READS_GGEP_H, "copper rain", Octets.latin1("urn:")));
    RawServent.Got got = both[1].take(1_000, Query.class).get(0);
    Query goesOn = (Query) got.message();
    assertEquals("copper rain", goesOn.text());
    assertTrue(goesOn.has(Query.OUT_OF_BAND));
    assertEquals(network.at(0), got.guid().outOfBandEndpoint());
    ExtensionArea area = ExtensionArea.read(goesOn.extensions());
    assertTrue(area.ggep().has(GgepIds.SECURE_OUT_OF_BAND));
    assertEquals(List.of("urn:"), area.strings());
    // As a datagram with the token, and over the link.
    Stranger responder = new Stranger(network.simulation, network.world(51));
    responder.send(network.at(0), got.guid(), VendorCodec.write(new ReplyNumber(1, false, 3)));
    ReplyAcknowledgement wanted =
        (ReplyAcknowledgement)
            VendorCodec.read((VendorMessage) responder.take(500).get(0).message());
    responder.send(network.at(0), got.guid(), hit(wanted.token()));
    both[1].send(got.guid(), 3, 1, hit(Octets.EMPTY));
    List<RawServent.Got> hits = both[0].take(500, QueryHit.class);
    assertEquals(List.of(asked, asked), hits.stream().map(RawServent.Got::guid).toList());
    // Without a token, and as many as anybody likes to send: the leaf gets a bounded number.
    responder.send(network.at(0), got.guid(), hit(Octets.EMPTY));
    assertEquals(List.of(), both[0].take(500, QueryHit.class));
    for (int i = 0; i < 300; i++) {
      both[1].send(got.guid(), 3, 1, hit(Octets.EMPTY));
    }
    assertEquals(248, both[0].take(5_000, QueryHit.class).size());
  }

  @Test
  void aLeafThatSaysSoKeepsItsGuid() {
    RawServent[] both = leafAndUltrapeer();
    Octets no =
        ExtensionArea.write(List.of(), Ggep.of(GgepExtension.of(GgepIds.NO_PROXY, Octets.EMPTY)));
    Query unproxied = Query.of(Query.READS_GGEP_H, "copper rain", no);
    Query itself = Query.of(Query.READS_GGEP_H | Query.OUT_OF_BAND, "silver snow", SECURE);
    for (Query query : List.of(unproxied, itself)) {
      Guid asked = Guid.random(random);
      both[0].send(asked, 3, 0, query);
      RawServent.Got got = both[1].take(1_000, Query.class).get(0);
      assertEquals(asked, got.guid());
      assertEquals(query, got.message());
      both[1].send(asked, 3, 1, hit(Octets.EMPTY));
      assertEquals(asked, both[0].take(500, QueryHit.class).get(0).guid());
    }
  }
}
