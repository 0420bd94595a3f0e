package io.peerwright.kit.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatagramCallsTest {

  private static final int PROTOCOL = 0x54455354;
  private static final Retry RETRY = Retry.doubling(Duration.ofMillis(500), 5);

  private Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  /** Doubles a number; answers 13 with too much, and passes over 14. */
  private final class Doubler implements DatagramCalls.Service {
    private final Host host;
    private final DatagramCalls calls;

    Doubler(String name) {
      host = simulation.newHost(name, null, null);
      calls = new DatagramCalls(host, PROTOCOL, this);
      on(() -> calls.open(host.listenAddress().withPort(4000)));
    }

    Endpoint at() {
      return host.listenAddress().withPort(4000);
    }

    void on(Runnable task) {
      host.loop().execute(task);
      simulation.runFor(Duration.ofSeconds(1));
    }

    void ask(Endpoint to, ByteBuffer question) {
      calls.ask(
          to,
          question,
          RETRY,
          answer -> log.add("answer " + answer.getInt()),
          reason -> log.add("failed " + reason));
    }

    @Override
    public @Nullable ByteBuffer onQuestion(Endpoint from, ByteBuffer question) {
      int number = question.getInt();
      if (number == 14) {
        return null;
      }
      return ByteBuffer.allocate(number == 13 ? 5 : 4).putInt(2 * number).rewind();
    }

    @Override
    public void onMessage(Endpoint from, ByteBuffer message) {
      log.add(host.name() + " hears " + message.getInt());
    }

    @Override
    public void onOpen() {
      log.add(host.name() + " open at " + calls.endpoints().get(0).port());
    }

    @Override
    public void onClosed(Reason reason) {
      log.add(host.name() + " closed " + reason);
    }
  }

  private static ByteBuffer number(int number) {
    return ByteBuffer.allocate(4).putInt(number).rewind();
  }

  private void assertLog(String... expected) {
    assertEquals(List.of(expected), log);
    log.clear();
  }

  @Test
  void aQuestionIsAnswered() {
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    assertLog("a open at 4000", "b open at 4000");
    ByteBuffer question = number(21);
    a.on(() -> a.ask(b.at(), question));
    assertLog("answer 42");
    assertEquals(0, question.position(), "the caller's buffer");
  }

  /** Half of all datagrams are lost, and some come twice. */
  @Test
  void lossesAreRepeatedAndDoublesCountOnce() {
    simulation.close();
    NetworkModel lossy = NetworkModel.DEFAULT.withDatagramFaults(400_000, 200_000, 200_000);
    simulation = Simulation.create(InMemoryConfig.DEFAULT.withNetwork(lossy));
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    log.clear();
    a.on(
        () -> {
          for (int i = 0; i < 200; i++) {
            a.ask(b.at(), number(i + 100));
          }
        });
    simulation.runFor(Duration.ofSeconds(60));
    assertEquals(200, log.size());
    long answered = log.stream().filter(each -> each.startsWith("answer")).count();
    // Each try succeeds with about 0.6 x 0.6; five of them with 0.89.
    assertEquals(178, answered, 15);
    assertEquals(0, a.calls.waiting());
  }

  @Test
  void anAnswerIsNoLongerThanItsQuestion() {
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    log.clear();
    a.on(() -> a.ask(b.at(), number(13)));
    simulation.runFor(Duration.ofSeconds(60));
    assertLog("failed TIMEOUT");
    assertEquals(5, b.calls.tooLong(), "once for each repetition");
    a.on(() -> a.ask(b.at(), ByteBuffer.allocate(5).putInt(13).rewind()));
    assertLog("answer 26");
    assertEquals(5, b.calls.tooLong());
  }

  @Test
  void whatCannotBeReadCostsNobodyAnything() {
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    log.clear();
    a.on(() -> a.ask(b.at(), ByteBuffer.allocate(3)));
    a.on(() -> a.ask(b.at(), number(14)));
    simulation.runFor(Duration.ofSeconds(60));
    assertLog("failed TIMEOUT", "failed TIMEOUT");
    assertEquals(5, b.calls.malformed(), "once for each repetition");
  }

  @Test
  void aMessageIsHeardOnceAndNotAnswered() {
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    log.clear();
    ByteBuffer message = number(7);
    List<SendResult> sent = new ArrayList<>();
    a.on(() -> sent.add(a.calls.tell(b.at(), message)));
    assertLog("b hears 7");
    assertEquals(0, message.position(), "the caller's buffer");
    a.on(() -> sent.add(a.calls.tell(b.at(), ByteBuffer.allocate(3))));
    assertLog();
    assertEquals(1, b.calls.malformed());
    assertEquals(List.of(SendResult.ACCEPTED, SendResult.ACCEPTED), sent);
  }

  /** A farewell. */
  @Test
  void whatIsToldBeforeClosingLeaves() {
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    log.clear();
    List<SendResult> sent = new ArrayList<>();
    a.on(
        () -> {
          a.calls.tell(b.at(), number(8));
          a.calls.close();
          sent.add(a.calls.tell(b.at(), number(9)));
        });
    assertLog("b hears 8");
    assertEquals(List.of(SendResult.CLOSED), sent);
  }

  @Test
  void otherProtocolsAreNotHeard() {
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    DatagramCalls other = new DatagramCalls(a.host, PROTOCOL + 1, a);
    a.on(() -> other.open(a.at().withPort(4001)));
    log.clear();
    a.on(
        () ->
            other.ask(
                b.at(),
                number(1),
                RETRY,
                answer -> log.add("answer"),
                reason -> log.add("failed " + reason)));
    a.on(() -> other.tell(b.at(), number(2)));
    simulation.runFor(Duration.ofSeconds(60));
    assertLog("failed TIMEOUT");
  }

  @Test
  void closingEndsWhatIsAskedAndOpeningBeginsAnew() {
    Doubler a = new Doubler("a");
    Doubler b = new Doubler("b");
    log.clear();
    a.on(
        () -> {
          a.ask(b.at(), number(1));
          a.calls.close();
          a.ask(b.at(), number(2));
        });
    assertLog("failed SHUTDOWN", "failed SHUTDOWN");
    assertEquals(List.of(), a.calls.endpoints());
    a.on(() -> a.calls.open(a.at()));
    a.on(() -> a.ask(b.at(), number(3)));
    assertLog("a open at 4000", "answer 6");
  }

  @Test
  void aTakenPortIsTold() {
    Doubler a = new Doubler("a");
    DatagramCalls second = new DatagramCalls(a.host, PROTOCOL, a);
    log.clear();
    a.on(() -> second.open(a.at()));
    assertLog("a closed ADDRESS_IN_USE");
  }
}
