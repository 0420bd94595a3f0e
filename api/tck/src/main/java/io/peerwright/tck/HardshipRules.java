package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.tck.PendingCalls.PendingCall;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every overlay must bear: ports that are taken, garbage, use too early and too late. */
abstract class HardshipRules<C extends Record> extends ProviderRules<C> {

  private static final int GARBAGE = 300;
  private static final int MOST_GARBAGE_BYTES = 1_400;

  /** The JVM itself may start a thread now and then, but not each time. */
  private static final int TRIES = 5;

  @Test
  void aTakenPortFailsTheJoin() {
    Endpoint streams = machine().listen().local();
    Endpoint datagrams = machine().bind().local();
    counter().takePorts(streams, datagrams);
    Outcome<Void> joined = begin("join", overlay()::join);
    settle();
    if (counter().listening() > 0) {
      machine().await("the join to fail, for its port is taken", joined::isDone);
      assertEquals(Reason.ADDRESS_IN_USE, joined.reason());
      settle();
      assertEquals(0, counter().open(), "sockets left behind by a join that failed");
      assertEquals(0, counter().pendingTimers(), "timers left behind by a join that failed");
    }
    counter().takePorts(null, null);
    join();
    leave();
    awaitNoSockets();
  }

  @Test
  void garbageDoesNotHurt() {
    join();
    List<Endpoint> endpoints = machine().ask(overlay()::endpoints);
    SplittableRandom random = new SplittableRandom(7);
    Machine stranger = machine("stranger");
    DatagramProbe socket = stranger.bind();
    for (Endpoint port : counter().datagramPorts()) {
      Endpoint to = reachable(port);
      for (int i = 0; i < GARBAGE; i++) {
        ByteBuffer garbage = garbage(random);
        stranger.run(() -> socket.socket().send(to, garbage));
      }
    }
    for (Endpoint port : counter().streamPorts()) {
      for (int i = 0; i < GARBAGE / 10; i++) {
        say(stranger, reachable(port), garbage(random));
      }
    }
    settle();
    assertEquals(endpoints, machine().ask(overlay()::endpoints), "where it listens");
    leave();
    awaitNoSockets();
    checkHandlers();
  }

  private Endpoint reachable(Endpoint port) {
    return port.isAnyLocal() ? machine().address().withPort(port.port()) : port;
  }

  private static ByteBuffer garbage(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(random.nextInt(MOST_GARBAGE_BYTES) + 1)];
    switch (random.nextInt(4)) {
      case 0 -> Arrays.fill(bytes, (byte) random.nextInt(256));
      case 1 -> {
        String text = ("GET / HELLO d1:ad2:id20:\n" + random.nextLong() + "\r\n").repeat(60);
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, bytes.length);
      }
      default -> random.nextBytes(bytes);
    }
    return ByteBuffer.wrap(bytes);
  }

  private static void say(Machine stranger, Endpoint to, ByteBuffer garbage) {
    LinkProbe link = LinkProbe.hungry(stranger);
    link.when(
        LinkEvent.OPEN,
        open -> {
          open.link().write(garbage);
          open.link().closeOutput();
        });
    stranger.connect(to, SocketOptions.DEFAULT, link);
  }

  @Test
  void whatCannotWaitEndsAtOnceBeforeJoining() {
    List<PendingCall> begun = machine().ask(() -> PendingCalls.begin(machine(), overlay()));
    settle();
    for (PendingCall each : begun) {
      assertTrue(each.isOver(), each + " before the overlay joins");
      assertEquals(Reason.UNREACHABLE, each.reason(), each::toString);
    }
    assertEquals(0, counter().opened(), "sockets before join");
  }

  @Test
  void leavingEndsWhatIsUnderWay() {
    join();
    List<PendingCall> begun =
        machine()
            .ask(
                () -> {
                  List<PendingCall> all = PendingCalls.begin(machine(), overlay());
                  overlay().leave();
                  return all;
                });
    settle();
    for (PendingCall each : begun) {
      assertTrue(each.isOver(), each + " after the overlay has left");
    }
  }

  @Test
  void leavingTellsWhyItEndsWhatIsUnderWay() {
    join();
    List<PendingCall> begun =
        new ArrayList<>(machine().ask(() -> PendingCalls.begin(machine(), overlay())));
    settle();
    begun.removeIf(PendingCall::isOver);
    leave();
    settle();
    for (PendingCall each : begun) {
      assertEquals(Reason.SHUTDOWN, each.reason(), each::toString);
    }
  }

  /** In virtual time only: live, the transport has threads of its own. */
  @Test
  void startsNoThread() {
    for (int i = 0; rig().virtualTime() && i < TRIES; i++) {
      createOverlay("quiet-" + i);
      long before = nextThread();
      join();
      machine().run(() -> PendingCalls.begin(machine(), overlay()));
      settle();
      leave();
      awaitNoSockets();
      if (nextThread() == before + 1) {
        return;
      }
    }
    if (rig().virtualTime()) {
      fail("started a thread; what takes its time goes through Loop.offload");
    }
  }

  /** In virtual time only, where the loop is this thread. */
  @Test
  void neverWaits() {
    for (int i = 0; rig().virtualTime() && i < TRIES; i++) {
      createOverlay("brisk-" + i);
      long before = waits();
      join();
      machine().run(() -> PendingCalls.begin(machine(), overlay()));
      settle();
      leave();
      awaitNoSockets();
      if (waits() == before) {
        return;
      }
    }
    if (rig().virtualTime()) {
      fail("slept or waited on the loop, which keeps all others from going on");
    }
  }

  /** How often this thread has slept, or waited for another one. */
  private static long waits() {
    ThreadInfo here =
        ManagementFactory.getThreadMXBean().getThreadInfo(Thread.currentThread().getId());
    return here.getWaitedCount();
  }

  /** Threads are numbered as they are made. */
  private static long nextThread() {
    return new Thread(() -> {}).getId();
  }
}
