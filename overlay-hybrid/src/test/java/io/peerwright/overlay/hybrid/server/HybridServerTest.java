package io.peerwright.overlay.hybrid.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig.Registration;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class HybridServerTest {

  private static final String NUMBERS = " 11112222333344445555666677770001 100 128 44100 60";

  @Test
  void oneReplyIsOneWrite() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient client = lab.connect();
    Lab.login(client, "ann");
    lab.run(1);
    assertEquals(12, client.received.size());
    assertEquals(1, client.reads);
  }

  @Test
  void whatSomebodySharesGoesWithHim() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    WireClient bob = lab.user("bob");
    ann.send(MessageType.SHARE, "\"a\\copper rain.mp3\"" + NUMBERS);
    bob.send(MessageType.SHARE, "\"b\\copper rain.mp3\"" + NUMBERS);
    lab.run(1);
    assertEquals(2, lab.meters().get("server.files.now"));
    ann.send(MessageType.SEARCH, "FILENAME CONTAINS \"copper\"");
    lab.run(1);
    assertEquals(2, ann.received.size());
    assertTrue(ann.received.get(0).startsWith("201 \"b\\copper rain.mp3\""), ann.received.get(0));
    bob.link.close();
    lab.run(1);
    assertEquals(1, lab.meters().get("server.files.now"));
    assertEquals(1, lab.meters().get("server.users.now"));
    ann.received.clear();
    ann.send(MessageType.SEARCH, "FILENAME CONTAINS \"copper\"");
    lab.run(1);
    assertEquals(List.of("202 "), ann.received);
  }

  @Test
  void whatSeveralShareIsTheSameButForWhoHasIt() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    for (String nick : List.of("bob", "cleo", "dan")) {
      lab.user(nick).send(MessageType.SHARE, "\"copper rain.mp3\"" + NUMBERS);
    }
    lab.run(1);
    ann.send(MessageType.SEARCH, "FILENAME CONTAINS \"copper\"");
    lab.run(1);
    String file = "201 \"copper rain.mp3\" 11112222333344445555666677770001 100 128 44100 60 ";
    assertEquals(4, ann.received.size(), ann.received.toString());
    for (String nick : List.of("dan", "cleo", "bob")) {
      String hit = ann.received.remove(0);
      assertTrue(hit.startsWith(file + nick + ' '), hit);
    }
  }

  @Test
  void namesPassByteByByte() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    WireClient bob = lab.user("bob");
    String odd = "caf\u00e9 \u0001\u00ff\n rain.mp3";
    ann.send(MessageType.SHARE, "\"" + odd + "\"" + NUMBERS);
    lab.run(1);
    bob.send(MessageType.SEARCH, "FILENAME CONTAINS \"CAFE rain\"");
    lab.run(1);
    assertEquals(2, bob.received.size(), bob.received.toString());
    assertTrue(bob.received.get(0).startsWith("201 \"" + odd + "\" 1111"), bob.received.get(0));
  }

  @Test
  void aLongListComesInPortions() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    for (int i = 0; i < 5000; i++) {
      ann.send(MessageType.SHARE, "\"C:\\Music\\Fox\\number " + i + ".mp3\"" + NUMBERS);
    }
    lab.run(5);
    assertEquals(List.of(), ann.received);
    assertEquals(5000, lab.meters().get("server.files.now"));
    WireClient bob = lab.connect(5000);
    Lab.login(bob, "bob");
    bob.send(MessageType.BROWSE, "ann");
    bob.send(MessageType.STATS, "");
    for (int second = 0; second < 60; second++) {
      lab.run(1);
      bob.link.request(20_000);
    }
    assertNull(bob.closed);
    assertEquals(12 + 5000 + 2, bob.received.size());
    assertEquals("214 2 5000 0", bob.received.get(bob.received.size() - 1));
    assertTrue(bob.received.get(12 + 5000).startsWith("213 ann "));
  }

  @Test
  void countersGoOnAfterANewStart() {
    Lab lab = new Lab(Servers.asRecorded());
    lab.user("ann");
    lab.server.leave();
    lab.run(1);
    lab.server.join();
    lab.run(1);
    assertEquals(1, lab.meters().get("server.logins"));
    assertEquals(0, lab.meters().get("server.users.now"));
  }

  @Test
  void someoneWhoReturnsTakesTheOldPlace() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient first = new WireClient(lab.host, Lab.SERVER);
    Lab.login(first, "ann");
    lab.run(1);
    WireClient early = new WireClient(lab.host, Lab.SERVER);
    Lab.login(early, "ann");
    lab.run(180);
    assertEquals(List.of("0 Connecting too fast"), early.received);
    WireClient stranger = lab.connect();
    Lab.login(stranger, "ann");
    WireClient late = new WireClient(lab.host, Lab.SERVER);
    lab.run(1);
    assertEquals(List.of("0 Connecting too fast"), stranger.received);
    Lab.login(late, "ann");
    lab.run(10);
    assertEquals("3 anon@hub1", late.received.get(0));
    assertNotNull(first.closed);
    assertEquals(1, lab.meters().get("server.users.now"));
  }

  @Test
  void registrationCanBeRequiredOrClosed() {
    Lab required = new Lab(with(Registration.REQUIRED));
    WireClient ann = required.connect();
    Lab.login(ann, "ann");
    required.run(1);
    assertEquals(List.of("0 Register this nick first."), ann.received);
    WireClient again = required.connect();
    again.send(MessageType.REGISTER, "ann pw 6699 \"test 1.0\" 4 ann@example.test");
    required.run(1);
    assertEquals("3 anon@hub1", again.received.get(0));

    Lab closed = new Lab(with(Registration.CLOSED));
    WireClient bob = closed.connect();
    bob.send(MessageType.REGISTER, "bob pw 6699 \"test 1.0\" 4 bob@example.test");
    closed.run(1);
    assertEquals(List.of("0 This server takes no registrations."), bob.received);
    closed.user("bob");
  }

  @Test
  void usersAreNeighboursAndHaveNames() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    List<Neighbour> neighbours = lab.server.neighbours();
    assertEquals("ann", neighbours.get(0).name());
    assertEquals("test 1.0", neighbours.get(0).figures().get("client"));
    List<NameRecord> records = now(lab.server.resolve(Urn.user("Ann"), Duration.ofSeconds(1)));
    assertEquals(List.of(ann.link.local().withPort(6699)), records.get(0).endpoints());
    assertEquals(List.of(), now(lab.server.resolve(Urn.user("bob"), Duration.ofSeconds(1))));

    NameRecord record = NameRecord.unsigned(List.of(Endpoint.parse("192.0.2.1:80")), Map.of());
    Handle bound = bind(lab, "Bob", record).join();
    assertEquals(List.of(record), now(lab.server.resolve(Urn.user("bob"), Duration.ofSeconds(1))));
    assertTrue(bind(lab, "ann", record).isCompletedExceptionally(), "took the name of a user");
    WireClient bob = lab.connect();
    Lab.login(bob, "bob");
    lab.run(1);
    assertNotNull(bob.closed);
    bound.close();
    lab.user("bob");
  }

  private static CompletableFuture<Handle> bind(Lab lab, String nick, NameRecord record) {
    var bound = lab.server.register(Urn.user(nick), record, Duration.ofHours(1));
    lab.run(1);
    return bound.toCompletableFuture();
  }

  @Test
  void aBoundNameIsReplacedAndOutlastsLeaving() {
    Lab lab = new Lab(Servers.asRecorded());
    NameRecord old = NameRecord.unsigned(List.of(), Map.of("is", "old"));
    NameRecord anew = NameRecord.unsigned(List.of(), Map.of("is", "new"));
    Handle first = bind(lab, "bob", old).join();
    Handle second = bind(lab, "bob", anew).join();
    first.close();
    lab.server.leave();
    lab.run(10);
    CompletionStage<List<NameRecord>> away =
        lab.server.resolve(Urn.user("bob"), Duration.ofSeconds(1));
    assertTrue(away.toCompletableFuture().isCompletedExceptionally());
    lab.server.join();
    lab.run(1);
    assertEquals(List.of(anew), now(lab.server.resolve(Urn.user("bob"), Duration.ofSeconds(1))));
    NameRecord forged = new NameRecord(List.of(), Map.of(), 1, anew.publicKey(), "AAAA");
    assertTrue(bind(lab, "bob", forged).isCompletedExceptionally(), "took a forged record");
    second.close();
    lab.user("bob");
  }

  @Test
  void leavesAndJoinsAgain() {
    Lab lab = new Lab(Servers.asRecorded());
    WireClient ann = lab.user("ann");
    CompletionStage<Void> left = lab.server.leave();
    lab.run(10);
    assertTrue(left.toCompletableFuture().isDone());
    assertNotNull(ann.closed);
    assertNull(lab.server.local());
    lab.server.join();
    lab.run(1);
    lab.user("ann");
  }

  @Test
  void aJoinWaitsForTheLeaveBeforeIt() {
    Lab lab = new Lab(Servers.asRecorded());
    CompletionStage<Void> left = lab.server.leave();
    CompletionStage<Void> joined = lab.server.join();
    assertFalse(joined.toCompletableFuture().isDone());
    lab.run(10);
    now(left);
    now(joined);
    assertNotNull(lab.server.local());
    lab.user("ann");
  }

  @Test
  void aLeaveEndsTheJoinBeforeIt() {
    Lab lab = new Lab(Servers.asRecorded());
    CompletionStage<Void> first = lab.server.leave();
    CompletionStage<Void> joined = lab.server.join();
    CompletionStage<Void> second = lab.server.leave();
    lab.run(10);
    assertTrue(joined.toCompletableFuture().isCompletedExceptionally());
    now(first);
    now(second);
    assertNull(lab.server.local());
  }

  @Test
  void aTakenPortFailsTheJoin() {
    Lab lab = new Lab(Servers.asRecorded());
    HybridServer second = new HybridServer("second", lab.host, Servers.asRecorded());
    CompletionStage<Void> joined = second.join();
    lab.run(1);
    assertTrue(joined.toCompletableFuture().isCompletedExceptionally());
    List<String> causes = new ArrayList<>();
    joined.whenComplete((nothing, failure) -> causes.add(failure.getMessage()));
    assertEquals(List.of("cannot listen on 10.78.0.1:8888: ADDRESS_IN_USE"), causes);
  }

  private static <T> T now(CompletionStage<T> stage) {
    List<T> results = new ArrayList<>();
    stage.thenAccept(results::add);
    assertEquals(1, results.size());
    return results.get(0);
  }

  private static HybridServerConfig with(Registration registration) {
    HybridServerConfig config = Servers.asRecorded();
    return new HybridServerConfig(
        config.listen(),
        config.serverName(),
        config.messageOfTheDay(),
        config.maxUsers(),
        config.maxSharesPerUser(),
        config.maxFrameBytes(),
        config.maxResults(),
        config.maxWaitingBytes(),
        config.loginTimeout(),
        config.idleTimeout(),
        config.maxLoginsPerSecond(),
        config.maxSearchesPerSecond(),
        config.maxMessagesPerSecond(),
        registration,
        config.indexDepth(),
        config.indexSuffix(),
        config.accounts(),
        config.limits(),
        config.referrals(),
        config.warmUp());
  }
}
