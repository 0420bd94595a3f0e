package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of groups while a peer is not in the network, and when it is again. */
abstract class AbsentMemberRules extends GroupPeers {

  /** A group; different for each number. */
  abstract Group group(int number);

  @Test
  void whatIsBegunBeforeJoiningTakesEffectWithIt() {
    Peer a = peer("sender");
    Peer b = peer("other");
    Peer late = newcomer("late");
    Multicast multicast = late.as(Multicast.class);
    GroupProbe probe = new GroupProbe(late.machine());
    Discovery discovery = discover(late);
    late.begin("join", () -> multicast.join(group(1), null, probe));
    late.machine().ask(() -> multicast.announce(group(2)));
    settle();
    send(a, group(1), message(1));
    announce(a, group(3));
    assertHeard(probe);
    assertEquals(List.of(), discovery.found());
    assertEquals(List.of(group(3)), discover(b).found());
    late.join();
    settle();
    send(a, group(1), message(2));
    assertEquals(GroupProbe.listOf(message(2)), probe.contents().get(probe.count() - 1));
    assertTrue(discovery.found().contains(group(3)), "the group that others announce");
    assertTrue(discover(a).found().contains(group(2)), "the group that it announces");
  }

  @Test
  void whoJoinsAgainIsAMemberAsBefore() {
    Peer a = peer("sender");
    Peer b = peer("member");
    GroupProbe probe = join(b, group(1));
    Member ended = join(b, group(1), null, new GroupProbe(b.machine()));
    announce(b, group(2));
    Handle withdrawn = announce(b, group(3));
    b.leave();
    settle();
    assertEquals(List.of(), discover(a).found());
    close(b, ended.handle());
    close(b, withdrawn);
    b.join();
    settle();
    send(a, group(1), message(2));
    assertHeard(probe, 2);
    assertHeard(ended.probe());
    assertEquals(List.of(group(2)), discover(a).found());
  }

  @Test
  void whoIsNotInTheNetworkSendsNothing() {
    GroupProbe member = join(peer("member"), group(1));
    Peer outside = newcomer("outside");
    Multicast multicast = outside.as(Multicast.class);
    assertEquals(
        SendResult.CLOSED,
        outside.machine().ask(() -> multicast.send(group(1), ByteBuffer.wrap(message(1)))));
    settle();
    assertHeard(member);
  }
}
