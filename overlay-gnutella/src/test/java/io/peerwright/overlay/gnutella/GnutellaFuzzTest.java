package io.peerwright.overlay.gnutella;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.datagram.DatagramCounters;
import io.peerwright.overlay.gnutella.datagram.MessageSender;
import io.peerwright.overlay.gnutella.datagram.ServentDatagrams;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitRecord;
import io.peerwright.overlay.gnutella.hit.HitTrailer;
import io.peerwright.overlay.gnutella.message.Bye;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.outofband.AwaitedHits;
import io.peerwright.overlay.gnutella.outofband.OfferedHits;
import io.peerwright.overlay.gnutella.qrp.QueryHashes;
import io.peerwright.overlay.gnutella.qrp.QueryRoutingTable;
import io.peerwright.overlay.gnutella.qrp.TableReceiver;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What strangers send, damaged: streams of messages, and each part that is read by itself. */
class GnutellaFuzzTest extends FuzzContract {

  private static final int MAX_TTL = 7;
  private static final QueryRoutingTable TABLE =
      QueryRoutingTable.of(14, List.of("alpha bravo charlie.txt"), List.of());

  private static final Endpoint FROM = Endpoint.parse("5.6.7.8:6346");
  private static final MessageSender NOBODY = (to, guid, ttl, hops, message) -> true;
  private static final Loop LOOP =
      Simulation.create(InMemoryConfig.DEFAULT).newHost("fuzz", null, null).loop();

  @Override
  protected List<FuzzTarget> targets() {
    List<byte[]> messages = new ArrayList<>();
    List<byte[]> payloads = new ArrayList<>();
    for (Capture capture : Capture.all()) {
      for (Capture.Item item : capture.messages()) {
        messages.add(item.bytes());
        byte[] typed = new byte[item.bytes().length - Header.BYTES + 1];
        typed[0] = item.bytes()[16];
        System.arraycopy(item.bytes(), Header.BYTES, typed, 1, typed.length - 1);
        payloads.add(typed);
      }
    }
    payloads.add(markedPong());
    return List.of(
        new FuzzTarget("gnutella-stream", GnutellaFuzzTest::stream, messages),
        new FuzzTarget("gnutella-payload", GnutellaFuzzTest::payload, payloads),
        new FuzzTarget("gnutella-datagram", GnutellaFuzzTest::datagram, messages),
        new FuzzTarget("gnutella-extensions", GnutellaFuzzTest::extensions, extensionSamples()),
        new FuzzTarget("gnutella-route-table", GnutellaFuzzTest::routeTable, routeSamples()));
  }

  /** A pong with endpoints, of which some take TLS; its type before it. */
  private static byte[] markedPong() {
    List<Endpoint> all = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      all.add(Endpoint.ofIpv4(0x0a000000 | i, 6346));
    }
    List<GgepExtension> written =
        new ArrayList<>(GgepValues.endpoints(all, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6));
    GgepValues.marks(all, each -> all.indexOf(each) % 3 == 0, GgepIds.ENDPOINTS_TLS)
        .ifPresent(written::add);
    byte[] ggep = Ggep.of(written).encoded().toArray();
    byte[] typed = new byte[15 + ggep.length];
    typed[0] = 1;
    System.arraycopy(ggep, 0, typed, 15, ggep.length);
    return typed;
  }

  private static List<byte[]> extensionSamples() {
    GgepExtension deflated = GgepExtension.deflated("<", Octets.latin1("<a/>".repeat(50)));
    GgepExtension hash = GgepExtension.withoutNul("H", Octets.of(new byte[21]));
    return List.of(
        Ggep.of(deflated, hash, GgepExtension.of("A", Octets.EMPTY)).encoded().toArray(),
        Octets.latin1("urn:sha1:ELG3S4543B73CYKFUSTLMPGPAJWCSITC\u001curn:\u001c").toArray(),
        Octets.latin1("urn:bitprint:ELG3S4543B73CYKFUSTLMPGPAJWCSITC.BZVVEG54BLIC5BTPAEE2WYFMN")
            .toArray());
  }

  private static List<byte[]> routeSamples() {
    String reset = "000800000007";
    String plain = "0101010004" + "00a00000";
    String packed = "0101010104" + "789c6358c0c0000001e400a1";
    String parts = "0101020104" + "789c6358c0c0000001e4";
    return List.of(
        Octets.hex("06" + reset + "09" + plain + "11" + packed).toArray(),
        Octets.hex("06" + reset + "0f" + parts + "07" + "0102020104" + "00a1").toArray(),
        Octets.hex("06" + "001000000002" + "07" + "0101010001" + "8001").toArray());
  }

  /** The bytes of a link, cut anywhere. */
  private static void stream(byte[] input) {
    boolean flags = input.length > 0 && input[0] < 0;
    FrameBuffer frames =
        new FrameBuffer(
            flags ? Header.FLAGGED_FRAMING : Header.FRAMING, Header.BYTES + Header.MAX_PAYLOAD);
    int cut = input.length == 0 ? 0 : (input[input.length - 1] & 0xff) % (input.length + 1);
    for (ByteBuffer data :
        List.of(
            ByteBuffer.wrap(input, 0, cut).slice(),
            ByteBuffer.wrap(input, cut, input.length - cut).slice())) {
      ByteBuffer frame;
      while ((frame = frames.next(data)) != null) {
        message(frame, 0);
      }
      assertTrue(!data.hasRemaining() || frames.failure() != null);
    }
  }

  private static void message(ByteBuffer frame, int at) {
    QueryHashes hashes = new QueryHashes();
    if (Header.type(frame, at) == 0x80) {
      assertTrue(hashes.read(frame, at) >= 0);
      TABLE.mayAnswer(hashes);
    }
    if (QueryHit.isWhole(frame, at)) {
      Header.guid(frame, QueryHit.servent(frame, at));
    }
    if (Push.isWhole(frame, at)) {
      Header.guid(frame, Push.target(at));
    }
    Query.flags(frame, at);
    int ttl = Header.hop(frame, at, MAX_TTL);
    assertTrue(ttl == 0 || ttl + Header.hops(frame, at) <= MAX_TTL);
  }

  /** A datagram, as a servent takes it that waits for hits and has some. */
  private static void datagram(byte[] input) {
    DatagramCounters counters = new DatagramCounters();
    Guid[] query = new Guid[1];
    AwaitedHits awaited = new AwaitedHits(LOOP, NOBODY, asked -> 10);
    OfferedHits offered = new OfferedHits(LOOP, NOBODY, (at, proven, silent) -> proven.run());
    ServentDatagrams.Receiver receiver =
        (from, guid, hops, message) -> {
          query[0] = guid;
          if (message instanceof VendorMessage vendor) {
            VendorContent content = VendorCodec.read(vendor);
            if (content instanceof ReplyNumber number) {
              awaited.onOffered(from, guid, number);
            } else if (content instanceof ReplyAcknowledgement wanted) {
              offered.offer(from, guid, 1, true, token -> List.of(), () -> {});
              offered.onWanted(from, guid, wanted);
            }
          } else if (message instanceof QueryHit hit) {
            awaited.onOffered(from, guid, new ReplyNumber(10, false, 3));
            assertFalse(awaited.accepts(from, guid, hit), "nobody guesses a token");
          }
        };
    ByteBuffer data = ByteBuffer.wrap(input);
    new ServentDatagrams(receiver, counters).onDatagram(null, FROM, data);
    assertEquals(0, counters.sent());
    assertTrue(awaited.waiting() <= 1 && offered.waiting() <= 1);
    assertTrue(query[0] == null || input.length >= Header.BYTES);
  }

  /** A type, then a payload of that type: written as it was read, whatever it says. */
  private static void payload(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Octets payload = Octets.of(input).part(1, input.length - 1);
    try {
      Message message = Messages.payload(input[0] & 0xff, payload);
      assertEquals(payload.size(), message.payloadLength());
      ByteBuffer out = ByteBuffer.allocate(payload.size());
      message.writePayload(out);
      assertEquals(payload, Octets.of(out.flip()));
      meaning(message);
    } catch (MalformedException refused) {
      // Says what is wrong.
    }
  }

  private static void meaning(Message message) throws MalformedException {
    if (message instanceof Ping ping) {
      pongs(ping.ggep());
    } else if (message instanceof Pong pong) {
      pongs(pong.ggep());
    } else if (message instanceof Push push) {
      GgepValues.ipv6(push.ggep(), push.endpoint().port());
    } else if (message instanceof Bye bye) {
      assertTrue(bye.reason().length() + bye.headers().length() <= message.payloadLength());
    } else if (message instanceof Query query) {
      query.text();
      query.maxHits();
      extensions(query.extensions().toArray());
    } else if (message instanceof VendorMessage vendor) {
      VendorCodec.write(VendorCodec.read(vendor));
    } else if (message instanceof QueryHit hit) {
      hit(hit);
    }
  }

  private static void pongs(Ggep ggep) {
    GgepValues.ultrapeer(ggep);
    GgepValues.vendor(ggep);
    GgepValues.number(ggep, GgepIds.DAILY_UPTIME);
    List<Endpoint> all = GgepValues.endpoints(ggep, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_IPV6);
    assertTrue(all.containsAll(GgepValues.marked(ggep, GgepIds.ENDPOINTS, GgepIds.ENDPOINTS_TLS)));
  }

  private static void hit(QueryHit hit) throws MalformedException {
    HitBody body = HitBody.read(hit);
    assertEquals(hit.count(), body.records().size());
    assertEquals(hit.body(), body.encoded());
    for (HitRecord record : body.records()) {
      assertTrue(record.size() >= -1);
      record.name();
      record.urns();
      record.alternates();
    }
    body.trailer()
        .ifPresent(
            trailer -> {
              trailer.has(HitTrailer.FIREWALLED);
              trailer.browsable();
              trailer.pushProxies();
              assertTrue(trailer.xml().size() <= trailer.privateData().size());
            });
  }

  private static void extensions(byte[] input) {
    ExtensionArea area = ExtensionArea.read(Octets.of(input));
    area.urns();
    area.wantsUrns();
    for (GgepExtension each : area.ggep().extensions()) {
      try {
        assertTrue(each.data().size() <= GgepExtension.MAX_INFLATED);
      } catch (MalformedException refused) {
        // Says what is wrong.
      }
    }
    Ggep ggep = area.ggep();
    assertEquals(ggep, Ggep.lenient(ggep.encoded()));
  }

  /** Payloads of QRP messages, a byte with its length before each. */
  private static void routeTable(byte[] input) {
    TableReceiver receiver = new TableReceiver();
    try {
      int at = 0;
      while (at < input.length) {
        int length = Math.min(input[at] & 0xff, input.length - at - 1);
        Message message = Messages.payload(0x30, Octets.of(input).part(at + 1, length));
        if (message instanceof QrpReset reset) {
          receiver.reset(reset);
        } else if (message instanceof QrpPatch patch) {
          receiver.patch(patch);
        }
        at += 1 + length;
      }
      receiver.table().ifPresent(table -> assertTrue(table.memory() <= 8192));
    } catch (MalformedException refused) {
      // Says what is wrong.
    } finally {
      receiver.close();
    }
  }
}
