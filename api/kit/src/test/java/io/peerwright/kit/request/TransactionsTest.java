package io.peerwright.kit.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.kit.request.Transactions.Outcome;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {

  private static final Retry THREE = Retry.doubling(Duration.ofSeconds(1), 3);

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final Host host = simulation.newHost("a", null, null);
  private final List<String> log = new ArrayList<>();
  private final Iterator<Long> numbers = LongStream.iterate(1, n -> n + 1).iterator();
  private final Transactions<String, String> transactions =
      new Transactions<>(host.loop(), numbers::next);

  @AfterEach
  void close() {
    simulation.close();
  }

  /** A request that says what happens to it. */
  private class Told implements Request<String> {
    private final String name;

    Told(String name) {
      this.name = name;
    }

    @Override
    public void send(long id, int attempt) {
      log.add(millis() + " " + name + " sent " + id + "/" + attempt);
    }

    @Override
    public boolean onAnswer(String answer) {
      log.add(name + " answered " + answer);
      return !answer.equals("other");
    }

    @Override
    public void onFailure(Reason reason) {
      log.add(millis() + " " + name + " failed " + reason);
    }
  }

  private long millis() {
    return host.loop().nanoTime() / 1_000_000;
  }

  private void on(Runnable task) {
    // What a handler throws is only reported.
    CompletableFuture<Void> done = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              try {
                task.run();
                done.complete(null);
              } catch (Throwable failure) {
                done.completeExceptionally(failure);
              }
            });
    simulation.runFor(Duration.ofMillis(1));
    done.join();
  }

  private Handle ask(String to, String name) {
    return transactions.ask(to, THREE, new Told(name));
  }

  private void pass(long millis) {
    simulation.runFor(Duration.ofMillis(millis));
  }

  private void assertLog(String... expected) {
    assertEquals(List.of(expected), log);
    log.clear();
  }

  private void assertOutcome(Outcome expected, String from, long id, String answer) {
    on(() -> assertEquals(expected, transactions.answer(from, id, answer)));
  }

  @Test
  void whatNobodyAnswersIsRepeatedAndFails() {
    on(() -> ask("b", "x"));
    pass(20_000);
    assertLog("0 x sent 1/0", "1000 x sent 1/1", "3000 x sent 1/2", "7000 x failed TIMEOUT");
    assertEquals(0, transactions.waiting());
  }

  @Test
  void anAnswerEndsIt() {
    on(() -> ask("b", "x"));
    pass(1_500);
    log.clear();
    assertOutcome(Outcome.TAKEN, "b", 1, "yes");
    pass(20_000);
    assertLog("x answered yes");
    assertEquals(0, transactions.waiting());
  }

  @Test
  void strangersCannotAnswer() {
    on(() -> ask("b", "x"));
    log.clear();
    assertOutcome(Outcome.UNKNOWN, "c", 1, "yes");
    assertOutcome(Outcome.UNKNOWN, "b", 2, "yes");
    assertLog();
    assertOutcome(Outcome.TAKEN, "b", 1, "yes");
    assertLog("x answered yes");
  }

  @Test
  void whatIsNoAnswerLeavesItOpen() {
    on(() -> ask("b", "x"));
    assertOutcome(Outcome.DECLINED, "b", 1, "other");
    pass(1_000);
    assertLog("0 x sent 1/0", "x answered other", "1000 x sent 1/1");
    assertOutcome(Outcome.TAKEN, "b", 1, "yes");
  }

  @Test
  void lateAnswersAreToldFromThoseThatNobodyAskedFor() {
    on(() -> ask("b", "x"));
    on(() -> ask("b", "y"));
    on(() -> ask("b", "z").close());
    assertOutcome(Outcome.TAKEN, "b", 2, "yes");
    pass(20_000);
    log.clear();
    assertOutcome(Outcome.LATE, "b", 1, "timed out");
    assertOutcome(Outcome.LATE, "b", 2, "twice");
    assertOutcome(Outcome.LATE, "b", 3, "given up");
    assertOutcome(Outcome.UNKNOWN, "c", 1, "of another");
    assertOutcome(Outcome.UNKNOWN, "b", 4, "never asked");
    assertLog();
  }

  @Test
  void whatIsOverIsForgottenInTheEnd() {
    on(
        () ->
            LongStream.rangeClosed(0, Transactions.REMEMBERED).forEach(i -> ask("b", "x").close()));
    assertOutcome(Outcome.UNKNOWN, "b", 1, "long ago");
    assertOutcome(Outcome.LATE, "b", 2, "just kept");
  }

  @Test
  void whoGivesUpHearsNothing() {
    on(() -> ask("b", "x").close());
    pass(20_000);
    assertLog("0 x sent 1/0");
  }

  @Test
  void endingLetsAllFailAndWhatIsAskedMeanwhileGoOn() {
    on(() -> ask("b", "x"));
    on(
        () ->
            transactions.ask(
                "c",
                THREE,
                new Told("y") {
                  @Override
                  public void onFailure(Reason reason) {
                    super.onFailure(reason);
                    ask("d", "again");
                  }
                }));
    log.clear();
    on(() -> transactions.end(Reason.SHUTDOWN));
    assertLog("2 x failed SHUTDOWN", "2 y failed SHUTDOWN", "2 again sent 3/0");
    assertEquals(1, transactions.waiting());
  }

  /** Of an answer and a failure each request hears one, though it ends all when it is answered. */
  @Test
  void whoeverEndsAllFromInsideItsAnswerHasHeardIt() {
    on(
        () ->
            transactions.ask(
                "a",
                THREE,
                new Told("one") {
                  @Override
                  public boolean onAnswer(String answer) {
                    transactions.end(Reason.SHUTDOWN);
                    return super.onAnswer(answer);
                  }
                }));
    on(() -> ask("b", "two"));
    log.clear();
    assertOutcome(Outcome.TAKEN, "a", 1, "yes");
    assertLog("2 two failed SHUTDOWN", "one answered yes");
    assertEquals(0, transactions.waiting());
  }

  @Test
  void whatIsDeclinedAndEndedFails() {
    on(
        () ->
            transactions.ask(
                "a",
                THREE,
                new Told("one") {
                  @Override
                  public boolean onAnswer(String answer) {
                    transactions.end(Reason.SHUTDOWN);
                    return super.onAnswer(answer);
                  }
                }));
    log.clear();
    assertOutcome(Outcome.DECLINED, "a", 1, "other");
    assertLog("one answered other", "1 one failed SHUTDOWN");
  }

  @Test
  void anAnswerWhoseHearingThrowsIsNotHeardAgain() {
    on(
        () ->
            transactions.ask(
                "a",
                THREE,
                new Told("one") {
                  @Override
                  public boolean onAnswer(String answer) {
                    super.onAnswer(answer);
                    throw new IllegalStateException(answer);
                  }
                }));
    log.clear();
    on(() -> assertThrows(IllegalStateException.class, () -> transactions.answer("a", 1, "yes")));
    assertLog("one answered yes");
    assertOutcome(Outcome.LATE, "a", 1, "yes");
    pass(60_000);
    assertLog();
  }

  /** An id that is in use is passed over. */
  @Test
  void openRequestsHaveIdsOfTheirOwn() {
    Iterator<Long> few = List.of(7L, 7L, 7L, 9L).iterator();
    Transactions<String, String> tight = new Transactions<>(host.loop(), few::next);
    on(() -> tight.ask("b", THREE, new Told("x")));
    on(() -> tight.ask("b", THREE, new Told("y")));
    assertLog("0 x sent 7/0", "1 y sent 9/0");
  }

  @Test
  void secureIdsHaveTheirLength() {
    List<Long> seen = new ArrayList<>();
    Transactions<String, String> short16 = Transactions.withSecureIds(host.loop(), 16);
    Request<String> told =
        new Told("x") {
          @Override
          public void send(long id, int attempt) {
            seen.add(id);
          }
        };
    on(() -> LongStream.range(0, 1_000).forEach(i -> short16.ask("b", THREE, told)));
    assertEquals(1_000, seen.stream().distinct().count());
    assertTrue(seen.stream().allMatch(id -> id >= 0 && id < 65_536));
    assertTrue(seen.stream().anyMatch(id -> id >= 32_768));
    assertThrows(IllegalArgumentException.class, () -> Transactions.withSecureIds(host.loop(), 7));
  }
}
