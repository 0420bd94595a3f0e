package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Group;
import java.util.function.Consumer;

/** Faults of overlays that offer multicast, where who discovers groups throws. */
final class DiscoveryFaults {

  private DiscoveryFaults() {}

  static class GivesUpWhoThrows extends FakeMulticast {
    GivesUpWhoThrows(Host host, Board board) {
      super(host, board);
    }

    @Override
    Consumer<? super Group> bearing(Consumer<? super Group> found) {
      boolean[] thrown = {false};
      return group -> {
        if (!thrown[0]) {
          thrown[0] = true;
          found.accept(group);
          thrown[0] = false;
        }
      };
    }
  }

  static class TellsEachThrow extends FakeMulticast {
    TellsEachThrow(Host host, Board board) {
      super(host, board);
    }

    @Override
    Consumer<? super Group> bearing(Consumer<? super Group> found) {
      return found;
    }
  }

  static class SwallowsThrows extends FakeMulticast {
    SwallowsThrows(Host host, Board board) {
      super(host, board);
    }

    @Override
    Consumer<? super Group> bearing(Consumer<? super Group> found) {
      return group -> {
        try {
          found.accept(group);
        } catch (RuntimeException e) {
          // Lost without a word.
        }
      };
    }
  }
}
