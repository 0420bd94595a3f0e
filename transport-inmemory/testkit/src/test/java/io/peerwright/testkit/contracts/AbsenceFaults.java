package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.SendResult;
import io.peerwright.testkit.contracts.FakeMulticast.Board;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Faults of multicast overlays before they join, and when they join again. */
final class AbsenceFaults {

  private AbsenceFaults() {}

  static class PresentBeforeJoining extends FakeMulticast {
    PresentBeforeJoining(Host host, Board board) {
      super(host, board);
      present = true;
    }
  }

  static class ForgetsWhatItIsMemberOf extends FakeMulticast {
    private boolean left;

    ForgetsWhatItIsMemberOf(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      left = true;
      return super.leave();
    }

    @Override
    public CompletionStage<Void> join() {
      CompletionStage<Void> joined = super.join();
      if (left) {
        board().members.removeIf(each -> each.of == this);
      }
      return joined;
    }
  }

  static class TakesWhatItCannotSend extends FakeMulticast {
    TakesWhatItCannotSend(Host host, Board board) {
      super(host, board);
    }

    @Override
    public SendResult send(Group group, ByteBuffer message) {
      super.send(group, message);
      return SendResult.ACCEPTED;
    }
  }
}
