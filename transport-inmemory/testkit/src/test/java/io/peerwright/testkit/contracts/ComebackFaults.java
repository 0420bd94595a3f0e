package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Faults of groups: what has ended while a peer was away comes back with it. */
final class ComebackFaults {

  private ComebackFaults() {}

  static class AnnouncesAgain extends FakeMulticast {
    AnnouncesAgain(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Handle announce(Group group) {
      return whilePresent(super.announce(group));
    }

    private Handle whilePresent(Handle handle) {
      return () -> {
        if (present) {
          handle.close();
        }
      };
    }
  }

  static class HearsAgain extends FakeMulticast {
    HearsAgain(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Handle> join(
        Group group, Endpoint source, BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
      return super.join(group, source, messages)
          .thenApply(
              member ->
                  () -> {
                    if (present) {
                      member.close();
                    }
                  });
    }
  }
}
