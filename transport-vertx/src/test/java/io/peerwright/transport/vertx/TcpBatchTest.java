package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.Live.connect;
import static io.peerwright.transport.vertx.Live.listen;
import static io.peerwright.transport.vertx.Live.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.transport.vertx.Live.Recorder;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many links that are ready at once. */
class TcpBatchTest {

  private static final int LINKS = 50;

  private final Recorder sink = new Recorder(Link.UNLIMITED);
  private final CountDownLatch opened = new CountDownLatch(LINKS);
  private final AtomicInteger writes = new AtomicInteger();

  /** Passes on what it reads, and counts when nothing waits there of those before it. */
  private final class Relay extends Recorder {
    private final Recorder to;

    Relay(Recorder to) {
      super(1);
      this.to = to;
    }

    @Override
    public void onOpen(Link link) {
      super.onOpen(link);
      opened.countDown();
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      if (((TcpLink) to.link).heldBytes() == 0) {
        writes.incrementAndGet();
      }
      to.link.write(data);
    }
  }

  @Test
  void whatManyLinksBringAtOnceIsWrittenTogether() throws Exception {
    try (Live live = new Live()) {
      Recorder out = new Recorder(Link.UNLIMITED);
      connect(live.a, listen(live.b, out), sink);
      sink.expect("open");
      out.expect("open");
      Endpoint at = listen(live.b, new Relay(out));
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < LINKS; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), at.port()));
      }
      assertTrue(opened.await(20, TimeUnit.SECONDS));
      CountDownLatch sent = new CountDownLatch(1);
      live.b.loop().execute(() -> await(sent));
      for (Socket each : sockets) {
        each.getOutputStream().write('x');
      }
      sent.countDown();
      StringBuilder received = new StringBuilder();
      while (received.length() < LINKS) {
        received.append(next(sink.events));
      }
      assertEquals("x".repeat(LINKS), received.toString());
      // One, unless the system has been slow to bring what was sent.
      assertTrue(writes.get() < 10, () -> writes + " writes of so many bytes");
      for (Socket each : sockets) {
        each.close();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
