package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link Naming} must do, as tests derived from its Javadoc: three
 * peers register, resolve and withdraw names. A name that is bound, or is no longer, is known to
 * all within the {@link NetworkUnderTest#settleNanos} of the rig.
 */
public abstract class NamingContract extends ThreePeers {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private KeyPair key;

  /** For subclasses. */
  protected NamingContract() {}

  /** A name that peers may register; different for each number. User names unless overridden. */
  protected Urn name(int number) {
    return Urn.user("name" + number);
  }

  /** Whether the overlay takes signed records only. They are then signed with Ed25519. */
  protected boolean needsSignatures() {
    return false;
  }

  /**
   * How long a name may be believed after its holder is gone, at the least: a minute in virtual
   * time, a second live.
   */
  protected Duration ttl() {
    return Duration.ofSeconds(rig().virtualTime() ? 60 : 1);
  }

  @BeforeEach
  final void makeKey() {
    key = Signatures.newKey();
  }

  private NameRecord record(int number) {
    return record(number, number, key);
  }

  private NameRecord record(int number, long sequence, KeyPair owner) {
    List<Endpoint> endpoints = List.of(Endpoint.ofIpv4(0xc0000200 + number, 4_000 + number));
    NameRecord plain =
        new NameRecord(endpoints, Map.of("speed", "" + number), sequence, null, null);
    return finished(name(number), plain, owner);
  }

  private NameRecord finished(Urn name, NameRecord plain, KeyPair owner) {
    return needsSignatures() ? Signatures.sign(name, plain, owner) : plain;
  }

  private Outcome<Handle> registering(Peer peer, Urn name, NameRecord record) {
    Naming naming = peer.as(Naming.class);
    return peer.end("register", () -> naming.register(name, record, ttl()));
  }

  private Handle register(Peer peer, Urn name, NameRecord record) {
    Handle handle = registering(peer, name, record).value();
    settle();
    return handle;
  }

  private Handle register(Peer peer, int number) {
    return register(peer, name(number), record(number));
  }

  private void withdraw(Peer peer, Handle handle) {
    peer.machine().run(handle::close);
    settle();
  }

  private static List<NameRecord> resolve(Peer peer, Urn name) {
    Naming naming = peer.as(Naming.class);
    return peer.end("resolve", () -> naming.resolve(name, PATIENCE)).value();
  }

  private void assertFound(Peer by, int number) {
    assertEquals(List.of(record(number)), resolve(by, name(number)));
  }

  private void assertNotFound(Peer by, int number) {
    assertEquals(List.of(), resolve(by, name(number)));
  }

  @Test
  void othersFindWhatIsRegistered() {
    register(a, 1);
    assertFound(b, 1);
    assertFound(c, 1);
  }

  @Test
  void theHolderFindsItToo() {
    register(a, 1);
    assertFound(a, 1);
  }

  @Test
  void whatNobodyRegisteredIsNotFound() {
    assertNotFound(a, 1);
    register(a, 1);
    assertNotFound(b, 2);
  }

  @Test
  void whatIsWithdrawnIsNotFound() {
    withdraw(a, register(a, 1));
    assertNotFound(a, 1);
    assertNotFound(b, 1);
  }

  @Test
  void withdrawingTwiceDoesNoMore() {
    Handle handle = register(a, 1);
    withdraw(a, handle);
    register(b, 1);
    withdraw(a, handle);
    assertFound(c, 1);
  }

  @Test
  void withdrawingOneNameLeavesTheOthers() {
    Handle handle = register(a, 1);
    register(a, 2);
    withdraw(a, handle);
    assertNotFound(b, 1);
    assertFound(b, 2);
  }

  @Test
  void aNameThatSomebodyHoldsIsRefused() {
    register(a, 1);
    NameRecord other = record(1, 9, Signatures.newKey());
    assertEquals(Reason.REFUSED, registering(b, name(1), other).reason());
    settle();
    assertFound(a, 1);
    assertFound(b, 1);
    assertFound(c, 1);
  }

  @Test
  void whoIsRefusedCanTakeAnotherName() {
    register(a, 1);
    assertTrue(registering(b, name(1), record(1, 9, Signatures.newKey())).isFailed());
    register(b, 2);
    assertFound(a, 2);
  }

  @Test
  void aWithdrawnNameCanBeTakenByAnother() {
    withdraw(a, register(a, 1));
    NameRecord other = record(1, 9, Signatures.newKey());
    register(b, name(1), other);
    assertEquals(List.of(other), resolve(c, name(1)));
  }

  @Test
  void namesOfSeveralPeersDoNotMix() {
    register(a, 1);
    register(b, 2);
    register(c, 3);
    for (Peer peer : List.of(a, b, c)) {
      assertFound(peer, 1);
      assertFound(peer, 2);
      assertFound(peer, 3);
    }
  }

  @Test
  void onePeerMayHoldSeveralNames() {
    for (int i = 1; i <= 20; i++) {
      register(a, i);
    }
    for (int i = 1; i <= 20; i++) {
      assertFound(b, i);
    }
  }

  @Test
  void whoComesLaterFindsItToo() {
    register(a, 1);
    assertFound(peer("late"), 1);
  }

  @Test
  void aRecordComesBackAsItWas() {
    Urn name = name(1);
    List<Endpoint> endpoints =
        List.of(
            Endpoint.parse("203.0.113.9:1"),
            Endpoint.parse("[2001:db8::1]:65535"),
            Endpoint.parse("192.0.2.1:4000"));
    Map<String, String> attributes = Map.of("speed", "9", "relay", "r\u00e9lais 1=2", "empty", "");
    NameRecord record =
        finished(name, new NameRecord(endpoints, attributes, Long.MAX_VALUE, null, null), key);
    register(a, name, record);
    assertEquals(List.of(record), resolve(b, name));
  }

  @Test
  void aRecordMayNameNoEndpoint() {
    NameRecord nowhere = finished(name(1), NameRecord.unsigned(List.of(), Map.of()), key);
    register(a, name(1), nowhere);
    assertEquals(List.of(nowhere), resolve(b, name(1)));
  }

  @Test
  void theHolderMayReplaceItsRecord() {
    register(a, 1);
    NameRecord newer = record(1, 2, key);
    register(a, name(1), newer);
    assertEquals(List.of(newer), resolve(b, name(1)));
  }

  @Test
  void aNameStaysBoundLongerThanItsTtl() {
    register(a, 1);
    for (int i = 0; i < 4; i++) {
      passTime(ttl().toNanos());
      assertFound(b, 1);
    }
  }

  @Test
  void theNameOfWhoVanishesIsForgottenInTime() {
    register(a, 1);
    a.vanish();
    passTime(ttl().toNanos());
    settle();
    assertNotFound(b, 1);
  }

  @Test
  void theNameOfWhoLeavesIsForgottenInTime() {
    register(a, 1);
    a.leave();
    passTime(ttl().toNanos());
    settle();
    assertNotFound(b, 1);
  }

  @Test
  void aForgottenNameCanBeTaken() {
    register(a, 1);
    a.vanish();
    passTime(ttl().toNanos());
    settle();
    NameRecord other = record(1, 9, Signatures.newKey());
    register(b, name(1), other);
    assertEquals(List.of(other), resolve(c, name(1)));
  }

  @Test
  void aSignedRecordIsGivenOutWithItsSignature() {
    NameRecord signed = Signatures.sign(name(1), record(1), key);
    register(a, name(1), signed);
    assertEquals(List.of(signed), resolve(b, name(1)));
  }

  @Test
  void aForgedRecordIsNotGivenOut() {
    NameRecord signed = Signatures.sign(name(1), record(1), key);
    NameRecord forged =
        new NameRecord(
            List.of(Endpoint.parse("198.51.100.66:66")),
            signed.attributes(),
            signed.sequence(),
            signed.publicKey(),
            signed.signature());
    assertNotGivenOut(forged);
  }

  @Test
  void aRecordOfAnotherNameIsNotGivenOut() {
    assertNotGivenOut(Signatures.sign(name(2), record(2), key));
  }

  @Test
  void aRecordWithHalfASignatureIsNotGivenOut() {
    NameRecord signed = Signatures.sign(name(1), record(1), key);
    assertNotGivenOut(
        new NameRecord(
            signed.endpoints(),
            signed.attributes(),
            signed.sequence(),
            signed.publicKey(),
            Objects.requireNonNull(signed.signature()).substring(0, 20)));
  }

  private void assertNotGivenOut(NameRecord bad) {
    assertEquals(Reason.REFUSED, registering(a, name(1), bad).reason());
    settle();
    assertNotFound(b, 1);
  }

  @Test
  void aNameRegisteredBeforeJoiningIsBoundByIt() {
    Peer late = newcomer("late");
    Naming naming = late.as(Naming.class);
    Outcome<Handle> bound =
        late.begin("register", () -> naming.register(name(1), record(1), ttl()));
    settle();
    assertNotFound(b, 1);
    late.join();
    late.machine().await("the name to be bound", bound::isDone);
    settle();
    assertFound(b, 1);
    withdraw(late, bound.value());
    assertNotFound(b, 1);
  }

  @Test
  void whoJoinsAgainHoldsItsNamesAsBefore() {
    Handle first = register(a, 1);
    register(a, 2);
    a.leave();
    passTime(ttl().toNanos());
    settle();
    assertNotFound(b, 1);
    a.machine().run(first::close);
    a.join();
    settle();
    assertNotFound(b, 1);
    assertFound(b, 2);
  }

  @Test
  void resolvingEndsInTimeThoughNobodyAnswers() {
    register(b, 1);
    b.vanish();
    c.vanish();
    Naming naming = a.as(Naming.class);
    Duration within = Duration.ofMillis(rig().virtualTime() ? 5_000 : 200);
    Outcome<List<NameRecord>> found = a.begin("resolve", () -> naming.resolve(name(1), within));
    passTime(within.toNanos());
    settle();
    assertTrue(found.isDone(), "still resolving after its time");
  }

  @Test
  void twoNetworksShareNoNames() {
    register(a, 1);
    elsewhere(
        other -> assertFalse(resolve(other, name(1)).contains(record(1)), "found it elsewhere"));
  }
}
