package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The power of the server's machine fails, on a disk that loses what was not forced. */
class AccountsCrashTest {

  private static final int SEEDS = 25;
  private static final String IN = "3 anon@hub1";

  private static void serve(Simulation sim, Host host) {
    HybridServer server =
        new HybridServer(
            "hybrid-server",
            host,
            Servers.asRecorded().withAccounts(host.directory().resolve("state/accounts")));
    var joined = server.join().toCompletableFuture();
    assertTrue(sim.runUntil(joined::isDone, Duration.ofSeconds(10)));
    joined.join();
  }

  private static WireClient connect(Simulation sim, String name, int type, String login) {
    WireClient client = new WireClient(sim.newHost(name, null, null), Lab.SERVER);
    client.send(type, login + " 6699 \"test 1.0\" 4 a@b.test");
    return client;
  }

  private static String answer(Simulation sim, String name, int type, String login) {
    WireClient client = connect(sim, name, type, login);
    assertTrue(sim.runUntil(() -> !client.received.isEmpty(), Duration.ofSeconds(10)));
    return client.received.get(0);
  }

  /** A loss of power while many lines are written, over the end of a block of the disk. */
  @Test
  void theFileCanBeReadHoweverFarManyLinesHaveCome() throws IOException {
    String before = lines(1_000, 4_000 / lines(1_000, 1).length() - 1);
    int torn = 0;
    for (long seed = 1; seed <= 200; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Host host = sim.newHost("server", null, null);
        AccountLog log = AccountLog.open(host.directory().resolve("accounts"));
        log.append(before);
        host.loop()
            .offload(
                () -> {
                  log.append(lines(2_000, 40));
                  return true;
                },
                1_000_000_000,
                (done, failure) -> {});
        sim.runFor(Duration.ofMillis(500));
        sim.crash(host);
        Host again = sim.faults().restart(host, true);
        try (AccountLog read = AccountLog.open(again.directory().resolve("accounts"))) {
          int there = read.accounts().size() - (int) before.lines().count();
          assertTrue(there >= 0, "seed " + seed);
          torn += there > 0 && there < 40 ? 1 : 0;
        }
      }
    }
    assertTrue(torn > 10, "the power failed amid the lines in " + torn + " runs");
  }

  private static String lines(int from, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      Account account = new Account("user" + i);
      account.salt = new byte[16];
      account.hash = new byte[32];
      account.email = "x".repeat(60);
      lines.append(AccountLog.line(account));
    }
    return lines.toString();
  }

  /** It fails as soon as one of two has its answer, and the other perhaps not. */
  @Test
  void aRegistrationThatWasAnsweredSurvivesALossOfPower() {
    int unanswered = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Host host = sim.newHost("server", Lab.SERVER, null);
        serve(sim, host);
        WireClient ann = connect(sim, "ann", MessageType.REGISTER, "ann secret");
        WireClient bob = connect(sim, "bob", MessageType.REGISTER, "bob secret");
        assertTrue(sim.runUntil(() -> ann.received.contains(IN), Duration.ofSeconds(10)));
        sim.crash(host);
        serve(sim, sim.faults().restart(host, true));
        for (String nick : List.of("ann", "bob")) {
          if (!(nick.equals("ann") ? ann : bob).received.contains(IN)) {
            unanswered++;
            continue;
          }
          String again = answer(sim, nick + "2", MessageType.REGISTER, nick + " other");
          assertEquals("0 " + Accounts.TAKEN, again, "seed " + seed);
          assertEquals(IN, answer(sim, nick + "3", MessageType.LOGIN, nick + " secret"));
        }
      }
    }
    assertFalse(unanswered == 0 || unanswered == SEEDS, "answered both or one in every run");
  }
}
