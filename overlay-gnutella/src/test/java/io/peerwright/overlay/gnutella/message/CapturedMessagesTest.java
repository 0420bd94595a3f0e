package io.peerwright.overlay.gnutella.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.capture.Capture.Item;
import io.peerwright.overlay.gnutella.capture.Capture.Kind;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Every message of every recorded conversation. */
class CapturedMessagesTest {

  @Test
  void allAreReadAndWrittenAsTheSameBytes() throws Exception {
    TreeMap<String, Integer> kinds = new TreeMap<>();
    for (Capture capture : Capture.all()) {
      for (Item item : capture.messages()) {
        ByteBuffer bytes = ByteBuffer.wrap(item.bytes());
        assertEquals(item.bytes().length, Header.FRAMING.frameBytes(bytes), capture.name());
        Message message = Messages.read(bytes, 0);
        kinds.merge(message.getClass().getSimpleName(), 1, Integer::sum);
        ByteBuffer written =
            Messages.encode(
                Header.guid(bytes, 0), Header.ttl(bytes, 0), Header.hops(bytes, 0), message);
        assertArrayEquals(item.bytes(), written.array(), capture.name());
      }
    }
    assertEquals(
        "{Bye=4, Ping=43, Pong=14, Push=2, QrpPatch=23, QrpReset=23, Query=24, QueryHit=28,"
            + " VendorMessage=77}",
        kinds.toString());
  }

  @Test
  void deflatedStreamsHoldTheMessages() throws Exception {
    int streams = 0;
    for (Capture capture : Capture.all()) {
      for (String connection : capture.items().stream().map(Item::connection).distinct().toList()) {
        for (boolean ours : List.of(true, false)) {
          byte[] packed = capture.joined(connection, ours, Kind.DEFLATED);
          if (packed.length > 0) {
            byte[] messages = capture.joined(connection, ours, Kind.INFLATED);
            assertArrayEquals(messages, inflated(packed), capture.name());
            streams++;
          }
        }
      }
    }
    assertEquals(7, streams);
  }

  private static byte[] inflated(byte[] packed) throws Exception {
    Inflater inflater = new Inflater();
    inflater.setInput(packed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] room = new byte[1000];
    int got;
    while ((got = inflater.inflate(room)) > 0) {
      out.write(room, 0, got);
    }
    inflater.end();
    return out.toByteArray();
  }

  @Test
  void pongSaysWhatTheRecorderSays() throws Exception {
    Pong pong = Samples.messages(20, Pong.class).get(2);
    assertEquals(Endpoint.parse("45.10.1.1:16401"), pong.endpoint());
    assertEquals(3, pong.files());
    assertEquals(8, pong.kibibytes());
    assertEquals(
        List.of("VC", "GUE", "UP", "DU", "TLS"),
        pong.ggep().extensions().stream().map(each -> each.id()).toList());
    assertEquals(Octets.hex("47544b4783"), pong.ggep().data("VC").orElseThrow());
    assertTrue(pong.ggep().has("TLS"));
    assertFalse(pong.ggep().has("IPP"));
  }

  @Test
  void queriesSayWhatTheRecorderSays() throws Exception {
    List<Query> queries = Samples.messages(31, Query.class);
    assertEquals("alpha bravo", queries.get(0).text());
    assertTrue(queries.get(0).has(Query.OUT_OF_BAND));
    assertFalse(queries.get(0).has(Query.FIREWALLED));
    Query byUser = Samples.messages(32, Query.class).get(0);
    assertEquals(0xb900, byUser.flags());
    assertTrue(byUser.has(Query.WANTS_XML));
    assertTrue(byUser.has(Query.LEAF_GUIDED));
    assertTrue(byUser.has(Query.RELIABLE_UDP));
    assertEquals(0, byUser.maxHits());
    Query old = Samples.messages(35, Query.class).get(5);
    assertEquals(0, old.flags());
    assertEquals("hotel", old.text());
  }

  @Test
  void guidOfAnOutOfBandQuerySaysWhereHitsGo() {
    Capture capture = Capture.number(32);
    Guid guid = Guid.parse(capture.facts("query-guid").get(0));
    assertEquals(Endpoint.parse("45.10.3.1:16403"), guid.outOfBandEndpoint());
  }

  @Test
  void hitNamesItsServent() throws Exception {
    Item item = items(30, MessageType.QUERY_HIT).get(1);
    ByteBuffer bytes = ByteBuffer.wrap(item.bytes());
    QueryHit hit = (QueryHit) Messages.read(bytes, 0);
    assertEquals(1, hit.count());
    assertEquals(Endpoint.parse("45.10.2.1:16402"), hit.endpoint());
    assertEquals(16, hit.speed());
    assertEquals(Guid.parse("401b31024dad99d0f241f5da9d9a9dfc"), hit.servent());
    assertEquals(hit.servent(), Header.guid(bytes, QueryHit.servent(bytes, 0)));
    assertEquals(1, Header.hops(bytes, 0));
    assertEquals(6, Header.ttl(bytes, 0));
  }

  @Test
  void pushNamesItsTarget() throws Exception {
    Item item = items(46, MessageType.PUSH).get(0);
    ByteBuffer bytes = ByteBuffer.wrap(item.bytes());
    Push push = (Push) Messages.read(bytes, 0);
    String servent = Capture.number(46).facts("servent-guid").get(0);
    assertEquals(Guid.parse(servent), push.target());
    assertEquals(push.target(), Header.guid(bytes, Push.target(0)));
    assertEquals(3, push.index());
    assertEquals("45.10.207.1:6362", push.endpoint().toString());
    assertEquals(Ggep.EMPTY, push.ggep());
  }

  @Test
  void byesSayWhy() throws Exception {
    List<Bye> byes = Samples.messages(52, Bye.class);
    assertEquals(List.of(201, 200), byes.stream().map(Bye::code).toList());
    assertEquals("Fixture done", byes.get(1).reason());
    assertEquals("Server: Fixture/1.0\r\n\r\n", byes.get(1).headers());
    Bye bare = Samples.messages(50, Bye.class).get(0);
    assertEquals("", bare.headers());
    assertEquals(200, bare.code());
  }

  @Test
  void resetAndPatchSayWhatTheRecorderSays() throws Exception {
    assertEquals(new QrpReset(16_384, 2), Samples.messages(22, QrpReset.class).get(0));
    QrpPatch patch = Samples.messages(22, QrpPatch.class).get(0);
    assertEquals(
        List.of(1, 1, QrpPatch.DEFLATED, 4, 69),
        Arrays.asList(
            patch.sequence(),
            patch.parts(),
            patch.compressor(),
            patch.entryBits(),
            patch.data().size()));
  }

  private static List<Item> items(int capture, int type) {
    return Capture.number(capture).messages().stream()
        .filter(each -> Header.type(ByteBuffer.wrap(each.bytes()), 0) == type)
        .toList();
  }
}
