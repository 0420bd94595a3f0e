package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registered nicks outlast everything that can happen to the process. */
class AccountsTest {

  @TempDir Path folder;

  private static void register(Lab lab, String nick, String password) {
    WireClient client = lab.connect();
    client.send(MessageType.REGISTER, nick + " " + password + " 6699 \"test 1.0\" 4 a@b.test");
    lab.run(1);
    assertTrue(client.received.contains("3 anon@hub1"), () -> client.received.toString());
    client.link.close();
    lab.run(1);
  }

  private static String first(Lab lab, int type, String nick, String password) {
    WireClient client = lab.connect();
    client.send(type, nick + " " + password + " 6699 \"test 1.0\" 4 x@y.test");
    lab.run(1);
    String answer = client.received.get(0);
    client.link.close();
    lab.run(1);
    return answer;
  }

  private static void assertAnnIsRegistered(Lab lab, String password) {
    assertEquals(
        "0 That nick is registered already.", first(lab, MessageType.REGISTER, "Ann", "other"));
    assertEquals("0 Invalid Password", first(lab, MessageType.LOGIN, "ann", "wrong"));
    assertEquals("3 anon@hub1", first(lab, MessageType.LOGIN, "ANN", password));
  }

  /** The file as it is when the server has answered, without any end of the server. */
  @Test
  void aRegistrationThatWasAnsweredSurvivesAKill() throws IOException {
    Path file = folder.resolve("state/accounts");
    HybridServerConfig config = Servers.asRecorded().withAccounts(file);
    Lab lab = new Lab(config);
    register(lab, "ann", "secret");
    WireClient ann = lab.connect();
    ann.send(MessageType.LOGIN, "ann secret 6699 \"test 1.0\" 4");
    lab.run(1);
    ann.send(MessageType.CHANGE_PASSWORD, "changed");
    lab.run(1);
    Path copy = Files.copy(file, folder.resolve("copy"));

    Lab next = new Lab(Servers.asRecorded().withAccounts(copy));
    assertAnnIsRegistered(next, "changed");
    lab.server.leave();
    lab.run(5);
    Lab third = new Lab(config);
    assertAnnIsRegistered(third, "changed");
  }

  @Test
  void accountsOutlastThatTheServerLeaves() {
    for (boolean inFile : new boolean[] {false, true}) {
      HybridServerConfig config = Servers.asRecorded();
      Lab lab = new Lab(inFile ? config.withAccounts(folder.resolve("accounts")) : config);
      register(lab, "ann", "secret");
      lab.server.leave();
      lab.server.join();
      lab.run(10);
      assertAnnIsRegistered(lab, "secret");
    }
  }

  @Test
  void twoServersDoNotShareAFile() {
    HybridServerConfig config = Servers.asRecorded().withAccounts(folder.resolve("accounts"));
    Lab lab = new Lab(config);
    HybridServer second =
        new HybridServer("second", lab.simulation.newHost("second", null, null), config);
    var joined = second.join().toCompletableFuture();
    lab.run(1);
    String message = assertThrows(Exception.class, joined::join).getMessage();
    assertTrue(message.contains("accounts") && message.contains("is in use by"), message);
    lab.server.leave();
    lab.run(5);
    second.join();
    lab.run(1);
    assertEquals(1, second.endpoints().size());
  }

  /** A kill in the middle of a write leaves any part of the last line. */
  @Test
  void aLineCutAnywhereIsNoAccountAndHarmsNone() throws IOException {
    String two = AccountLog.line(account("ann")) + AccountLog.line(account("bob"));
    byte[] bytes = two.getBytes();
    int start = AccountLog.line(account("ann")).length();
    Path file = folder.resolve("accounts");
    for (int cut = start; cut <= bytes.length; cut++) {
      Files.write(file, Arrays.copyOf(bytes, cut));
      List<String> expected = cut < bytes.length ? List.of("ann") : List.of("ann", "bob");
      try (AccountLog log = AccountLog.open(file)) {
        assertEquals(expected, keys(log));
        log.append(AccountLog.line(account("carl")));
      }
      try (AccountLog log = AccountLog.open(file)) {
        assertEquals(Stream.concat(expected.stream(), Stream.of("carl")).toList(), keys(log));
      }
    }
  }

  @Test
  void aDamagedLineIsAnErrorAndFreesNoNick() throws IOException {
    String all = AccountLog.line(account("ann")) + AccountLog.line(account("bob"));
    Path file = folder.resolve("accounts");
    Files.writeString(file, all.replace("ann", "anm"));
    String message = assertThrows(IOException.class, () -> AccountLog.open(file)).getMessage();
    assertTrue(message.startsWith("line 1 of the accounts file"), message);
    Lab lab = new Lab(Servers.asRecorded());
    HybridServer server =
        new HybridServer(
            "other",
            lab.simulation.newHost("other", null, null),
            Servers.asRecorded().withAccounts(file));
    var joined = server.join().toCompletableFuture();
    lab.run(1);
    assertTrue(joined.isCompletedExceptionally());
    assertEquals(List.of(), server.endpoints());
  }

  @Test
  void theLastLineOfANickCountsAndOldOnesGo() throws IOException {
    StringBuilder all = new StringBuilder();
    Account ann = account("ann");
    for (int i = 0; i < 5_000; i++) {
      ann.email = "ann" + i;
      all.append(AccountLog.line(ann));
    }
    Path file = folder.resolve("accounts");
    Files.writeString(file, all);
    try (AccountLog log = AccountLog.open(file)) {
      assertEquals("ann4999", log.accounts().iterator().next().email);
      assertEquals(AccountLog.line(ann), Files.readString(file));
      log.append(AccountLog.line(account("bob")));
    }
    try (AccountLog log = AccountLog.open(file)) {
      assertEquals(List.of("ann", "bob"), keys(log));
    }
  }

  private static Account account(String key) {
    Account account = new Account(key);
    account.salt = new byte[] {1, 2};
    account.hash = key.getBytes();
    account.email = key + "@example.test";
    return account;
  }

  private static List<String> keys(AccountLog log) {
    return log.accounts().stream().map(each -> each.key).toList();
  }
}
