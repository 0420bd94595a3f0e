package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.Live.connect;
import static io.peerwright.transport.vertx.Live.listen;
import static io.peerwright.transport.vertx.Live.next;
import static io.peerwright.transport.vertx.Live.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.vertx.Live.Recorder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class AcceptLimitsTest {

  private static final long START = Long.MAX_VALUE - 5;

  /** Takes any link and writes down which. */
  private static final class Door implements LinkAcceptor {
    final BlockingQueue<Endpoint> bound = new LinkedBlockingQueue<>();
    final BlockingQueue<Link> links = new LinkedBlockingQueue<>();

    @Override
    public void onListening(Endpoint local) {
      bound.add(local);
    }

    @Override
    public LinkHandler onAccept(Link link) {
      links.add(link);
      return new Recorder(Link.UNLIMITED);
    }
  }

  @Test
  void soManyAtATime() {
    AcceptLimits limits = new AcceptLimits(2, 1000, START);
    limits.accepted(START);
    limits.accepted(START);
    assertEquals(AcceptLimits.UNTIL_A_LINK_ENDS, limits.waitNanos(START));
    limits.ended();
    assertEquals(0, limits.waitNanos(START));
  }

  /** The clock may pass the largest number, as that of the system may. */
  @Test
  void aSecondsWorthAtOnceThenOneByOne() {
    AcceptLimits limits = new AcceptLimits(1000, 10, START);
    for (int i = 0; i < 10; i++) {
      assertEquals(0, limits.waitNanos(START));
      limits.accepted(START);
    }
    assertEquals(100_000_000, limits.waitNanos(START));
    assertEquals(1, limits.waitNanos(START + 99_999_999));
    assertEquals(0, limits.waitNanos(START + 100_000_000));
    limits.accepted(START + 100_000_000);
    assertEquals(100_000_000, limits.waitNanos(START + 100_000_000));
  }

  @Test
  void restGivesNoMoreThanASecondsWorth() {
    AcceptLimits limits = new AcceptLimits(1000, 10, START);
    long later = START + 3_600_000_000_000L;
    for (int i = 0; i < 10; i++) {
      assertEquals(0, limits.waitNanos(later));
      limits.accepted(later);
    }
    assertTrue(limits.waitNanos(later) > 0);
  }

  @Test
  void aLinkBeyondTheLimitWaitsUntilOneEnds() {
    VertxConfig two = new VertxConfig(2, 1, 1, 1 << 16, 1 << 20, 2, 10_000);
    try (Live live = new Live(two)) {
      Door door = new Door();
      run(live.b, () -> live.b.transport().listen(Live.LOOPBACK, SocketOptions.DEFAULT, door));
      Endpoint at = next(door.bound);
      Recorder[] clients = new Recorder[4];
      for (int i = 0; i < clients.length; i++) {
        clients[i] = new Recorder(0);
        connect(live.a, at, clients[i]);
        // The system says yes for us; whether we know of it is another matter.
        clients[i].expect("open");
      }
      Link first = next(door.links);
      Link second = next(door.links);
      assertTrue(nothingMoreComes(live, door));
      run(live.b, () -> first.abort(Reason.LIMIT));
      next(door.links);
      assertTrue(nothingMoreComes(live, door));
      run(live.b, () -> second.abort(Reason.LIMIT));
      next(door.links);
      assertTrue(door.links.isEmpty());
    }
  }

  /** A round trip over another listener of the same loop: it had its chance to accept. */
  private static boolean nothingMoreComes(Live live, Door door) {
    Recorder other = new Recorder(0);
    Endpoint at = listen(live.b, new Recorder(0));
    Link link = connect(live.a, at, other);
    other.expect("open");
    run(live.a, () -> link.abort(Reason.CANCELLED));
    other.expect("closed CANCELLED");
    return door.links.isEmpty();
  }

  @Test
  void theRateHoldsAndNobodyIsLost() {
    VertxConfig slow = new VertxConfig(2, 1, 1, 1 << 16, 1 << 20, 100, 20);
    try (Live live = new Live(slow)) {
      Door door = new Door();
      run(live.b, () -> live.b.transport().listen(Live.LOOPBACK, SocketOptions.DEFAULT, door));
      Endpoint at = next(door.bound);
      long start = System.nanoTime();
      for (int i = 0; i < 25; i++) {
        connect(live.a, at, new Recorder(0));
      }
      for (int i = 0; i < 25; i++) {
        next(door.links);
      }
      // Twenty at once, then one in 50 ms; a slow machine only makes it later.
      assertTrue(System.nanoTime() - start >= 200_000_000);
    }
  }

  @Test
  void aLinkThatIsRefusedCountsNoMore() {
    VertxConfig one = new VertxConfig(2, 1, 1, 1 << 16, 1 << 20, 1, 10_000);
    try (Live live = new Live(one)) {
      Live.Listener refusing = listen(live.b, Live.LOOPBACK, SocketOptions.DEFAULT, null);
      Endpoint at = next(refusing.bound);
      for (int i = 0; i < 3; i++) {
        Recorder client = new Recorder(Link.UNLIMITED);
        connect(live.a, at, client);
        // The reset may be here before the link is known to be open.
        String event = next(client.events);
        assertEquals("closed RESET", event.equals("open") ? next(client.events) : event);
      }
    }
  }
}
