package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What strangers may try; each costs only itself. */
class HostileClientTest {

  @Test
  void whoSaysNothingIsCutOff() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient silent = lab.connect();
    lab.run(29);
    assertNull(silent.closed);
    lab.run(2);
    assertEquals(Reason.RESET, silent.closed);
    assertEquals(0, lab.server.neighbours().size());
  }

  @Test
  void whoSpeaksSlowlyIsCutOff() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient slow = lab.connect();
    for (int i = 0; i < 40; i++) {
      slow.send(new byte[] {i == 0 ? (byte) 200 : 0});
      lab.run(1);
    }
    assertEquals(Reason.RESET, slow.closed);
  }

  @Test
  void aLongFrameIsRefusedAtItsHeader() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient before = lab.connect();
    before.send(new byte[] {(byte) 0xff, 0x0f, 2, 0});
    WireClient after = lab.user("ann");
    after.send(new byte[] {(byte) 0xff, 0x0f, 100, 0});
    lab.run(1);
    assertEquals(Reason.RESET, before.closed);
    assertNull(after.closed);
    WireClient tooLong = lab.user("bob");
    tooLong.send(new byte[] {(byte) 0xff, 0x4f, 100, 0});
    lab.run(1);
    assertEquals(Reason.RESET, tooLong.closed);
  }

  @Test
  void aFloodWaitsAndIsAnsweredInTime() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient flood = lab.user("flood");
    WireClient other = lab.user("other");
    for (int i = 0; i < 2000; i++) {
      flood.send(MessageType.SERVER_PING, "");
    }
    lab.run(1);
    int soon = flood.received.size();
    assertTrue(soon >= 200 && soon <= 310, "answered at once: " + soon);
    other.send(MessageType.STATS, "");
    lab.run(1);
    assertEquals(List.of("214 2 0 0"), other.received);
    lab.run(20);
    assertEquals(2000, flood.received.size());
  }

  @Test
  void whoDoesNotReadIsCutOffAndHarmsNobody() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient deaf = lab.connect(400);
    Lab.login(deaf, "deaf");
    WireClient talker = lab.user("talker");
    String text = "deaf " + "x".repeat(10_000);
    for (int i = 0; i < 400 && deaf.closed == null; i++) {
      talker.send(MessageType.PRIVATE_MESSAGE, text);
      if (i % 50 == 0) {
        lab.run(1);
      }
    }
    lab.run(10);
    assertEquals(1, lab.server.neighbours().size());
    assertTrue(talker.received.contains("404 User is not currently online."));
    assertNull(talker.closed);
  }

  @Test
  void whoAsksButDoesNotReadIsNotHeard() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    for (int i = 0; i < 200; i++) {
      String numbers = " 11112222333344445555666677770001 100 128 44100 60";
      ann.send(MessageType.SHARE, "\"rain " + "x".repeat(900) + i + "\"" + numbers);
    }
    WireClient deaf = lab.connect(400);
    Lab.login(deaf, "deaf");
    for (int i = 0; i < 300; i++) {
      deaf.send(MessageType.SEARCH, "FILENAME CONTAINS \"rain\"");
    }
    lab.run(60);
    assertNull(deaf.closed);
    assertTrue(lab.meters().get("server.searches") < 10);
    deaf.link.request(Integer.MAX_VALUE);
    lab.run(60);
    assertEquals(300, lab.meters().get("server.searches"));
    assertEquals(300, deaf.received.stream().filter("202 "::equals).count());
  }

  @Test
  void searchesThatCostMuchAreFewer() {
    Lab lab = new Lab(Servers.asRecorded());
    for (int user = 0; user < 4; user++) {
      WireClient sharer = lab.user("sharer" + user);
      for (int i = 0; i < 10_000; i++) {
        sharer.send(MessageType.SHARE, "\"rain " + user + " " + i + "\" x 100 128 44100 60");
      }
      lab.run(5);
    }
    assertEquals(40_000, lab.meters().get("server.files.now"));
    WireClient ann = lab.user("ann");
    for (int i = 0; i < 200; i++) {
      ann.send(MessageType.SEARCH, "FILENAME CONTAINS \"rain\" BITRATE \"EQUAL TO\" 1");
    }
    lab.run(10);
    // Two seconds' worth at once and ten more, at five for one.
    long searches = lab.meters().get("server.searches");
    assertTrue(searches >= 40 && searches <= 50, "searches: " + searches);
    assertNull(ann.closed);
  }

  @Test
  void sharesAreLimited() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    String numbers = " x 100 128 44100 60";
    for (int i = 0; i < 10_001; i++) {
      ann.send(MessageType.SHARE, "\"f" + i + "\"" + numbers);
    }
    ann.send(MessageType.SHARE, "\"" + "n".repeat(2000) + "\"" + numbers);
    lab.run(10);
    assertEquals(10_000, lab.meters().get("server.files.now"));
    assertEquals(
        List.of(
            "404 You may not share more than 10000 files", "404 a file name has 1 to 1024 bytes"),
        ann.received);
  }

  @Test
  void sharingAndWithdrawingTakesTurns() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 100; i++) {
        StringBuilder folder = new StringBuilder("\"C:\\\\Music\"");
        for (int k = 0; k < 20; k++) {
          folder.append(" \"f").append(i).append('-').append(k).append("\" x 100 128 44100 60");
        }
        ann.send(MessageType.SHARE_FOLDER, folder.toString());
      }
      ann.send(MessageType.UNSHARE_ALL, "");
    }
    lab.run(5);
    // Two rounds of sharing 2,000 and withdrawing them, and a half: a minute's worth.
    long soon = lab.meters().get("server.shares");
    assertTrue(soon >= 6_000 && soon <= 7_000, "shared at once: " + soon);
    lab.run(60);
    long later = lab.meters().get("server.shares");
    assertTrue(later >= 10_000 && later <= 13_000, "shared in a minute: " + later);
    assertNull(ann.closed);
  }

  @Test
  void whoRegistersWhileTooManyDoIsRefused() {
    Lab lab = new Lab(Servers.asRecorded());
    List<WireClient> clients = new ArrayList<>();
    for (int i = 0; i < PasswordHashes.MAX_WAITING + 60; i++) {
      clients.add(lab.connect());
    }
    lab.run(1);
    for (int i = 0; i < clients.size(); i++) {
      register(clients.get(i), "user" + i, "pw");
    }
    lab.run(3);
    List<WireClient> refused = clients.stream().filter(client -> !isIn(client)).toList();
    assertTrue(refused.size() >= 20 && refused.size() <= 58, "refused: " + refused.size());
    for (WireClient client : refused) {
      assertEquals(List.of("0 Connecting too fast"), client.received);
      assertNotNull(client.closed);
    }
    WireClient again = lab.connect();
    register(again, "again", "pw");
    lab.run(1);
    assertTrue(isIn(again), () -> again.received.toString());
  }

  @Test
  void aNickThatTwoRegisterAtOnceIsOneUsersOnly() {
    Lab lab = new Lab(Servers.asRecorded());
    for (int i = 0; i < 20; i++) {
      WireClient first = lab.connect();
      WireClient second = lab.connect();
      lab.run(1);
      register(first, "carl" + i, "one");
      register(second, "carl" + i, "two");
      lab.run(1);
      assertTrue(isIn(first) != isIn(second));
      assertEquals(
          List.of("0 That nick is registered already."), (isIn(first) ? second : first).received);
      String password = isIn(first) ? "one" : "two";
      first.link.close();
      second.link.close();
      lab.run(5);
      WireClient again = lab.connect();
      again.send(MessageType.LOGIN, "carl" + i + " " + password + " 6699 \"test 1.0\" 4");
      lab.run(1);
      assertTrue(isIn(again), () -> again.received.toString());
    }
  }

  /** Registering the nick of somebody who is there took it over, two minutes after its login. */
  @Test
  void aNickInUseIsNotHadByRegisteringIt() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    lab.run(180);
    WireClient thief = lab.connect();
    register(thief, "ann", "stolen");
    lab.run(1);
    assertEquals(List.of("0 Connecting too fast"), thief.received);
    assertNull(ann.closed);
    WireClient check = lab.connect();
    check.send(MessageType.LOGIN, "ann stolen 6699 \"test 1.0\" 4");
    lab.run(1);
    assertEquals(List.of("0 Connecting too fast"), check.received);
    ann.link.close();
    lab.run(1);
    lab.user("ann");
  }

  /** Somebody logs in while the password of the one who registers the nick is being hashed. */
  @Test
  void aNickTakenWhileThePasswordIsHashedStaysWhereItIs() {
    Lab lab = Lab.inOrder(Servers.asRecorded());
    WireClient thief = lab.connect();
    WireClient ann = lab.connect();
    lab.run(1);
    register(thief, "ann", "stolen");
    Lab.login(ann, "ann");
    lab.simulation.runFor(Duration.ofMillis(15));
    assertEquals(1, lab.meters().get("server.users.now"), "the nick was not taken first");
    assertEquals(0, lab.meters().get("server.logins.refused"), "the nick was not free at first");
    lab.run(1);
    assertTrue(isIn(ann), () -> ann.received.toString());
    assertEquals(List.of("0 Connecting too fast"), thief.received);
    ann.link.close();
    lab.run(1);
    lab.user("ann");
  }

  /** Every IPv6 address was 0.0.0.0 to the server, so that all who had one were the same user. */
  @Test
  void usersOfIpv6AreToldApart() {
    Lab lab = new Lab(Servers.asRecorded(), "[2001:db8::1]:8888");
    WireClient ann = lab.connectFrom("[2001:db8:0:1::1]:0");
    Lab.login(ann, "ann");
    lab.run(180);
    assertTrue(isIn(ann), () -> ann.received.toString());
    WireClient stranger = lab.connectFrom("[2001:db8:0:2::1]:0");
    Lab.login(stranger, "ann");
    lab.run(1);
    assertEquals(List.of("0 Connecting too fast"), stranger.received);
    assertNull(ann.closed);
    WireClient herself = lab.connectFrom("[2001:db8:0:1::2]:0");
    Lab.login(herself, "ann");
    lab.run(10);
    assertTrue(isIn(herself), () -> herself.received.toString());
    assertNotNull(ann.closed);
  }

  private static void register(WireClient client, String nick, String password) {
    client.send(
        MessageType.REGISTER, nick + " " + password + " 6699 \"test 1.0\" 4 a@example.test");
  }

  private static boolean isIn(WireClient client) {
    return client.received.contains("3 anon@hub1");
  }

  @Test
  void emailsAreShort() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    ann.send(MessageType.CHANGE_EMAIL, "x".repeat(129));
    WireClient bob = lab.connect();
    bob.send(MessageType.REGISTER, "bob pw 6699 \"test 1.0\" 4 " + "x".repeat(129));
    lab.run(1);
    assertEquals(List.of("404 an email has at most 128 bytes"), ann.received);
    assertEquals(List.of("0 Too long"), bob.received);
  }

  @Test
  void manyChannelsCanBeListed() {
    Lab lab = new Lab(Servers.asRecorded());
    for (int user = 0; user < 70; user++) {
      WireClient client = lab.user("user" + user);
      for (int i = 0; i < 16; i++) {
        client.send(MessageType.CHANNEL_JOIN, "#room-" + user + "-" + i);
        client.send(MessageType.CHANNEL_TOPIC, "#room-" + user + "-" + i + " " + "t".repeat(500));
      }
    }
    WireClient ann = lab.user("ann");
    ann.send(MessageType.CHANNEL_LIST, "");
    lab.run(30);
    assertNull(ann.closed);
    assertEquals(1_001, ann.received.size());
  }

  /** Recorded frames with random bytes changed, cut anywhere. */
  @Test
  void mutatedConversationsBreakNothing() {
    List<byte[]> frames = new ArrayList<>();
    for (String name :
        List.of("03-search", "04-download", "08-whois-hotlist-ignore", "10-channels")) {
      for (Capture.Step step : Capture.read(name).steps()) {
        if (step.kind() == Capture.Kind.SENT) {
          frames.add(step.bytes());
        }
      }
    }
    Lab lab = new Lab(Servers.asRecorded());
    WireClient witness = lab.user("witness");
    Random random = new Random(7);
    int closed = 0;
    for (int round = 0; round < 150; round++) {
      WireClient client = lab.connect();
      Lab.login(client, "user" + round);
      for (int i = 0; i < 60; i++) {
        client.send(mutate(frames.get(random.nextInt(frames.size())), random));
      }
      lab.run(5);
      closed += client.closed == null ? 0 : 1;
      client.link.close();
    }
    assertTrue(closed > 0, "no mutation broke a frame");
    lab.run(10);
    witness.received.clear();
    witness.send(MessageType.STATS, "");
    lab.run(1);
    assertEquals(List.of("214 1 0 0"), witness.received);
    assertNotNull(lab.meters().get("server.malformed"));
  }

  private static byte[] mutate(byte[] frame, Random random) {
    byte[] bytes = frame.clone();
    int kind = random.nextInt(10);
    if (kind < 6 && bytes.length > 4) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
      }
    } else if (kind == 6) {
      bytes[2] = (byte) random.nextInt(256);
    } else if (kind == 7 && random.nextInt(8) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    return bytes;
  }
}
