package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.testkit.contracts.FakeSwarm.Board;
import io.peerwright.testkit.contracts.SwarmMutantTest.Maker;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Faults of overlays that spread content, in how swarms are joined and left. */
final class SwarmFaults {

  private static final Board ONE_FOR_ALL = new Board();

  private SwarmFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<Maker>> all() {
    return Stream.of(ofSwarms(), SwarmFileFaults.all(), DownloadFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mutant<Maker>> ofSwarms() {
    return List.of(
        of("MovesThePosition", MovesThePosition::new, "aDescriptionIsReadWhereItLies"),
        of("WantsAnArray", WantsAnArray::new, "aDescriptionIsReadWhereItLies"),
        of("JoinsTwice", JoinsTwice::new, "joiningTwiceIsRefused"),
        of("DropsTheFirst", DropsTheFirst::new, "joiningTwiceIsRefused"),
        of("FailsByAnyException", FailsByAnyException::new, "whatIsNoDescriptionIsRefused"),
        of("JoinsOnce", JoinsOnce::new, "whoHasClosedItMayJoinAgain"),
        of("ClosesTheNextOne", ClosesTheNextOne::new, "whoHasClosedItMayJoinAgain"),
        of("WorksOutside", WorksOutside::new, "whoIsNotInTheNetworkJoinsNothing"),
        of("WorksAfterLeaving", WorksAfterLeaving::new, "whoIsNotInTheNetworkJoinsNothing"),
        of("LeavesNoSwarm", LeavesNoSwarm::new, "leavingEndsDownloads"),
        of("CancelsWhenItLeaves", CancelsWhenItLeaves::new, "leavingEndsDownloads"),
        of(
            "RemembersItsSwarms",
            RemembersItsSwarms::new,
            "whoJoinsTheNetworkAgainJoinsSwarmsAgain"),
        of("StartsFromTheRoot", StartsFromTheRoot::new, "relativeDirectoriesStartFromTheHosts"),
        of(
            "SharesABoard",
            (host, board) -> new FakeSwarm(host, ONE_FOR_ALL),
            "twoNetworksShareNothing"));
  }

  private static final class MovesThePosition extends FakeSwarm {
    MovesThePosition(Host host, Board board) {
      super(host, board);
    }

    @Override
    byte[] read(Request request) {
      byte[] bytes = super.read(request);
      request.metainfo().position(request.metainfo().limit());
      return bytes;
    }
  }

  private static final class WantsAnArray extends FakeSwarm {
    WantsAnArray(Host host, Board board) {
      super(host, board);
    }

    @Override
    byte[] read(Request request) {
      return request.metainfo().array();
    }
  }

  private static final class JoinsTwice extends FakeSwarm {
    JoinsTwice(Host host, Board board) {
      super(host, board);
    }

    @Override
    void checkMayJoin(String hash) {
      joined.remove(hash);
      super.checkMayJoin(hash);
    }
  }

  private static final class DropsTheFirst extends FakeSwarm {
    DropsTheFirst(Host host, Board board) {
      super(host, board);
    }

    @Override
    void checkMayJoin(String hash) {
      FakeTorrent first = joined.get(hash);
      if (first != null) {
        first.close();
        throw new IllegalArgumentException("joined already");
      }
      super.checkMayJoin(hash);
    }
  }

  private static final class FailsByAnyException extends FakeSwarm {
    FailsByAnyException(Host host, Board board) {
      super(host, board);
    }

    @Override
    public Download join(Request request, Consumer<? super Download> changed) {
      try {
        return super.join(request, changed);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class JoinsOnce extends FakeSwarm {
    private final Set<String> known = new HashSet<>();

    JoinsOnce(Host host, Board board) {
      super(host, board);
    }

    @Override
    void checkMayJoin(String hash) {
      super.checkMayJoin(hash);
      if (!known.add(hash)) {
        throw new IllegalArgumentException("joined once");
      }
    }
  }

  private static final class ClosesTheNextOne extends FakeSwarm {
    ClosesTheNextOne(Host host, Board board) {
      super(host, board);
    }

    @Override
    FakeTorrent torrent(FakeTorrent.Terms terms) {
      return new FakeTorrent(terms) {
        @Override
        public void close() {
          FakeTorrent now = joined.get(hash);
          if (now != null) {
            now.complete = false;
            now.end(Reason.CANCELLED);
          }
        }
      };
    }
  }

  private static final class WorksOutside extends FakeSwarm {
    WorksOutside(Host host, Board board) {
      super(host, board);
      present = true;
    }
  }

  private static final class WorksAfterLeaving extends FakeSwarm {
    WorksAfterLeaving(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      CompletionStage<Void> left = super.leave();
      present = true;
      return left;
    }
  }

  private static final class LeavesNoSwarm extends FakeSwarm {
    LeavesNoSwarm(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      present = false;
      return CompletableFuture.completedStage(null);
    }
  }

  private static final class CancelsWhenItLeaves extends FakeSwarm {
    CancelsWhenItLeaves(Host host, Board board) {
      super(host, board);
    }

    @Override
    public CompletionStage<Void> leave() {
      List.copyOf(joined.values()).forEach(FakeTorrent::close);
      return super.leave();
    }
  }

  private static final class RemembersItsSwarms extends FakeSwarm {
    private final Set<String> left = new HashSet<>();

    RemembersItsSwarms(Host host, Board board) {
      super(host, board);
    }

    @Override
    void checkMayJoin(String hash) {
      super.checkMayJoin(hash);
      if (left.contains(hash)) {
        throw new IllegalArgumentException("joined already");
      }
    }

    @Override
    public CompletionStage<Void> leave() {
      left.addAll(joined.keySet());
      return super.leave();
    }
  }

  private static final class StartsFromTheRoot extends FakeSwarm {
    StartsFromTheRoot(Host host, Board board) {
      super(host, board);
    }

    @Override
    Path at(Path directory) {
      return directory.isAbsolute()
          ? directory
          : host.directory().getRoot().resolve("elsewhere").resolve(directory.toString());
    }
  }
}
