package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.tck.MessageProbe.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link Messaging} must do, as tests derived from its Javadoc:
 * three peers that know each other write to each other, over a network that loses nothing.
 */
public abstract class MessagingContract extends NamedPeers {

  /** For subclasses. */
  protected MessagingContract() {}

  /** How other peers call the one on this host: by the name of the host unless overridden. */
  @Override
  protected String name(Host host) {
    return super.name(host);
  }

  /** The first message reaches nobody who hears. */
  @Override
  final boolean isKnown(Peer by, String name) {
    return !sending(by, name, message(0)).isFailed();
  }

  /** Different messages for different numbers. */
  private static byte[] message(int number) {
    return Pattern.bytes(number, 50);
  }

  private static Outcome<Void> sending(Peer from, String to, byte[] message) {
    Messaging messaging = from.as(Messaging.class);
    return from.end("send", () -> messaging.send(to, ByteBuffer.wrap(message)));
  }

  private void send(Peer from, Peer to, byte[] message) {
    Outcome<Void> sent = sending(from, name(to), message);
    assertFalse(sent.isFailed(), () -> "not sent: " + sent.failure());
  }

  private static Handle hear(Peer peer, MessageProbe probe) {
    Messaging messaging = peer.as(Messaging.class);
    return peer.machine().ask(() -> messaging.receive(probe));
  }

  private static MessageProbe hearing(Peer peer) {
    MessageProbe probe = new MessageProbe(peer.machine());
    hear(peer, probe);
    return probe;
  }

  private static int maxMessageBytes(Peer peer) {
    Messaging messaging = peer.as(Messaging.class);
    return peer.machine().ask(messaging::maxMessageBytes);
  }

  /** Waits until just these messages are heard, in any order, and no more come. */
  private void assertHears(Peer peer, MessageProbe probe, Message... messages) {
    peer.machine().await("the messages", () -> probe.count() >= messages.length);
    settle();
    assertEquals(messages.length, probe.count(), "messages heard");
    assertEquals(Set.of(messages), new HashSet<>(probe.messages()));
  }

  private Message from(Peer sender, byte[] message) {
    return Message.of(name(sender), message);
  }

  @Test
  void aMessageArrives() {
    MessageProbe heard = hearing(b);
    send(a, b, message(1));
    assertHears(b, heard, from(a, message(1)));
  }

  @Test
  void theSenderCanBeAnswered() {
    MessageProbe heard = hearing(b);
    MessageProbe answered = hearing(a);
    send(a, b, message(1));
    b.machine().await("the message", () -> heard.count() == 1);
    String sender = heard.messages().get(0).sender();
    assertFalse(sending(b, sender, message(2)).isFailed(), "no way to answer " + sender);
    assertHears(a, answered, from(b, message(2)));
  }

  /** Neither another that hears at the same peer, nor what comes next. */
  @Test
  void aReceiverThatThrowsHarmsNobody() {
    MessageProbe bad = new MessageProbe(b.machine());
    whereCallbacksThrow(
        b.machine(),
        thrown -> {
          Messaging messaging = b.as(Messaging.class);
          b.machine()
              .run(
                  () ->
                      messaging.receive(
                          (sender, message) -> {
                            bad.accept(sender, message);
                            throw thrown;
                          }));
          MessageProbe good = hearing(b);
          send(a, b, message(1));
          send(a, b, message(2));
          assertHears(b, good, from(a, message(1)), from(a, message(2)));
          assertHears(b, bad, from(a, message(1)), from(a, message(2)));
        });
  }

  @Test
  void onlyTheOneAddressedHears() {
    MessageProbe heard = hearing(b);
    MessageProbe other = hearing(c);
    MessageProbe self = hearing(a);
    send(a, b, message(1));
    assertHears(b, heard, from(a, message(1)));
    assertEquals(List.of(), other.messages());
    assertEquals(List.of(), self.messages());
  }

  @Test
  void messagesOfSeveralPeersDoNotMix() {
    MessageProbe heard = hearing(b);
    Message[] all = new Message[20];
    for (int i = 0; i < all.length; i++) {
      Peer sender = i % 2 == 0 ? a : c;
      send(sender, b, message(i));
      all[i] = from(sender, message(i));
    }
    assertHears(b, heard, all);
  }

  @Test
  void aMessageIsReadDuringTheCall() {
    MessageProbe heard = hearing(b);
    ByteBuffer message = ByteBuffer.wrap(Arrays.copyOf(message(1), 100)).position(10).limit(40);
    Messaging messaging = a.as(Messaging.class);
    Outcome<Void> sent =
        a.begin(
            "send",
            () -> {
              var stage = messaging.send(name(b), message);
              assertEquals(40, message.position(), "the position after the call");
              assertEquals(40, message.limit(), "the limit after the call");
              Arrays.fill(message.array(), (byte) 7);
              return stage;
            });
    a.machine().await("the send to end", sent::isDone);
    assertHears(b, heard, from(a, Arrays.copyOfRange(message(1), 10, 40)));
  }

  @Test
  void readsBuffersOfAnyKind() {
    MessageProbe heard = hearing(b);
    Messaging messaging = a.as(Messaging.class);
    ByteBuffer direct = ByteBuffer.allocateDirect(50).put(message(1)).flip();
    ByteBuffer readOnly = ByteBuffer.wrap(message(2)).asReadOnlyBuffer();
    for (ByteBuffer each : List.of(direct, readOnly)) {
      assertFalse(a.end("send", () -> messaging.send(name(b), each)).isFailed());
    }
    assertHears(b, heard, from(a, message(1)), from(a, message(2)));
  }

  @Test
  void theLongestMessageArrives() {
    MessageProbe heard = hearing(b);
    byte[] longest = Pattern.bytes(9, maxMessageBytes(a));
    send(a, b, longest);
    assertHears(b, heard, from(a, longest));
  }

  @Test
  void aLongerMessageFails() {
    MessageProbe heard = hearing(b);
    byte[] longer = new byte[maxMessageBytes(a) + 1];
    assertEquals(Reason.LIMIT, sending(a, name(b), longer).reason());
    assertHears(b, heard);
  }

  @Test
  void aMessageOfNoBytesArrives() {
    MessageProbe heard = hearing(b);
    send(a, b, new byte[0]);
    assertHears(b, heard, from(a, new byte[0]));
  }

  @Test
  void allWhoHearAreToldAll() {
    MessageProbe first = hearing(b);
    MessageProbe second = hearing(b);
    send(a, b, message(1));
    assertHears(b, first, from(a, message(1)));
    assertHears(b, second, from(a, message(1)));
  }

  @Test
  void whoStopsHearingHearsNoMore() {
    MessageProbe goes = new MessageProbe(b.machine());
    Handle hearing = hear(b, goes);
    MessageProbe stays = hearing(b);
    b.machine()
        .run(
            () -> {
              hearing.close();
              hearing.close();
            });
    send(a, b, message(1));
    assertHears(b, stays, from(a, message(1)));
    assertEquals(List.of(), goes.messages());
  }

  @Test
  void anUnknownPeerFails() {
    assertEquals(Reason.UNRESOLVED, sending(a, NOBODY, message(1)).reason());
  }

  @Test
  void hearingMayBeginBeforeJoining() {
    Peer late = newcomer("late");
    MessageProbe heard = hearing(late);
    late.join();
    settle();
    awaitKnown(a, late);
    assertHears(late, heard, from(a, message(0)));
  }

  @Test
  void whoIsNotInTheNetworkCannotSend() {
    Peer outside = newcomer("outside");
    assertEquals(Reason.UNREACHABLE, sending(outside, name(a), message(1)).reason());
  }

  @Test
  void nothingIsHeardAfterLeaving() {
    MessageProbe heard = hearing(b);
    send(a, b, message(1));
    passTime(rig().settleNanos() / 10);
    b.leave();
    int before = heard.count();
    sending(a, name(b), message(2));
    settle();
    assertEquals(before, heard.count(), "heard something after it left");
  }

  @Test
  void whoJoinsAgainHearsAndSendsAsBefore() {
    MessageProbe heard = hearing(b);
    MessageProbe answered = hearing(a);
    MessageProbe stopped = new MessageProbe(b.machine());
    Handle hearing = hear(b, stopped);
    b.leave();
    settle();
    b.machine().run(hearing::close);
    b.join();
    settle();
    awaitKnown(a, b);
    assertHears(b, heard, from(a, message(0)));
    assertEquals(List.of(), stopped.messages());
    awaitKnown(b, a);
    assertHears(a, answered, from(b, message(0)));
  }

  @Test
  void leavingEndsWhatIsUnderWay() {
    Messaging messaging = a.as(Messaging.class);
    Outcome<Void> sent =
        a.machine()
            .ask(
                () -> {
                  var stage = messaging.send(name(b), ByteBuffer.wrap(message(1)));
                  Outcome<Void> outcome = Outcome.of(a.machine(), "send", stage);
                  a.overlay().leave();
                  return outcome;
                });
    settle();
    assertTrue(sent.isDone(), "still sending after it left");
    if (sent.isFailed()) {
      assertEquals(Reason.SHUTDOWN, sent.reason());
    }
  }

  @Test
  void twoNetworksShareNothing() {
    MessageProbe heard = hearing(b);
    elsewhere(
        other -> assertEquals(Reason.UNRESOLVED, sending(other, name(b), message(1)).reason()));
    assertHears(b, heard);
  }
}
