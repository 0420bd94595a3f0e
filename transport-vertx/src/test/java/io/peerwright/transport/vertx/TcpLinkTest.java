package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.Live.bytes;
import static io.peerwright.transport.vertx.Live.connect;
import static io.peerwright.transport.vertx.Live.listen;
import static io.peerwright.transport.vertx.Live.next;
import static io.peerwright.transport.vertx.Live.on;
import static io.peerwright.transport.vertx.Live.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.vertx.Live.Listener;
import io.peerwright.transport.vertx.Live.Recorder;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpLinkTest {

  private final Live live = new Live();
  private final Recorder client = new Recorder(Link.UNLIMITED);
  private final Recorder server = new Recorder(Link.UNLIMITED);

  @AfterEach
  void close() {
    live.close();
  }

  private void open() {
    open("127.0.0.1:0");
  }

  private void open(String address) {
    Listener listener = listen(live.b, Endpoint.parse(address), SocketOptions.DEFAULT, server);
    connect(live.a, next(listener.bound), client);
    client.expect("open");
    server.expect("open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
  void carriesBytesBothWays(String address) {
    open(address);
    assertEquals(5, on(live.a, () -> client.link.write(bytes("hello"))));
    server.expect("hello");
    assertEquals(3, on(live.b, () -> server.link.write(bytes("you"))));
    client.expect("you");
    assertEquals(client.link.local(), server.link.remote());
    assertEquals(client.link.remote(), server.link.local());
    assertEquals(Endpoint.parse(address), server.link.local().withPort(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
  void oneDirectionGoesOnWhenTheOtherIsClosed(String address) {
    open(address);
    run(
        live.a,
        () -> {
          client.link.write(bytes("last words"));
          client.link.closeOutput();
          assertEquals(0, client.link.write(bytes("too late")));
        });
    server.expect("last words", "input closed");
    run(
        live.b,
        () -> {
          server.link.write(bytes("answer"));
          server.link.closeOutput();
        });
    client.expect("answer", "input closed", "closed ENDED");
    server.expect("closed ENDED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
  void abortResetsTheRemoteSide(String address) {
    open(address);
    run(live.a, () -> client.link.abort(Reason.CORRUPT));
    client.expect("closed CORRUPT");
    server.expect("closed RESET");
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    connect(live.a, Endpoint.parse("127.0.0.1:" + port), client);
    client.expect("closed REFUSED");
  }

  @Test
  void anAttemptEndsAtItsDeadline() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Endpoint at = Endpoint.parse("127.0.0.1:" + full.getLocalPort());
      SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(300_000_000);
      List<Recorder> attempts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Recorder attempt = new Recorder(0);
        attempts.add(attempt);
        connect(live.a, at, options, attempt);
      }
      long timedOut =
          attempts.stream().map(r -> next(r.events)).filter("closed TIMEOUT"::equals).count();
      assertTrue(timedOut >= 4, timedOut + " of 8");
    }
  }

  @Test
  void anAttemptCanBeCancelled() {
    Endpoint at = listen(live.b, server);
    run(live.a, () -> live.a.transport().connect(at, SocketOptions.DEFAULT, client).close());
    client.expect("closed CANCELLED");
  }

  @Test
  void aTakenPortIsReported() {
    Listener first = listen(live.a, Live.LOOPBACK, SocketOptions.DEFAULT, server);
    Endpoint at = next(first.bound);
    Listener second = listen(live.b, at, SocketOptions.DEFAULT, server);
    assertEquals("closed ADDRESS_IN_USE", next(second.events));
    run(live.a, first.handle::close);
    assertEquals("closed CANCELLED", next(first.events));
    Listener third = listen(live.b, at, SocketOptions.DEFAULT, server);
    assertEquals(at, next(third.bound));
  }

  @Test
  void aPortCanBeTakenAgainInTheSameCallback() {
    Listener first = listen(live.a, Live.LOOPBACK, SocketOptions.DEFAULT, server);
    Endpoint at = next(first.bound);
    Listener second = new Listener(server);
    run(
        live.a,
        () -> {
          first.handle.close();
          live.a.transport().listen(at, SocketOptions.DEFAULT, second);
        });
    assertEquals(at, next(second.bound));
  }

  @Test
  void aListenerAndLinksShareAPort() {
    Endpoint remote = listen(live.b, server);
    SocketOptions reuse = SocketOptions.DEFAULT.withReuse();
    Endpoint shared = next(listen(live.a, Live.LOOPBACK, reuse, new Recorder(0)).bound);
    connect(live.a, remote, reuse.withLocal(shared), client);
    client.expect("open");
    assertEquals(shared, client.link.local());
    assertEquals(shared, server.link == null ? waitForOpen().remote() : server.link.remote());
  }

  private Link waitForOpen() {
    server.expect("open");
    return server.link;
  }

  @Test
  void theLocalAddressCanBeChosen() {
    Endpoint at = listen(live.b, server);
    connect(live.a, at, SocketOptions.DEFAULT.withLocal(Endpoint.parse("127.0.0.5:0")), client);
    client.expect("open");
    assertEquals(Endpoint.parse("127.0.0.5:0"), client.link.local().withPort(0));
    assertEquals(client.link.local(), waitForOpen().remote());

    Recorder second = new Recorder(0);
    connect(live.a, at, SocketOptions.DEFAULT.withLocal(client.link.local()), second);
    second.expect("closed ADDRESS_IN_USE");
    Recorder third = new Recorder(0);
    connect(live.a, at, SocketOptions.DEFAULT.withLocal(Endpoint.parse("192.0.2.1:0")), third);
    third.expect("closed NOT_PERMITTED");
  }

  @Test
  void linksFromOnePortReachSeveralRemotes() {
    SocketOptions reuse = SocketOptions.DEFAULT.withReuse();
    Endpoint one = listen(live.b, server);
    Endpoint two = listen(live.b, server);
    connect(live.a, one, reuse.withLocal(Live.LOOPBACK), client);
    client.expect("open");
    Recorder second = new Recorder(0);
    connect(live.a, two, reuse.withLocal(client.link.local()), second);
    second.expect("open");
    assertEquals(client.link.local(), second.link.local());
    Recorder same = new Recorder(0);
    connect(live.a, one, reuse.withLocal(client.link.local()), same);
    same.expect("closed ADDRESS_IN_USE");
  }

  @Test
  void creditIsCountedInBytes() {
    Recorder reader = new Recorder(0);
    Endpoint at = listen(live.b, reader);
    connect(live.a, at, client);
    client.expect("open");
    reader.expect("open");
    run(live.a, () -> client.link.write(bytes("0123456789")));
    run(live.b, () -> reader.link.request(3));
    reader.expect("012");
    run(live.b, () -> reader.link.request(1));
    reader.expect("3");
    assertNull(reader.events.peek());
    run(
        live.b,
        () -> {
          reader.link.request(2);
          reader.link.request(100);
          assertNull(reader.events.poll(), "called back from inside request");
        });
    reader.expect("456789");
    assertThrows(AssertionError.class, () -> run(live.b, () -> reader.link.request(0)));
  }

  @Test
  void theEndIsSeenWithoutCredit() {
    Recorder reader = new Recorder(0);
    Endpoint at = listen(live.b, reader);
    connect(live.a, at, client);
    client.expect("open");
    reader.expect("open");
    run(live.a, () -> client.link.closeOutput());
    reader.expect("input closed");
  }

  @Test
  void dataIsReadOnlyAndBigEndian() {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    Endpoint at =
        listen(
            live.b,
            new Recorder(Link.UNLIMITED) {
              @Override
              public void onData(Link from, ByteBuffer data) {
                seen.add(data.isReadOnly() + " " + data.order() + " " + data.getInt());
                data.order(ByteOrder.LITTLE_ENDIAN).limit(data.position());
              }
            });
    connect(live.a, at, client);
    client.expect("open");
    for (int i = 0; i < 2; i++) {
      run(live.a, () -> client.link.write(ByteBuffer.allocate(8).putInt(7).putInt(8).flip()));
      assertEquals("true BIG_ENDIAN 7", next(seen));
    }
  }

  @Test
  void aFailingHandlerCostsItsLinkOnly() {
    Recorder failing =
        new Recorder(Link.UNLIMITED) {
          @Override
          public void onData(Link from, ByteBuffer data) {
            throw new IllegalStateException("planted");
          }
        };
    Endpoint at = listen(live.b, failing);
    connect(live.a, at, client);
    client.expect("open");
    failing.expect("open");
    run(live.a, () -> client.link.write(bytes("x")));
    failing.expect("closed PROTOCOL");
    client.expect("closed RESET");
    connect(live.a, at, server);
    server.expect("open");
  }

  @Test
  void closingTheHostEndsItsLinks() {
    open();
    live.a.close();
    client.expect("closed SHUTDOWN");
    LinkHandler late = client;
    connect(live.a, Live.LOOPBACK.withPort(9), late);
    client.expect("closed SHUTDOWN");
  }

  @Test
  void aLongStreamArrivesIntact() throws Exception {
    int total = 8 << 20;
    try (ServerSocket remote = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      ByteBuffer source = ByteBuffer.allocate(total);
      for (int i = 0; i < total / 4; i++) {
        source.putInt(i * 0x9e3779b9);
      }
      source.flip();
      byte[] sent = source.array();
      connect(
          live.a,
          Endpoint.parse("127.0.0.1:" + remote.getLocalPort()),
          new Recorder(0) {
            private int size = 1;

            @Override
            public void onOpen(Link opened) {
              onWritable(opened);
            }

            @Override
            public void onWritable(Link to) {
              // Long and short writes take turns, and so do full and empty queues.
              while (source.hasRemaining()) {
                size = size * 7 % 50_021;
                int part = Math.min(size, source.remaining());
                ByteBuffer slice = source.slice(source.position(), part);
                int taken = to.write(slice);
                source.position(source.position() + taken);
                if (taken < part) {
                  return;
                }
              }
              to.closeOutput();
            }
          });
      try (Socket socket = remote.accept();
          InputStream in = socket.getInputStream()) {
        assertTrue(java.util.Arrays.equals(sent, in.readAllBytes()));
      }
    }
  }

  @Test
  void aStalledReaderFillsNoMemory() throws Exception {
    try (ServerSocket remote = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      connect(live.a, Endpoint.parse("127.0.0.1:" + remote.getLocalPort()), client);
      try (Socket socket = remote.accept()) {
        client.expect("open");
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        int limit = SocketOptions.DEFAULT.sendBufferBytes();
        boolean writable = true;
        while (writable) {
          run(
              live.a,
              () -> {
                block.clear();
                client.link.write(block);
                assertTrue(block.hasRemaining(), "a megabyte at once");
              });
          // Nothing is read, so after some rounds there is no room and nothing is said any more.
          writable =
              "writable"
                  .equals(client.events.poll(300, java.util.concurrent.TimeUnit.MILLISECONDS));
        }
        assertEquals(0, on(live.a, () -> client.link.write(block.clear())));
        int held = on(live.a, () -> ((TcpLink) client.link).heldBytes());
        assertTrue(held <= limit + (64 << 10), "holds " + held);
        OutputStream out = socket.getOutputStream();
        run(live.a, () -> client.link.abort(Reason.CANCELLED));
        client.expect("closed CANCELLED");
        assertThrows(
            SocketException.class,
            () -> {
              while (true) {
                out.write(new byte[1000]);
              }
            });
      }
    }
  }
}
