package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Faults of overlays that offer multicast. */
final class MulticastFaults {

  private MulticastFaults() {}

  static class TellsNoNews extends FakeMulticast {
    TellsNoNews(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Handle announce(Group group) {
      Announcement announcement = new Announcement(this, group);
      board().announcements.add(announcement);
      return () -> withdraw(announcement);
    }
  }

  static class TellsNoOldOnes extends FakeMulticast {
    TellsNoOldOnes(Host host, Board board) {
      super(host, board);
    }

    @Override
    void tellExisting(Discovery discovery) {}
  }

  static class TellsEachTime extends FakeMulticast {
    TellsEachTime(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isNews(Discovery discovery, Group group) {
      return true;
    }
  }

  static class KnowsOneGroup extends FakeMulticast {
    KnowsOneGroup(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Handle announce(Group group) {
      board().announcements.removeIf(each -> each.by == this);
      return super.announce(group);
    }
  }

  static class WithdrawsNothing extends FakeMulticast {
    WithdrawsNothing(Host host, Board board) {
      super(host, board);
    }

    @Override
    void withdraw(Announcement announcement) {}
  }

  static class DiscoversForEver extends FakeMulticast {
    DiscoversForEver(Host host, Board board) {
      super(host, board);
    }

    @Override
    void stop(Discovery discovery) {}
  }

  static class MembersOnly extends FakeMulticast {
    MembersOnly(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean hears(Member member, Group group) {
      return super.hears(member, group)
          && board().members.stream().anyMatch(each -> each.of == this);
    }
  }

  static class OneMember extends FakeMulticast {
    private int sent;

    OneMember(Host host, Board board) {
      super(host, board);
    }

    @Override
    void deliver(Member member, byte[] bytes) {
      if (sent++ == 0) {
        super.deliver(member, bytes);
      }
    }
  }

  static class GivesUpWhoThrows extends FakeMulticast {
    GivesUpWhoThrows(Host host, Board board) {
      super(host, board);
    }

    @Override
    BiConsumer<? super Endpoint, ? super ByteBuffer> bearing(
        BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
      boolean[] thrown = {false};
      return (from, message) -> {
        if (!thrown[0]) {
          thrown[0] = true;
          messages.accept(from, message);
          thrown[0] = false;
        }
      };
    }
  }

  static class StrangersOnly extends FakeMulticast {
    StrangersOnly(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean hears(Member member, Group group) {
      return super.hears(member, group)
          && board().members.stream().noneMatch(each -> each.of == this);
    }
  }

  static class AllGroupsAreOne extends FakeMulticast {
    AllGroupsAreOne(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean hears(Member member, Group group) {
      return member.source == null || member.source.equals(address());
    }
  }

  static class NeverLeaves extends FakeMulticast {
    NeverLeaves(Host host, Board board) {
      super(host, board);
    }

    @Override
    void leave(Member member) {}
  }

  static class LeavesAll extends FakeMulticast {
    LeavesAll(Host host, Board board) {
      super(host, board);
    }

    @Override
    void leave(Member member) {
      board().members.removeIf(each -> each.of == this && each.group.equals(member.group));
    }
  }

  static class HandsOver extends FakeMulticast {
    HandsOver(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean isMember(Member member) {
      return true;
    }
  }

  static class JoinsOnce extends FakeMulticast {
    private final Set<Group> joined = new HashSet<>();

    JoinsOnce(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Handle> join(
        Group group, Endpoint source, BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
      return joined.add(group)
          ? super.join(group, source, messages)
          : CompletableFuture.completedStage(() -> {});
    }
  }

  static class SenderIsTheGroup extends FakeMulticast {
    SenderIsTheGroup(Host host, Board board) {
      super(host, board);
    }

    @Override
    void hand(Member member, byte[] bytes) {
      if (isMember(member)) {
        member.messages.accept(member.group.address(), view(bytes));
      }
    }
  }

  static class IgnoresTheSource extends FakeMulticast {
    IgnoresTheSource(Host host, Board board) {
      super(host, board);
    }

    @Override
    boolean hears(Member member, Group group) {
      return member.group.equals(group);
    }
  }

  static class CutsMessages extends FakeMulticast {
    CutsMessages(Host host, Board board) {
      super(host, board);
    }

    @Override
    byte[] copy(ByteBuffer message) {
      byte[] all = super.copy(message);
      return Arrays.copyOf(all, Math.min(all.length, 512));
    }
  }

  static class SendsTheArray extends FakeMulticast {
    SendsTheArray(Host host, Board board) {
      super(host, board);
    }

    @Override
    byte[] copy(ByteBuffer message) {
      return message.array().clone();
    }
  }

  static class KeepsTheBuffer extends FakeMulticast {
    KeepsTheBuffer(Host host, Board board) {
      super(host, board);
    }

    @Override
    byte[] copy(ByteBuffer message) {
      return message.array();
    }
  }

  static class WritableBuffer extends FakeMulticast {
    WritableBuffer(Host host, Board board) {
      super(host, board);
    }

    @Override
    ByteBuffer view(byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
  }

  static class WouldBlock extends FakeMulticast {
    WouldBlock(Host host, Board board) {
      super(host, board);
    }

    @Override
    public SendResult send(Group group, ByteBuffer message) {
      return board().members.isEmpty() ? SendResult.WOULD_BLOCK : super.send(group, message);
    }
  }

  static class DeliversAtOnce extends FakeMulticast {
    DeliversAtOnce(Host host, Board board) {
      super(host, board);
    }

    @Override
    void deliver(Member member, byte[] bytes) {
      hand(member, bytes);
    }
  }

  static class DeliversElsewhere extends FakeMulticast {
    DeliversElsewhere(Host host, Board board) {
      super(host, board);
    }

    @Override
    void hand(Member member, byte[] bytes) {
      Elsewhere.run(() -> super.hand(member, bytes));
    }
  }

  static class DeliversTwice extends FakeMulticast {
    DeliversTwice(Host host, Board board) {
      super(host, board);
    }

    @Override
    void deliver(Member member, byte[] bytes) {
      super.deliver(member, bytes);
      super.deliver(member, bytes);
    }
  }

  /** Each member passes a message on to the next one. */
  static class WaitsForTheDead extends FakeMulticast {
    private Host last = host;

    WaitsForTheDead(Host host, Board board) {
      super(host, board);
    }

    @Override
    void deliver(Member member, byte[] bytes) {
      Host passing = last;
      last = member.of.host;
      passing.loop().schedule(DELAY_NANOS, () -> deliver(member, bytes, DELAY_NANOS));
    }
  }

  static class StaysMember extends FakeMulticast {
    StaysMember(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      return CompletableFuture.completedStage(null);
    }
  }

  static class LosesSome extends FakeMulticast {
    private int sent;

    LosesSome(Host host, Board board) {
      super(host, board);
    }

    @Override
    void deliver(Member member, byte[] bytes) {
      if (++sent % 50 != 0) {
        super.deliver(member, bytes);
      }
    }
  }

  /** Half of what goes to two members takes twice the time. */
  static class SwapsMessages extends FakeMulticast {
    private int sent;

    SwapsMessages(Host host, Board board) {
      super(host, board);
    }

    @Override
    void deliver(Member member, byte[] bytes) {
      deliver(member, bytes, DELAY_NANOS * (1 + sent++ / 2 % 2));
    }
  }

  static class PromisesHistory extends FakeMulticast {
    PromisesHistory(Host host, Board board) {
      super(host, board);
    }

    @Override
    public boolean keepsHistory() {
      return true;
    }
  }

  static class SharesABoard extends FakeMulticast {
    private static final Board SHARED = new Board();

    SharesABoard(Host host, Board board) {
      super(host, SHARED);
    }
  }
}
