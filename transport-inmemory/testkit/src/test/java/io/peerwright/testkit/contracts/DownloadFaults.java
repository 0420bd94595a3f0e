package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.testkit.contracts.SwarmMutantTest.Maker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** Faults of overlays that spread content, in how a download goes on and ends. */
final class DownloadFaults {

  private DownloadFaults() {}

  /** A peer whose torrents have a fault. */
  static Mutant<Maker> torrent(
      String name, Function<FakeTorrent.Terms, FakeTorrent> torrents, String test) {
    return of(
        name,
        (host, board) ->
            new FakeSwarm(host, board) {
              @Override
              FakeTorrent torrent(FakeTorrent.Terms terms) {
                return torrents.apply(terms);
              }
            },
        test);
  }

  /** Each with the test that has to catch it. */
  static List<Mutant<Maker>> all() {
    return List.of(
        torrent("NeverDone", NeverDone::new, "whatIsFetchedIsWhatIsShared"),
        torrent("TellsOffTheLoop", TellsOffTheLoop::new, "whatIsFetchedIsWhatIsShared"),
        torrent("NeedsAnother", NeedsAnother::new, "whoHasAllIsCompleteAlone"),
        of(
            "TellsEachThrow",
            (host, board) ->
                new FakeSwarm(host, board) {
                  @Override
                  Consumer<? super Download> bearing(Consumer<? super Download> changed) {
                    return changed;
                  }
                },
            "aCallbackThatThrowsHarmsNoDownload"),
        torrent("GuessesItsSize", GuessesItsSize::new, "aMagnetLinkIsEnough"),
        torrent("TellsNothing", TellsNothing::new, "progressIsToldAndOnlyGrows"),
        torrent("TellsBeforeItReturns", TellsBeforeItReturns::new, "progressIsToldAndOnlyGrows"),
        torrent("LeechesOnly", LeechesOnly::new, "whoIsCompleteGivesToOthers"),
        torrent("GivesUpAlone", GivesUpAlone::new, "whoWaitsGetsItWhenSomebodyHasIt"),
        torrent("ReadsZeros", ReadsZeros::new, "whatIsHereCanBeRead"),
        torrent("ReadsFromZero", ReadsFromZero::new, "whatIsHereCanBeRead"),
        torrent("ReadsPastTheEnd", ReadsPastTheEnd::new, "whatIsHereCanBeRead"),
        torrent("IgnoresPause", IgnoresPause::new, "aPausedDownloadStandsStillAndGoesOn"),
        torrent("CountsPauses", CountsPauses::new, "aPausedDownloadStandsStillAndGoesOn"),
        torrent("GivesWhilePaused", GivesWhilePaused::new, "whoPausesGivesNothing"),
        torrent("IgnoresClose", IgnoresClose::new, "aCancelledDownloadFails"),
        torrent("CallsBackInClose", CallsBackInClose::new, "aCancelledDownloadFails"),
        torrent("TellsForEver", TellsForEver::new, "aCancelledDownloadFails"),
        torrent("ForgetsWhoReads", ForgetsWhoReads::new, "nothingIsReadFromADownloadThatFailed"),
        torrent("ReadsNoMoreForPaused", ForgetsWhoReads::new, "leavingEndsWhatIsReadAndPaused"),
        torrent("GivesOn", GivesOn::new, "closingWhatIsCompleteEndsTheGiving"),
        torrent("FailsWhatIsComplete", FailsWhatIsComplete::new, "leavingEndsDownloads"));
  }

  private static final class NeverDone extends FakeTorrent {
    NeverDone(Terms terms) {
      super(terms);
    }

    @Override
    public CompletionStage<Path> done() {
      return new CompletableFuture<>();
    }
  }

  private static final class TellsOffTheLoop extends FakeTorrent {
    TellsOffTheLoop(Terms terms) {
      super(terms);
    }

    @Override
    void tell() {
      Elsewhere.run(() -> changed(this));
    }
  }

  private static final class NeedsAnother extends FakeTorrent {
    NeedsAnother(Terms terms) {
      super(terms);
    }

    @Override
    void check() {
      super.check();
      have.clear(0);
    }
  }

  private static final class GuessesItsSize extends FakeTorrent {
    GuessesItsSize(Terms terms) {
      super(terms);
    }

    @Override
    public OptionalLong bytesTotal() {
      return OptionalLong.of(super.bytesTotal().orElse(0));
    }
  }

  private static final class TellsNothing extends FakeTorrent {
    TellsNothing(Terms terms) {
      super(terms);
    }

    @Override
    void tell() {}
  }

  private static final class TellsBeforeItReturns extends FakeTorrent {
    TellsBeforeItReturns(Terms terms) {
      super(terms);
    }

    @Override
    void start(FakeContent described) {
      super.start(described);
      changed(this);
    }
  }

  private static final class LeechesOnly extends FakeTorrent {
    LeechesOnly(Terms terms) {
      super(terms);
    }

    @Override
    boolean gives() {
      return super.gives() && !fetched;
    }
  }

  private static final class GivesUpAlone extends FakeTorrent {
    GivesUpAlone(Terms terms) {
      super(terms);
    }

    @Override
    void check() {
      super.check();
      if (have.isEmpty()) {
        end(Reason.UNREACHABLE);
      }
    }
  }

  private static final class ReadsZeros extends FakeTorrent {
    ReadsZeros(Terms terms) {
      super(terms);
    }

    @Override
    int read(int position, ByteBuffer target) {
      return super.read(position, target.duplicate());
    }
  }

  private static final class ReadsFromZero extends FakeTorrent {
    ReadsFromZero(Terms terms) {
      super(terms);
    }

    @Override
    int read(int position, ByteBuffer target) {
      target.position(0);
      return super.read(position, target);
    }
  }

  private static final class ReadsPastTheEnd extends FakeTorrent {
    ReadsPastTheEnd(Terms terms) {
      super(terms);
    }

    @Override
    public CompletionStage<Integer> read(long position, ByteBuffer target) {
      return super.read(Math.min(position, content.size() - 1), target);
    }
  }

  private static final class IgnoresPause extends FakeTorrent {
    IgnoresPause(Terms terms) {
      super(terms);
    }

    @Override
    public void pause() {}
  }

  private static final class CountsPauses extends FakeTorrent {
    CountsPauses(Terms terms) {
      super(terms);
    }

    private int pauses;

    @Override
    public void pause() {
      pauses++;
      super.pause();
    }

    @Override
    public void resume() {
      if (--pauses == 0) {
        super.resume();
      }
    }
  }

  private static final class GivesWhilePaused extends FakeTorrent {
    GivesWhilePaused(Terms terms) {
      super(terms);
    }

    @Override
    boolean gives() {
      return true;
    }
  }

  private static final class IgnoresClose extends FakeTorrent {
    IgnoresClose(Terms terms) {
      super(terms);
    }

    @Override
    public void close() {}
  }

  private static final class CallsBackInClose extends FakeTorrent {
    CallsBackInClose(Terms terms) {
      super(terms);
    }

    @Override
    public void close() {
      if (reason == null) {
        changed(this);
      }
      super.close();
    }
  }

  private static final class TellsForEver extends FakeTorrent {
    TellsForEver(Terms terms) {
      super(terms);
    }

    @Override
    void end(Reason why) {
      super.end(why);
      again();
    }

    private void again() {
      tell();
      peer.host.loop().schedule(FakePeer.DELAY_NANOS, this::again);
    }
  }

  private static final class ForgetsWhoReads extends FakeTorrent {
    ForgetsWhoReads(Terms terms) {
      super(terms);
    }

    @Override
    public CompletionStage<Integer> read(long position, ByteBuffer target) {
      CompletableFuture<Integer> read = new CompletableFuture<>();
      super.read(position, target).thenAccept(read::complete);
      return read;
    }
  }

  private static final class GivesOn extends FakeTorrent {
    GivesOn(Terms terms) {
      super(terms);
    }

    @Override
    void end(Reason why) {
      super.end(why);
      synchronized (peer.board()) {
        peer.board().torrents.add(this);
      }
    }

    @Override
    boolean gives() {
      return complete;
    }
  }

  private static final class FailsWhatIsComplete extends FakeTorrent {
    FailsWhatIsComplete(Terms terms) {
      super(terms);
    }

    @Override
    void end(Reason why) {
      complete &= why != Reason.SHUTDOWN;
      super.end(why);
    }
  }
}
