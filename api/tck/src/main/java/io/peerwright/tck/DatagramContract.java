package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Datagrams} to one receiver. */
abstract class DatagramContract extends ContractBase {

  private Machine a;
  private Machine b;

  @BeforeEach
  final void addMachines() {
    a = machine("a");
    b = machine("b");
  }

  private void awaitArrivals(DatagramProbe at, Machine machine, int count) {
    machine.await(count + " datagrams", () -> at.arrivals().size() >= count);
  }

  @Test
  void bindsToAFreePort() {
    Endpoint first = a.bind().local();
    Endpoint second = a.bind().local();
    assertNotEquals(0, first.port());
    assertNotEquals(first, second);
    assertEquals(a.address(), first.withPort(0));
  }

  @Test
  void roundTripShowsBothAddresses() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    far.whenData(arrival -> far.socket().send(arrival.from(), ByteBuffer.wrap(arrival.payload())));
    Endpoint farAddress = far.local();
    assertEquals(SendResult.ACCEPTED, near.send(farAddress, Pattern.bytes(0, 100)));
    awaitArrivals(near, a, 1);
    assertEquals(near.local(), far.arrivals().get(0).from());
    assertEquals(farAddress, near.arrivals().get(0).from());
    assertArrayEquals(Pattern.bytes(0, 100), near.arrivals().get(0).payload());
  }

  @Test
  void sendsNothingBeforeItIsBound() {
    DatagramProbe near = new DatagramProbe(a);
    Endpoint to = b.bind().local();
    ByteBuffer payload = Pattern.buffer(0, 10);
    SendResult result =
        a.ask(
            () -> {
              near.setSocket(a.transport().bind(a.address(), SocketOptions.DEFAULT, near));
              assertFalse(near.isBound());
              return near.socket().send(to, payload);
            });
    assertEquals(SendResult.CLOSED, result);
    assertEquals(0, payload.position());
    a.await("the socket to be bound", near::isBound);
  }

  @Test
  void mayBeClosedBeforeItIsBound() {
    DatagramProbe near = new DatagramProbe(a);
    a.run(
        () -> {
          near.setSocket(a.transport().bind(a.address(), SocketOptions.DEFAULT, near));
          near.socket().close();
        });
    a.await("the socket to close", () -> !near.closed().isEmpty());
    settle();
    assertEquals(List.of(Reason.CANCELLED), near.closed());
  }

  @Test
  void boundaryOfADatagramIsKept() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    for (int size = 1; size <= 20; size++) {
      near.send(to, Pattern.bytes(size, size));
    }
    awaitArrivals(far, b, 20);
    TreeSet<Integer> sizes = new TreeSet<>();
    for (DatagramProbe.Arrival arrival : far.arrivals()) {
      int size = arrival.payload().length;
      sizes.add(size);
      assertArrayEquals(Pattern.bytes(size, size), arrival.payload());
    }
    assertEquals(20, sizes.size());
  }

  @Test
  void largestDatagramArrivesWhole() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    int size = a.ask(() -> a.transport().maxDatagramBytes());
    assertTrue(size >= 512, "too small to be of use: " + size);
    assertEquals(SendResult.ACCEPTED, near.send(far.local(), Pattern.bytes(0, size)));
    awaitArrivals(far, b, 1);
    assertEquals(-1, Arrays.mismatch(Pattern.bytes(0, size), far.arrivals().get(0).payload()));
  }

  @Test
  void largerDatagramIsTooLarge() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    int size = a.ask(() -> a.transport().maxDatagramBytes()) + 1;
    ByteBuffer payload = ByteBuffer.allocate(size);
    assertEquals(SendResult.TOO_LARGE, a.ask(() -> near.socket().send(to, payload)));
    assertEquals(0, payload.position());
    assertEquals(SendResult.ACCEPTED, near.send(to, Pattern.bytes(0, 3)));
    awaitArrivals(far, b, 1);
    settle();
    assertEquals(1, far.arrivals().size());
    assertArrayEquals(Pattern.bytes(0, 3), far.arrivals().get(0).payload());
  }

  @Test
  void sendsBytesBetweenPositionAndLimitOnly() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    ByteBuffer payload = Pattern.buffer(0, 100).position(40).limit(60);
    assertEquals(SendResult.ACCEPTED, a.ask(() -> near.socket().send(to, payload)));
    assertEquals(60, payload.position());
    awaitArrivals(far, b, 1);
    assertArrayEquals(Pattern.bytes(40, 20), far.arrivals().get(0).payload());
  }

  @Test
  void takesAnyKindOfBuffer() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    ByteBuffer direct = ByteBuffer.allocateDirect(9).put(Pattern.bytes(0, 9)).flip();
    ByteBuffer readOnly = Pattern.buffer(0, 9).asReadOnlyBuffer();
    ByteBuffer slice = Pattern.buffer(-9, 18).position(9).slice();
    a.run(
        () -> {
          for (ByteBuffer payload : List.of(direct, readOnly, slice)) {
            assertEquals(SendResult.ACCEPTED, near.socket().send(to, payload));
            assertEquals(9, payload.position());
          }
        });
    awaitArrivals(far, b, 3);
    for (DatagramProbe.Arrival arrival : far.arrivals()) {
      assertArrayEquals(Pattern.bytes(0, 9), arrival.payload());
    }
  }

  @Test
  void keepsNothingOfTheCallersBuffer() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    byte[] reused = new byte[100];
    a.run(
        () -> {
          for (int round = 0; round < 5; round++) {
            System.arraycopy(Pattern.bytes(0, 100), 0, reused, 0, 100);
            near.socket().send(to, ByteBuffer.wrap(reused));
            Arrays.fill(reused, (byte) 0xdb);
          }
        });
    awaitArrivals(far, b, 5);
    for (DatagramProbe.Arrival arrival : far.arrivals()) {
      assertArrayEquals(Pattern.bytes(0, 100), arrival.payload());
    }
  }

  @Test
  void hearsManySenders() {
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    TreeSet<Endpoint> senders = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      DatagramProbe near = (i % 2 == 0 ? a : b).bind();
      senders.add(near.local());
      near.send(to, Pattern.bytes(i, 10));
    }
    awaitArrivals(far, b, 10);
    TreeSet<Endpoint> heard = new TreeSet<>();
    far.arrivals().forEach(arrival -> heard.add(arrival.from()));
    assertEquals(senders, heard);
  }

  @Test
  void silenceOfTheReceiverIsNoError() {
    DatagramProbe gone = b.bind();
    Endpoint nobody = gone.local();
    gone.close();
    b.await("the socket to close", () -> !gone.closed().isEmpty());
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    for (int i = 0; i < 3; i++) {
      assertEquals(SendResult.ACCEPTED, near.send(nobody, Pattern.bytes(0, 10)));
      settle();
    }
    assertTrue(near.isBound(), "datagrams to nobody closed the socket");
    assertEquals(SendResult.ACCEPTED, near.send(to, Pattern.bytes(0, 10)));
    awaitArrivals(far, b, 1);
  }

  @Test
  void oddAddressesAreNoMistake() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    for (String odd : List.of("0.0.0.0:9", "255.255.255.255:9", "[2001:db8::9]:9", "192.0.2.1:0")) {
      near.send(Endpoint.parse(odd), Pattern.bytes(0, 10));
      settle();
    }
    assertTrue(near.isBound(), "an address that leads nowhere closed the socket");
    near.send(far.local(), Pattern.bytes(0, 10));
    awaitArrivals(far, b, 1);
  }

  @Test
  void survivesAnExceptionInItsHandler() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    far.whenData(
        arrival -> {
          if (arrival.payload().length == 1) {
            throw new IllegalStateException("thrown by a test");
          }
        });
    Endpoint to = far.local();
    near.send(to, new byte[1]);
    awaitArrivals(far, b, 1);
    near.send(to, new byte[2]);
    awaitArrivals(far, b, 2);
    assertTrue(far.isBound());
  }

  @Test
  void takenPortIsAddressInUse() {
    DatagramProbe first = a.bind();
    DatagramProbe second = new DatagramProbe(a);
    a.startBinding(second, first.local(), SocketOptions.DEFAULT);
    a.await("the second socket to fail", () -> !second.closed().isEmpty());
    settle();
    assertEquals(List.of(Reason.ADDRESS_IN_USE), second.closed());
    assertTrue(first.isBound());
  }

  @Test
  void streamAndDatagramsShareAPortNumber() {
    AcceptorProbe acceptor = a.listen();
    DatagramProbe socket = a.bind(new DatagramProbe(a), acceptor.local(), SocketOptions.DEFAULT);
    assertEquals(acceptor.local(), socket.local());
  }

  @Test
  void closedSocketIsSilent() {
    DatagramProbe near = a.bind();
    DatagramProbe far = b.bind();
    Endpoint to = far.local();
    Endpoint from = near.local();
    near.close();
    near.close();
    a.await("the socket to close", () -> !near.closed().isEmpty());
    ByteBuffer payload = Pattern.buffer(0, 10);
    assertEquals(SendResult.CLOSED, a.ask(() -> near.socket().send(to, payload)));
    assertEquals(0, payload.position());
    far.send(from, Pattern.bytes(0, 10));
    settle();
    assertEquals(List.of(Reason.CANCELLED), near.closed());
    assertEquals(0, near.arrivals().size());
    assertEquals(0, far.arrivals().size());
  }

  @Test
  void sendingAndClosingDoNotCallBackAtOnce() {
    DatagramProbe own = a.bind();
    Endpoint to = own.local();
    a.run(
        () -> {
          own.socket().send(to, Pattern.buffer(0, 10));
          assertEquals(0, own.arrivals().size());
        });
    awaitArrivals(own, a, 1);
    a.run(
        () -> {
          own.socket().close();
          assertTrue(own.closed().isEmpty());
        });
    a.await("the socket to close", () -> !own.closed().isEmpty());
  }

  @Test
  void fullSocketTellsWhenThereIsRoom() {
    DatagramProbe near = a.bind();
    Endpoint to = b.bind().local();
    boolean blocked =
        a.ask(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                ByteBuffer payload = ByteBuffer.allocate(1000);
                SendResult result = near.socket().send(to, payload);
                assertEquals(result == SendResult.ACCEPTED ? 1000 : 0, payload.position());
                if (result == SendResult.WOULD_BLOCK) {
                  return true;
                }
                assertEquals(SendResult.ACCEPTED, result);
              }
              return false;
            });
    if (blocked) {
      a.await("room", () -> near.writableCalls() > 0);
    }
    settle();
    assertEquals(blocked ? 1 : 0, near.writableCalls());
  }
}
