package io.peerwright.api.sketches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.fake.Lan;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Runs the sketches of ways to peers that cannot be called. */
class ReachabilitySketchesTest {

  private final Lan lan = new Lan();

  @Test
  void aLowIdClientIsCalledByWayOfTheServer() {
    Host server = lan.host("10.0.0.1:4661");
    server
        .transport()
        .listen(
            server.listenAddress(), SocketOptions.DEFAULT, new EdonkeyCallback(server.transport()));
    Recorder low = new Recorder();
    Link lowLink = logIn("10.0.0.2:4662", low);
    lan.listening("10.0.0.3:4662", link -> new Recorder());
    Recorder high = new Recorder();
    Link highLink = logIn("10.0.0.3:4662", high);
    lan.runMillis(20);
    assertEquals(1, low.body(EdonkeyCallback.ID_CHANGE).getInt());
    assertEquals(0x0300000a, high.body(EdonkeyCallback.ID_CHANGE).getInt());

    highLink.write(EdonkeyCallback.frame(EdonkeyCallback.CALLBACK_REQUEST, 4).putInt(1).flip());
    lowLink.write(EdonkeyCallback.frame(EdonkeyCallback.CALLBACK_REQUEST, 4).putInt(99).flip());
    lan.runMillis(20);
    ByteBuffer call = low.body(EdonkeyCallback.CALLBACK_REQUESTED);
    assertEquals(0x0300000a, call.getInt());
    assertEquals(4662, call.getShort());
    assertEquals(0, low.body(EdonkeyCallback.CALLBACK_FAILED).remaining());
  }

  private Link logIn(String address, Recorder recorder) {
    Link link =
        lan.host(address)
            .transport()
            .connect(Endpoint.parse("10.0.0.1:4661"), SocketOptions.DEFAULT, recorder);
    lan.runMillis(5);
    link.write(
        EdonkeyCallback.frame(EdonkeyCallback.LOGIN, 22)
            .put(new byte[20])
            .putShort((short) 4662)
            .flip());
    return link;
  }

  @Test
  void turnAllocatesAfterAChallengeAndRefreshes() {
    List<Integer> seen = new ArrayList<>();
    Host server = lan.host("10.0.0.1:3478");
    server
        .transport()
        .bind(
            server.listenAddress(),
            SocketOptions.DEFAULT,
            (socket, from, data) -> {
              int type = data.getShort(0);
              boolean signed = data.remaining() > 28;
              seen.add(signed ? type : -type);
              socket.send(from, signed ? granted(data) : challenge(data));
            });
    AtomicReference<Endpoint> relayed = new AtomicReference<>();
    new TurnAllocation(
        lan.host("10.0.0.2:1"), server.listenAddress(), "user", "secret", relayed::set);
    lan.runMillis(10);
    assertEquals(Endpoint.parse("192.0.2.15:49152"), relayed.get());
    assertEquals(List.of(-3, 3), seen, "without, then with credentials");
    lan.runMillis(301_000);
    assertEquals(List.of(-3, 3, 4), seen, "one Refresh at half time");
  }

  private static ByteBuffer stunAnswer(ByteBuffer request, int kind, ByteBuffer attributes) {
    return ByteBuffer.allocate(512)
        .putShort((short) (request.getShort(0) | kind))
        .putShort((short) attributes.remaining())
        .put(request.slice(4, 16))
        .put(attributes)
        .flip();
  }

  private static ByteBuffer challenge(ByteBuffer request) {
    ByteBuffer attributes = ByteBuffer.allocate(64);
    attributes.putShort((short) 9).putShort((short) 4).putInt(0x401);
    attributes.putShort((short) 0x14).putShort((short) 3).putInt('a' << 24 | 'b' << 16 | 'c' << 8);
    attributes.putShort((short) 0x15).putShort((short) 4).putInt(0x31323334);
    return stunAnswer(request, 0x110, attributes.flip());
  }

  private static ByteBuffer granted(ByteBuffer request) {
    Endpoint relayed = Endpoint.parse("192.0.2.15:49152");
    ByteBuffer attributes = ByteBuffer.allocate(64);
    attributes.putShort((short) 0x16).putShort((short) 8).putShort((short) 1);
    attributes.putShort((short) (relayed.port() ^ 0x2112)).putInt(relayed.ipv4() ^ 0x2112A442);
    attributes.putShort((short) 0x0D).putShort((short) 4).putInt(600);
    return stunAnswer(request, 0x100, attributes.flip());
  }

  @Test
  void aSimultaneousOpenCallsFromThePortItListensOnUntilItOpens() {
    Recorder user = new Recorder();
    AtomicReference<Endpoint> ours = new AtomicReference<>();
    SimultaneousOpen punching = new SimultaneousOpen(lan.host("10.0.0.1:1"), ours::set, user);
    lan.runMillis(1);
    Endpoint otherSide = Endpoint.parse("10.0.0.2:7000");
    punching.punch(otherSide);
    lan.runMillis(1_200);
    assertFalse(user.opened);
    List<Endpoint> callers = new ArrayList<>();
    lan.listening(
        "10.0.0.2:7000",
        link -> {
          callers.add(link.remote());
          return new Recorder();
        });
    lan.runMillis(1_000);
    assertTrue(user.opened);
    assertEquals(List.of(ours.get()), callers);
  }

  @Test
  void aPeerThatNeverAnswersEndsTheSimultaneousOpen() {
    Recorder user = new Recorder();
    SimultaneousOpen punching = new SimultaneousOpen(lan.host("10.0.0.1:1"), local -> {}, user);
    punching.punch(Endpoint.parse("10.0.0.2:7000"));
    lan.runMillis(60_000);
    assertEquals(Reason.REFUSED, user.closed);
  }

  @Test
  void aMappedPortIsToldToWhoeverListensAndEndsWithIt() {
    List<String> events = new ArrayList<>();
    MappedTransport mapped =
        new MappedTransport(
            lan.host("10.0.0.1:6346").transport(),
            (local, outside) -> {
              outside.accept(Endpoint.parse("192.0.2.1:6346"));
              return () -> events.add("unmapped");
            });
    LinkAcceptor acceptor =
        new LinkAcceptor() {
          @Override
          public void onReachable(Endpoint outside) {
            events.add("reachable at " + outside);
          }

          @Override
          public LinkHandler onAccept(Link link) {
            events.add("called");
            return new Recorder();
          }
        };
    Handle listening =
        mapped.listen(Endpoint.parse("10.0.0.1:6346"), SocketOptions.DEFAULT, acceptor);
    lan.runMillis(1);
    lan.host("10.0.0.2:1")
        .transport()
        .connect(Endpoint.parse("10.0.0.1:6346"), SocketOptions.DEFAULT, new Recorder());
    lan.runMillis(5);
    listening.close();
    assertEquals(List.of("reachable at 192.0.2.1:6346", "called", "unmapped"), events);
  }
}
