package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.DatagramRecorder.bind;
import static io.peerwright.transport.vertx.DatagramRecorder.bound;
import static io.peerwright.transport.vertx.Live.bytes;
import static io.peerwright.transport.vertx.Live.next;
import static io.peerwright.transport.vertx.Live.on;
import static io.peerwright.transport.vertx.Live.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpSocketTest {

  private static final Endpoint GROUP = Endpoint.parse("239.71.0.9:0");

  private final Live live = new Live();

  @AfterEach
  void close() {
    live.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
  void theLargestDatagramArrivesIntact(String at) {
    DatagramRecorder one = bound(live.a, at, SocketOptions.DEFAULT);
    DatagramRecorder two = bound(live.b, at, SocketOptions.DEFAULT);
    byte[] large = new byte[live.a.transport().maxDatagramBytes()];
    new Random(1).nextBytes(large);
    ByteBuffer payload = ByteBuffer.wrap(large);
    assertEquals(
        SendResult.ACCEPTED, on(live.a, () -> one.socket.send(two.socket.local(), payload)));
    assertEquals(0, payload.remaining());
    byte[] there = next(two.data);
    assertArrayEquals(large, there);
    assertEquals(one.socket.local(), two.from);
    assertEquals(
        SendResult.ACCEPTED, on(live.b, () -> two.socket.send(two.from, ByteBuffer.wrap(there))));
    assertArrayEquals(large, next(one.data));
  }

  @Test
  void resultsTellWhatBecameOfIt() {
    DatagramRecorder one = bind(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    assertEquals("bound", next(one.events));
    Endpoint self = one.socket.local();
    ByteBuffer huge = ByteBuffer.allocate(65_508);
    assertEquals(SendResult.TOO_LARGE, on(live.a, () -> one.socket.send(self, huge)));
    assertEquals(65_508, huge.remaining());
    assertEquals(
        SendResult.ACCEPTED, on(live.a, () -> one.socket.send(self, ByteBuffer.allocate(0))));
    assertEquals(0, next(one.data).length);
    assertEquals(
        SendResult.ACCEPTED,
        on(live.a, () -> one.socket.send(Endpoint.parse("[::1]:9"), bytes("lost"))));
    run(live.a, one.socket::close);
    assertEquals("closed CANCELLED", next(one.events));
    assertEquals(SendResult.CLOSED, on(live.a, () -> one.socket.send(self, bytes("late"))));
    run(
        live.a,
        () -> {
          DatagramRecorder early = new DatagramRecorder();
          Datagrams socket = live.a.transport().bind(Live.LOOPBACK, SocketOptions.DEFAULT, early);
          assertEquals(SendResult.CLOSED, socket.send(self, bytes("early")));
        });
  }

  @Test
  void aTakenPortIsReported() {
    DatagramRecorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    DatagramRecorder two = bind(live.b, one.socket.local().toString(), SocketOptions.DEFAULT);
    assertEquals("closed ADDRESS_IN_USE", next(two.events));
    DatagramRecorder three = bind(live.b, "192.0.2.1:0", SocketOptions.DEFAULT);
    assertEquals("closed NOT_PERMITTED", next(three.events));
  }

  @Test
  void membersOfAGroupHearIt() {
    SocketOptions options = SocketOptions.DEFAULT.withReuse().withMulticast(Live.LOOPBACK, 1, true);
    DatagramRecorder one = bound(live.a, "0.0.0.0:0", options);
    int port = one.socket.local().port();
    DatagramRecorder two = bound(live.b, "0.0.0.0:" + port, options);
    Endpoint group = GROUP.withPort(port);
    for (DatagramRecorder each : new DatagramRecorder[] {one, two}) {
      Host host = each == one ? live.a : live.b;
      run(host, () -> each.socket.join(group, Live.LOOPBACK, null));
      assertEquals("member " + group + " null null", next(each.events));
    }
    DatagramRecorder sender = bound(live.a, "127.0.0.1:0", options);
    run(live.a, () -> sender.socket.send(group, bytes("to all")));
    assertEquals("to all", one.text());
    assertEquals("to all", two.text());
    run(live.b, () -> two.socket.leave(group, Live.LOOPBACK, null));
    run(live.a, () -> sender.socket.send(group, bytes("to one")));
    assertEquals("to one", one.text());
    run(live.b, () -> two.socket.join(group, Live.LOOPBACK, null));
    assertEquals("member " + group + " null null", next(two.events));
    run(live.a, () -> sender.socket.send(group, bytes("to all again")));
    assertEquals("to all again", two.text());
  }

  @Test
  void onlyTheChosenSourceIsHeard() {
    SocketOptions options = SocketOptions.DEFAULT.withMulticast(Live.LOOPBACK, 1, true);
    DatagramRecorder member = bound(live.a, "0.0.0.0:0", options);
    Endpoint group = Endpoint.parse("232.71.0.9:" + member.socket.local().port());
    Endpoint source = Endpoint.parse("127.0.0.5:0");
    run(live.a, () -> member.socket.join(group, Live.LOOPBACK, source));
    assertEquals("member " + group + " " + source + " null", next(member.events));
    DatagramRecorder wrong = bound(live.b, "127.0.0.4:0", options);
    DatagramRecorder right = bound(live.b, "127.0.0.5:0", options);
    run(live.b, () -> wrong.socket.send(group, bytes("wrong")));
    run(live.b, () -> right.socket.send(group, bytes("right")));
    assertEquals("right", member.text());
  }

  @Test
  void joiningWhatIsNoGroupFails() {
    DatagramRecorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    Endpoint noGroup = Endpoint.parse("192.0.2.1:5");
    run(live.a, () -> one.socket.join(noGroup, null, null));
    assertTrue(next(one.events).startsWith("member 192.0.2.1:5 null "));
    Endpoint elsewhere = Endpoint.parse("192.0.2.9:0");
    run(live.a, () -> one.socket.join(GROUP, elsewhere, null));
    assertEquals("member " + GROUP + " null NOT_PERMITTED", next(one.events));
  }

  @Test
  void manyDatagramsArrive() {
    DatagramRecorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    DatagramRecorder two = bound(live.b, "127.0.0.1:0", SocketOptions.DEFAULT);
    for (int round = 0; round < 20; round++) {
      int first = round * 50;
      run(
          live.a,
          () -> {
            for (int i = first; i < first + 50; i++) {
              one.socket.send(two.socket.local(), bytes("" + i));
            }
          });
      for (int i = first; i < first + 50; i++) {
        assertEquals("" + i, two.text());
      }
    }
  }

  @Test
  void nothingComesAfterClosingInACallback() {
    DatagramRecorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    DatagramRecorder two =
        new DatagramRecorder() {
          @Override
          public void onDatagram(Datagrams to, Endpoint sender, ByteBuffer bytes) {
            super.onDatagram(to, sender, bytes);
            to.close();
          }
        };
    two.bindTo(live.b, "127.0.0.1:0", SocketOptions.DEFAULT);
    assertEquals("bound", next(two.events));
    // They are all there before the loop looks.
    run(live.b, () -> run(live.a, () -> sendMany(one, two.socket.local())));
    assertEquals("closed CANCELLED", next(two.events));
    assertEquals(1, two.data.size());
    assertTrue(two.events.isEmpty());
  }

  private static void sendMany(DatagramRecorder from, Endpoint to) {
    for (int i = 0; i < 50; i++) {
      from.socket.send(to, bytes("" + i));
    }
  }

  @Test
  void closingTheHostInACallbackClosesTheSocket() {
    DatagramRecorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    DatagramRecorder two =
        new DatagramRecorder() {
          @Override
          public void onDatagram(Datagrams to, Endpoint sender, ByteBuffer bytes) {
            live.b.close();
          }
        };
    two.bindTo(live.b, "127.0.0.1:0", SocketOptions.DEFAULT);
    assertEquals("bound", next(two.events));
    run(live.b, () -> run(live.a, () -> sendMany(one, two.socket.local())));
    assertEquals("closed SHUTDOWN", next(two.events));
  }
}
