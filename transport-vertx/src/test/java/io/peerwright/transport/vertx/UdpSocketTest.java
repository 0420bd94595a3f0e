package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.Live.bytes;
import static io.peerwright.transport.vertx.Live.next;
import static io.peerwright.transport.vertx.Live.on;
import static io.peerwright.transport.vertx.Live.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
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

  /** Writes down what happens on a socket. */
  private static final class Recorder implements DatagramHandler {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> data = new LinkedBlockingQueue<>();
    Endpoint from = Live.LOOPBACK;
    Datagrams socket;

    @Override
    public void onBound(Datagrams bound) {
      events.add("bound");
    }

    @Override
    public void onDatagram(Datagrams to, Endpoint sender, ByteBuffer bytes) {
      from = sender;
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      data.add(copy);
    }

    @Override
    public void onMembership(
        Datagrams of, Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {
      events.add("member " + group + " " + source + " " + failure);
    }

    @Override
    public void onClosed(Datagrams closed, Reason reason) {
      events.add("closed " + reason);
    }

    String text() {
      return new String(next(data), StandardCharsets.UTF_8);
    }
  }

  private static Recorder bind(Host host, String at, SocketOptions options) {
    Recorder recorder = new Recorder();
    recorder.socket = on(host, () -> host.transport().bind(Endpoint.parse(at), options, recorder));
    return recorder;
  }

  private static Recorder bound(Host host, String at, SocketOptions options) {
    Recorder recorder = bind(host, at, options);
    assertEquals("bound", next(recorder.events));
    return recorder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
  void theLargestDatagramArrivesIntact(String at) {
    Recorder one = bound(live.a, at, SocketOptions.DEFAULT);
    Recorder two = bound(live.b, at, SocketOptions.DEFAULT);
    byte[] large = new byte[live.a.transport().maxDatagramBytes()];
    new Random(1).nextBytes(large);
    ByteBuffer payload = ByteBuffer.wrap(large);
    assertEquals(
        SendResult.ACCEPTED, on(live.a, () -> one.socket.send(two.socket.local(), payload)));
    assertEquals(0, payload.remaining());
    byte[] there = next(two.data);
    org.junit.jupiter.api.Assertions.assertArrayEquals(large, there);
    assertEquals(one.socket.local(), two.from);
    assertEquals(
        SendResult.ACCEPTED, on(live.b, () -> two.socket.send(two.from, ByteBuffer.wrap(there))));
    org.junit.jupiter.api.Assertions.assertArrayEquals(large, next(one.data));
  }

  @Test
  void resultsTellWhatBecameOfIt() {
    Recorder one = bind(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
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
          Recorder early = new Recorder();
          Datagrams socket = live.a.transport().bind(Live.LOOPBACK, SocketOptions.DEFAULT, early);
          assertEquals(SendResult.CLOSED, socket.send(self, bytes("early")));
        });
  }

  @Test
  void aTakenPortIsReported() {
    Recorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    Recorder two = bind(live.b, one.socket.local().toString(), SocketOptions.DEFAULT);
    assertEquals("closed ADDRESS_IN_USE", next(two.events));
    Recorder three = bind(live.b, "192.0.2.1:0", SocketOptions.DEFAULT);
    assertEquals("closed NOT_PERMITTED", next(three.events));
  }

  @Test
  void membersOfAGroupHearIt() {
    SocketOptions options = SocketOptions.DEFAULT.withReuse().withMulticast(Live.LOOPBACK, 1, true);
    Recorder one = bound(live.a, "0.0.0.0:0", options);
    int port = one.socket.local().port();
    Recorder two = bound(live.b, "0.0.0.0:" + port, options);
    Endpoint group = GROUP.withPort(port);
    for (Recorder each : new Recorder[] {one, two}) {
      Host host = each == one ? live.a : live.b;
      run(host, () -> each.socket.join(group, Live.LOOPBACK, null));
      assertEquals("member " + group + " null null", next(each.events));
    }
    Recorder sender = bound(live.a, "127.0.0.1:0", options);
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
    Recorder member = bound(live.a, "0.0.0.0:0", options);
    Endpoint group = Endpoint.parse("232.71.0.9:" + member.socket.local().port());
    Endpoint source = Endpoint.parse("127.0.0.5:0");
    run(live.a, () -> member.socket.join(group, Live.LOOPBACK, source));
    assertEquals("member " + group + " " + source + " null", next(member.events));
    Recorder wrong = bound(live.b, "127.0.0.4:0", options);
    Recorder right = bound(live.b, "127.0.0.5:0", options);
    run(live.b, () -> wrong.socket.send(group, bytes("wrong")));
    run(live.b, () -> right.socket.send(group, bytes("right")));
    assertEquals("right", member.text());
  }

  @Test
  void joiningWhatIsNoGroupFails() {
    Recorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    Endpoint noGroup = Endpoint.parse("192.0.2.1:5");
    run(live.a, () -> one.socket.join(noGroup, null, null));
    assertTrue(next(one.events).startsWith("member 192.0.2.1:5 null "));
    Endpoint elsewhere = Endpoint.parse("192.0.2.9:0");
    run(live.a, () -> one.socket.join(GROUP, elsewhere, null));
    assertEquals("member " + GROUP + " null NOT_PERMITTED", next(one.events));
  }

  @Test
  void manyDatagramsArrive() {
    Recorder one = bound(live.a, "127.0.0.1:0", SocketOptions.DEFAULT);
    Recorder two = bound(live.b, "127.0.0.1:0", SocketOptions.DEFAULT);
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
}
