package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link Multicast} must do, as tests derived from its Javadoc:
 * three peers announce groups, join them and send to them. What is joined, left, announced or
 * withdrawn is known to all within the {@link NetworkUnderTest#settleNanos} of the rig, which loses
 * nothing.
 */
public abstract class MulticastOverlayContract extends ThrowingMemberRules {

  /** For subclasses. */
  protected MulticastOverlayContract() {}

  /** A group; different for each number. Of the range that stays at one site unless overridden. */
  @Override
  protected Group group(int number) {
    return new Group(Endpoint.ofIpv4(0xefff4d00 + number, 4_000 + number), "Group " + number);
  }

  /** The most bytes that a message may have, at least 1; 1,000 unless overridden. */
  protected int mostBytes() {
    return 1_000;
  }

  /**
   * Whether groups are those of the operating system, so that two networks on one machine share
   * them; false unless overridden.
   */
  protected boolean isOfTheWholeMachine() {
    return false;
  }

  @Test
  void whoWaitsDiscoversWhatIsAnnounced() {
    Discovery discovery = discover(b);
    assertEquals(List.of(), discovery.found());
    announce(a, group(1));
    assertEquals(List.of(group(1)), discovery.found());
  }

  @Test
  void whoComesLaterDiscoversItToo() {
    announce(a, group(1));
    assertEquals(List.of(group(1)), discover(b).found());
    assertEquals(List.of(group(1)), discover(peer("late")).found());
  }

  @Test
  void eachGroupIsDiscoveredOnce() {
    Discovery discovery = discover(c);
    announce(a, group(1));
    announce(b, group(1));
    for (int i = 0; i < 20; i++) {
      settle();
    }
    assertEquals(List.of(group(1)), discovery.found());
  }

  @Test
  void allGroupsAreDiscovered() {
    announce(a, group(1));
    announce(a, group(2));
    Discovery discovery = discover(c);
    announce(b, group(3));
    assertEquals(
        List.of(group(1), group(2), group(3)),
        discovery.found().stream().sorted((x, y) -> x.title().compareTo(y.title())).toList());
  }

  @Test
  void whatIsWithdrawnIsNotDiscovered() {
    Handle handle = announce(a, group(1));
    announce(a, group(2));
    close(a, handle);
    assertEquals(List.of(group(2)), discover(b).found());
  }

  @Test
  void whoDiscoversNoMoreHearsNoMore() {
    Discovery discovery = discover(b);
    announce(a, group(1));
    close(b, discovery.handle());
    announce(a, group(2));
    assertEquals(List.of(group(1)), discovery.found());
  }

  @Test
  void aMemberHearsWhoIsNone() {
    GroupProbe member = join(b, group(1));
    send(a, group(1), message(1));
    assertHeard(member, 1);
  }

  @Test
  void allMembersHear() {
    GroupProbe one = join(b, group(1));
    GroupProbe other = join(c, group(1));
    send(a, group(1), message(1));
    send(a, group(1), message(2));
    assertHeard(one, 1, 2);
    assertHeard(other, 1, 2);
  }

  @Test
  void membersHearEachOther() {
    GroupProbe one = join(b, group(1));
    GroupProbe other = join(c, group(1));
    send(b, group(1), message(1));
    assertHeard(other, 1);
    send(c, group(1), message(2));
    List<List<Byte>> heard = one.contents();
    assertEquals(GroupProbe.listOf(message(2)), heard.get(heard.size() - 1));
  }

  @Test
  void membersOfOtherGroupsHearNothing() {
    GroupProbe one = join(b, group(1));
    GroupProbe other = join(b, group(2));
    send(a, group(2), message(2));
    assertHeard(one);
    assertHeard(other, 2);
  }

  @Test
  void whoLeavesTheGroupHearsNoMore() {
    Member member = join(b, group(1), null, new GroupProbe(b.machine()));
    GroupProbe stays = join(c, group(1));
    send(a, group(1), message(1));
    close(b, member.handle());
    send(a, group(1), message(2));
    assertHeard(member.probe(), 1);
    assertHeard(stays, 1, 2);
  }

  @Test
  void leavingTwiceDoesNoMore() {
    Member member = join(b, group(1), null, new GroupProbe(b.machine()));
    close(b, member.handle());
    GroupProbe again = join(b, group(1));
    close(b, member.handle());
    send(a, group(1), message(1));
    assertHeard(again, 1);
    assertHeard(member.probe());
  }

  @Test
  void leavingFromInsideAMessageWorksAtOnce() {
    Handle[] handle = new Handle[1];
    GroupProbe probe =
        new GroupProbe(b.machine()).then(message -> Objects.requireNonNull(handle[0]).close());
    handle[0] = join(b, group(1), null, probe).handle();
    Multicast sender = a.as(Multicast.class);
    a.machine()
        .run(
            () -> {
              sender.send(group(1), ByteBuffer.wrap(message(1)));
              sender.send(group(1), ByteBuffer.wrap(message(2)));
            });
    settle();
    assertEquals(1, probe.count());
  }

  @Test
  void aGroupMayBeJoinedAgain() {
    Member member = join(b, group(1), null, new GroupProbe(b.machine()));
    close(b, member.handle());
    GroupProbe again = join(b, group(1));
    send(a, group(1), message(1));
    assertHeard(again, 1);
  }

  @Test
  void onePeerMayBeAMemberTwice() {
    Member one = join(b, group(1), null, new GroupProbe(b.machine()));
    GroupProbe other = join(b, group(1));
    send(a, group(1), message(1));
    close(b, one.handle());
    send(a, group(1), message(2));
    assertHeard(one.probe(), 1);
    assertHeard(other, 1, 2);
  }

  @Test
  void sendersAreToldApart() {
    GroupProbe member = join(b, group(1));
    send(a, group(1), message(1));
    send(c, group(1), message(2));
    send(a, group(1), message(3));
    List<Endpoint> senders = member.messages().stream().map(GroupProbe.Message::sender).toList();
    assertEquals(3, senders.size());
    assertEquals(senders.get(0), senders.get(2));
    assertNotEquals(senders.get(0), senders.get(1));
  }

  @Test
  void oneSourceMayBeChosen() {
    GroupProbe all = join(b, group(1));
    send(a, group(1), message(1));
    Endpoint source = all.messages().get(0).sender();
    GroupProbe chosen = join(b, group(1), source, new GroupProbe(b.machine())).probe();
    int before = chosen.count();
    send(c, group(1), message(2));
    assertEquals(before, chosen.count(), "heard another source");
    send(a, group(1), message(3));
    assertEquals(before + 1, chosen.count());
    assertHeard(all, 1, 2, 3);
  }

  @Test
  void messagesArriveAsTheyWere() {
    GroupProbe member = join(b, group(1));
    List<List<Byte>> expected = new ArrayList<>();
    for (int size : new int[] {1, 2, mostBytes() / 2 + 1, mostBytes()}) {
      byte[] bytes = Pattern.bytes(size, size);
      send(a, group(1), bytes);
      expected.add(GroupProbe.listOf(bytes));
    }
    assertEquals(expected, member.contents());
  }

  @Test
  void onlyWhatRemainsOfABufferIsSent() {
    GroupProbe member = join(b, group(1));
    Multicast multicast = a.as(Multicast.class);
    ByteBuffer buffer = ByteBuffer.wrap(Pattern.bytes(0, 70)).position(10).limit(60);
    a.machine().run(() -> multicast.send(group(1), buffer));
    settle();
    assertEquals(List.of(GroupProbe.listOf(Pattern.bytes(10, 50))), member.contents());
  }

  @Test
  void theBufferIsTheSendersAgain() {
    GroupProbe member = join(b, group(1));
    Multicast multicast = a.as(Multicast.class);
    byte[] bytes = message(1);
    a.machine()
        .run(
            () -> {
              multicast.send(group(1), ByteBuffer.wrap(bytes));
              Arrays.fill(bytes, (byte) 0);
            });
    settle();
    assertHeard(member, 1);
  }

  @Test
  void sendingToNobodyIsFine() {
    send(a, group(1), message(1));
    GroupProbe member = join(b, group(1));
    send(a, group(1), message(2));
    List<List<Byte>> heard = member.contents();
    assertEquals(GroupProbe.listOf(message(2)), heard.get(heard.size() - 1));
  }

  @Test
  void sendingFromInsideAMessageIsNotReentrant() {
    Multicast answering = b.as(Multicast.class);
    GroupProbe member =
        new GroupProbe(b.machine())
            .then(heard -> answering.send(group(2), ByteBuffer.wrap(message(2))));
    join(b, group(1), null, member);
    // A member of its own: its message must not come before the call has returned.
    join(b, group(2));
    GroupProbe far = join(c, group(2));
    send(a, group(1), message(1));
    assertHeard(far, 2);
  }

  @Test
  void aMemberThatVanishesDoesNotHinderTheOthers() {
    join(b, group(1));
    GroupProbe other = join(c, group(1));
    b.vanish();
    send(a, group(1), message(1));
    assertHeard(other, 1);
  }

  @Test
  void whoLeavesTheOverlayHearsNoMore() {
    GroupProbe member = join(b, group(1));
    Discovery discovery = discover(b);
    b.leave();
    send(a, group(1), message(1));
    announce(a, group(1));
    assertHeard(member);
    assertEquals(List.of(), discovery.found());
  }

  @Test
  void whatAVanishedPeerAnnouncedDoesNotHinderTheOthers() {
    announce(a, group(1));
    a.vanish();
    announce(b, group(2));
    assertEquals(1, discover(c).found().stream().filter(group(2)::equals).count());
  }

  @Test
  void aReliableGroupLosesNothingAndKeepsTheOrder() {
    Multicast multicast = a.as(Multicast.class);
    assumeTrue(a.machine().ask(multicast::isReliable), "not reliable");
    GroupProbe one = join(b, group(1));
    GroupProbe other = join(c, group(1));
    Integer[] numbers = new Integer[200];
    for (int i = 0; i < numbers.length; i++) {
      int number = i;
      numbers[i] = i;
      a.machine().run(() -> multicast.send(group(1), ByteBuffer.wrap(message(number))));
    }
    settle();
    assertHeard(one, numbers);
    assertHeard(other, numbers);
  }

  @Test
  void whatWasSentBeforeIsHeardIfHistoryIsKept() {
    Multicast multicast = a.as(Multicast.class);
    join(b, group(1));
    send(a, group(1), message(1));
    send(a, group(1), message(2));
    GroupProbe late = join(c, group(1));
    if (a.machine().ask(multicast::keepsHistory)) {
      assertHeard(late, 1, 2);
    } else {
      assertHeard(late);
    }
  }

  @Test
  void twoNetworksShareNoGroups() {
    assumeFalse(isOfTheWholeMachine(), "groups of the system are those of all its processes");
    GroupProbe member = join(b, group(1));
    Discovery discovery = discover(b);
    elsewhere(
        other -> {
          Multicast multicast = other.as(Multicast.class);
          other
              .machine()
              .run(
                  () -> {
                    multicast.announce(group(1));
                    multicast.send(group(1), ByteBuffer.wrap(message(1)));
                  });
        });
    settle();
    assertHeard(member);
    assertEquals(List.of(), discovery.found());
  }
}
