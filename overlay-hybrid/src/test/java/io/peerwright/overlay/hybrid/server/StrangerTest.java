package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.ServerLimits;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one stranger at one address may hold of the server, and what is left for others. */
class StrangerTest {

  private static final int MEBIBYTE = 1 << 20;

  private static HybridServerConfig with(int connections, int perAddress, int mebibytes) {
    return Servers.asRecorded()
        .withLimits(new ServerLimits(connections, perAddress, mebibytes, 10, 1_024));
  }

  /** From one address: silent links, and such as have logged in. */
  @Test
  void oneAddressDoesNotShutOutOthers() {
    for (boolean loggedIn : new boolean[] {false, true}) {
      Lab lab = new Lab(with(50, 50, 64));
      WireClient ann = lab.user("ann");
      Host stranger = lab.simulation.newHost("stranger", null, null);
      for (int i = 0; i < 60; i++) {
        WireClient client = new WireClient(stranger, Lab.SERVER);
        if (loggedIn) {
          Lab.login(client, "stranger" + i);
          lab.run(1);
        }
      }
      lab.run(1);
      assertEquals(50, lab.meters().get("server.connections.now"));
      for (int i = 0; i < 10; i++) {
        lab.user("user" + i);
      }
      assertNull(ann.closed);
      assertEquals(50, lab.meters().get("server.connections.now"));
    }
  }

  @Test
  void anAddressHasItsShareOnly() {
    Lab lab = new Lab(with(50, 5, 64));
    Host stranger = lab.simulation.newHost("stranger", null, null);
    List<WireClient> users = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      WireClient client = new WireClient(stranger, Lab.SERVER);
      Lab.login(client, "stranger" + i);
      lab.run(1);
      users.add(client);
    }
    assertEquals(3, users.stream().filter(each -> each.closed != null).count());
    assertEquals(5, lab.meters().get("server.users.now"));
    lab.user("ann");
    users.forEach(each -> each.link.close());
    lab.run(5);
    assertEquals(1, lab.meters().get("server.connections.now"), "places are not given back");
  }

  /** A hundred of them held a mebibyte each. */
  @Test
  void membersWhoDoNotReadAreShedBeforeOthers() {
    Lab lab = new Lab(with(1_000, 1_000, 4));
    Host stranger = lab.simulation.newHost("stranger", null, null);
    List<WireClient> deaf = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      WireClient client = new WireClient(stranger, Lab.SERVER, 600);
      Lab.login(client, "deaf" + i);
      client.send(MessageType.CHANNEL_JOIN, "#room");
      deaf.add(client);
    }
    WireClient ann = lab.user("ann");
    WireClient talker = lab.user("talker");
    talker.send(MessageType.CHANNEL_JOIN, "#room");
    ann.send(MessageType.CHANNEL_JOIN, "#room");
    lab.run(1);
    long most = 0;
    for (int i = 0; i < 60; i++) {
      talker.send(MessageType.CHANNEL_SAY, "#room " + "x".repeat(10_000));
      lab.run(1);
      most = Math.max(most, lab.meters().get("server.memory.now"));
    }
    long shed = lab.meters().get("server.shed");
    assertTrue(most <= 4 * MEBIBYTE, "held " + most);
    assertTrue(shed > 5 && deaf.stream().filter(each -> each.closed != null).count() == shed);
    assertNull(ann.closed);
    assertNull(talker.closed);
    assertEquals(60, ann.received.stream().filter(each -> each.startsWith("403 ")).count());
  }

  /** Four bytes ask for a list of channels, of which each has a topic of 500. */
  @Test
  void longAnswersComeNoFasterThanTheirRate() {
    ServerLimits slow = new ServerLimits(1_000, 1_000, 64, 10, 16);
    Lab lab = new Lab(Servers.asRecorded().withLimits(slow));
    WireClient operator = lab.user("operator");
    for (int i = 0; i < 16; i++) {
      operator.send(MessageType.CHANNEL_JOIN, "#room" + i);
      operator.send(MessageType.CHANNEL_TOPIC, "#room" + i + " " + "x".repeat(500));
    }
    lab.run(1);
    WireClient asker = lab.user("asker");
    for (int i = 0; i < 60; i++) {
      asker.send(MessageType.CHANNEL_LIST, "");
    }
    lab.run(2);
    // An answer has 8.3 kB: 32 KiB at once, as much in two seconds, and the last one is not cut.
    long lists = lists(asker);
    assertTrue(lists >= 7 && lists <= 9, "answered at once: " + lists);
    lab.run(30);
    assertEquals(60, lists(asker));
  }

  /** Searches have a rate of their own, which pays for what they find. */
  @Test
  void whatSearchesFindComesAtTheRateOfSearches() {
    ServerLimits slow = new ServerLimits(1_000, 1_000, 64, 10, 16);
    Lab lab = new Lab(Servers.asRecorded().withLimits(slow));
    WireClient sharer = lab.user("sharer");
    for (int i = 0; i < 60; i++) {
      String numbers = " 11112222333344445555666677778888 5000000 128 44100 60";
      sharer.send(MessageType.SHARE, "\"music\\rain " + i + ".mp3\"" + numbers);
    }
    lab.run(1);
    WireClient asker = lab.user("asker");
    for (int i = 0; i < 60; i++) {
      asker.send(MessageType.SEARCH, "FILENAME CONTAINS \"rain\" MAX_RESULTS 100");
    }
    lab.run(2);
    String hit = MessageType.SEARCH_HIT + " ";
    assertEquals(3_600, asker.received.stream().filter(each -> each.startsWith(hit)).count());
  }

  private static long lists(WireClient client) {
    String end = MessageType.CHANNEL_LIST + " ";
    return client.received.stream().filter(each -> each.startsWith(end)).count();
  }

  /** What is said to many counts as much. */
  @Test
  void aMessageToManyCostsItsSenderMore() {
    Lab lab = new Lab(with(1_000, 1_000, 64));
    List<WireClient> members = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      members.add(lab.user("member" + i));
      members.get(i).send(MessageType.CHANNEL_JOIN, "#room");
    }
    lab.run(1);
    WireClient talker = members.get(0);
    for (int i = 0; i < 100; i++) {
      talker.send(MessageType.CHANNEL_SAY, "#room " + "x".repeat(8_000));
    }
    lab.run(2);
    long said = said(members.get(1));
    // 200 copies of 8 kB are 99 messages more: two seconds' worth at once, and two seconds.
    assertTrue(said >= 3 && said <= 6, "said at once: " + said);
    lab.run(100);
    assertEquals(100, said(members.get(1)));
  }

  private static long said(WireClient client) {
    return client.received.stream().filter(each -> each.startsWith("403 ")).count();
  }

  /** A line of 14 bytes had a list of thousands written down. */
  @Test
  void aListCostsWhoAsksByItsLength() {
    Lab lab = new Lab(with(1_000, 1_000, 64));
    WireClient sharer = lab.user("ann");
    for (int i = 0; i < 500; i++) {
      sharer.send(MessageType.SHARE, "\"" + i + "\" x 1 1 1 1");
    }
    lab.run(1);
    WireClient asker = lab.user("bob");
    for (int i = 0; i < 300; i++) {
      asker.send(MessageType.BROWSE, "ann");
    }
    lab.run(10);
    // Each counts as two searches: two seconds' worth at once, and ten seconds.
    int rate = HybridServerConfig.DEFAULT.maxSearchesPerSecond();
    long lists = asker.received.stream().filter(each -> each.startsWith("213 ")).count();
    assertTrue(lists > 5 * rate && lists <= 6 * rate + 1, "lists " + lists);
  }

  /** Names of words that nobody else has cost twenty times their length. */
  @Test
  void whoFillsTheIndexIsShedBeforeOthers() {
    Lab lab = new Lab(with(1_000, 1_000, 4));
    WireClient ann = lab.user("ann");
    for (int i = 0; i < 500; i++) {
      ann.send(MessageType.SHARE, "\"music\\rain " + i + ".mp3\" x 100 128 44100 60");
    }
    lab.run(1);
    WireClient flood = lab.user("flood");
    StringBuilder name = new StringBuilder();
    int shared = 0;
    for (; shared < 3_000 && flood.closed == null; shared++) {
      name.setLength(0);
      for (int word = 0; word < 150; word++) {
        name.append(Integer.toString(shared * 150 + word + 50_000, 36)).append(' ');
      }
      flood.send(MessageType.SHARE, "\"" + name + "\" x 100 128 44100 60");
      lab.run(shared % 50 == 0 ? 1 : 0);
      assertTrue(lab.meters().get("server.memory.now") <= 4 * MEBIBYTE);
    }
    lab.run(10);
    assertNotNull(flood.closed);
    assertTrue(shared < 1_000, "shared " + shared);
    assertEquals(500, lab.meters().get("server.files.now"));
    assertNull(ann.closed);
    assertTrue(lab.meters().get("server.memory.now") < 150_000);
  }

  @Test
  void wrongPasswordsDelayNobodyElse() {
    Lab lab = new Lab(with(10_000, 10_000, 64));
    WireClient ann = lab.connect();
    ann.send(MessageType.REGISTER, "ann secret 6699 \"test 1.0\" 4 a@example.test");
    lab.run(1);
    ann.link.close();
    Host stranger = lab.simulation.newHost("stranger", null, null);
    List<WireClient> guesses = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      WireClient guess = new WireClient(stranger, Lab.SERVER);
      guess.send(MessageType.LOGIN, "ann guess" + i + " 6699 \"test 1.0\" 4");
      guesses.add(guess);
    }
    lab.run(0);
    WireClient again = lab.connect();
    again.send(MessageType.LOGIN, "ann secret 6699 \"test 1.0\" 4");
    lab.run(1);
    assertTrue(again.received.contains("3 anon@hub1"), () -> again.received.toString());
    lab.run(10);
    long hashed = count(guesses, "0 Invalid Password");
    assertTrue(hashed <= 26, "hashed " + hashed);
    assertEquals(500 - hashed, count(guesses, "0 Connecting too fast"));
    guesses.clear();
    for (int minute = 0; minute < 5; minute++) {
      for (int i = 0; i < 20; i++) {
        WireClient guess = new WireClient(stranger, Lab.SERVER);
        guess.send(MessageType.LOGIN, "ann other" + i + " 6699 \"test 1.0\" 4");
        guesses.add(guess);
        lab.run(3);
      }
    }
    long later = count(guesses, "0 Invalid Password");
    assertTrue(later <= 50, "hashed in five minutes: " + later);
  }

  /** All come at once, so that none is known to be wrong when the last one comes. */
  @Test
  void oneAddressDoesNotTakeAllTurnsForPasswords() {
    Lab lab = Lab.inOrder(with(10_000, 10_000, 64));
    WireClient ann = lab.connect();
    ann.send(MessageType.REGISTER, "ann secret 6699 \"test 1.0\" 4 a@example.test");
    lab.run(1);
    ann.link.close();
    Host stranger = lab.simulation.newHost("stranger", null, null);
    List<WireClient> guesses = new ArrayList<>();
    for (int i = 0; i < PasswordHashes.MAX_WAITING + 10; i++) {
      guesses.add(new WireClient(stranger, Lab.SERVER));
    }
    WireClient again = lab.connect();
    lab.run(1);
    guesses.forEach(each -> each.send(MessageType.LOGIN, "ann guess 6699 \"test 1.0\" 4"));
    again.send(MessageType.LOGIN, "ann secret 6699 \"test 1.0\" 4");
    lab.run(10);
    assertTrue(again.received.contains("3 anon@hub1"), () -> again.received.toString());
    assertEquals(16, count(guesses, "0 Invalid Password"));
    assertEquals(guesses.size() - 16, count(guesses, "0 Connecting too fast"));
  }

  private static long count(List<WireClient> clients, String answer) {
    return clients.stream().filter(each -> each.received.contains(answer)).count();
  }
}
