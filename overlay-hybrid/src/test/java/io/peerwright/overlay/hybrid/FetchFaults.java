package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.tck.mutants.Mutant;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Faults of downloads. */
final class FetchFaults {

  private FetchFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        of("SpoilsAByte", SpoilsAByte::new, "whatIsFetchedIsWhatIsShared"),
        of("LosesTheLastByte", LosesTheLastByte::new, "filesOfAllSizesAreFetched"),
        of(
            "WritesUnderTheFinalName",
            WritesUnderTheFinalName::new,
            "theTargetAppearsOnlyWhenItIsComplete"),
        of("TellsNothing", TellsNothing::new, "progressIsToldAndOnlyGrows"),
        of("ProgressGoesBack", ProgressGoesBack::new, "progressIsToldAndOnlyGrows"),
        of("TellsBeforeItReturns", TellsBeforeItReturns::new, "progressIsToldAndOnlyGrows"),
        of("GivesUpWhoThrows", GivesUpWhoThrows::new, "aCallbackThatThrowsHarmsNoDownload"),
        of("NeverDone", NeverDone::new, "whatIsFetchedIsWhatIsShared"),
        of("OneAtATime", OneAtATime::new, "twoFilesAreFetchedAtTheSameTime"),
        of("IgnoresPause", IgnoresPause::new, "aPausedDownloadStandsStillAndGoesOn"),
        of("IgnoresResume", IgnoresResume::new, "aPausedDownloadStandsStillAndGoesOn"),
        of("IgnoresCancel", IgnoresCancel::new, "aCancelledDownloadFails"),
        of("CancelledForNoReason", CancelledForNoReason::new, "aCancelledDownloadFails"),
        of("CancelsInsideTheCall", CancelsInsideTheCall::new, "aCancelledDownloadFails"),
        of("FetchesOnce", FetchesOnce::new, "aCancelledDownloadCanBeFetchedAgain"),
        of(
            "DeletesWhatIsComplete",
            DeletesWhatIsComplete::new,
            "cancellingWhatIsCompleteDoesNothing"),
        of("ReadsZeros", ReadsZeros::new, "whatComesInCanBeRead"),
        of("ReadsNothingAtTheEnd", ReadsNothingAtTheEnd::new, "whatComesInCanBeRead"),
        of("TakesForeignHits", TakesForeignHits::new, "hitsOfOtherOverlaysAreLeftOut"),
        of("KnowsOneSource", KnowsOneSource::new, "anotherSourceTakesTheFirstOnesPlace"),
        of("FetchesOnAfterLeaving", FetchesOnAfterLeaving::new, "leavingEndsDownloads"));
  }

  private static final class SpoilsAByte extends FileTap {
    SpoilsAByte(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      Download download = super.fetch(sources, target, changed);
      download.done().thenAccept(Damage::spoil);
      return download;
    }
  }

  private static final class GivesUpWhoThrows extends FileTap {
    GivesUpWhoThrows(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      boolean[] thrown = {false};
      return super.fetch(
          sources,
          target,
          download -> {
            if (!thrown[0]) {
              thrown[0] = true;
              changed.accept(download);
              thrown[0] = false;
            }
          });
    }
  }

  private static final class LosesTheLastByte extends FileTap {
    LosesTheLastByte(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      Download download = super.fetch(sources, target, changed);
      download.done().thenAccept(Damage::cut);
      return download;
    }
  }

  private static final class WritesUnderTheFinalName extends FileTap {
    WritesUnderTheFinalName(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      Damage.write(target, new byte[] {1});
      return super.fetch(sources, target, changed);
    }
  }

  private static final class TellsNothing extends FileTap {
    TellsNothing(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return super.fetch(sources, target, change -> {});
    }
  }

  private static final class ProgressGoesBack extends FileTap {
    ProgressGoesBack(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return super.fetch(
          sources,
          target,
          change ->
              changed.accept(
                  new DownloadTap(change) {
                    @Override
                    public long bytesDone() {
                      return bytesTotal().orElseThrow() - inner.bytesDone();
                    }
                  }));
    }
  }

  private static final class TellsBeforeItReturns extends FileTap {
    TellsBeforeItReturns(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      Download download = super.fetch(sources, target, changed);
      changed.accept(download);
      return download;
    }
  }

  private static final class NeverDone extends FileTap {
    NeverDone(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public CompletionStage<Path> done() {
          return new CompletableFuture<>();
        }
      };
    }
  }

  /** Lets all but the first download wait for ever. */
  private static final class OneAtATime extends FileTap {
    private boolean busy;

    OneAtATime(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      Download download = super.fetch(sources, target, changed);
      if (busy) {
        download.pause();
      }
      busy = true;
      return download;
    }
  }

  private static final class IgnoresPause extends FileTap {
    IgnoresPause(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public void pause() {}
      };
    }
  }

  private static final class IgnoresResume extends FileTap {
    IgnoresResume(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public void resume() {}
      };
    }
  }

  private static final class IgnoresCancel extends FileTap {
    IgnoresCancel(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public void close() {}
      };
    }
  }

  private static final class CancelledForNoReason extends FileTap {
    CancelledForNoReason(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public Optional<Reason> reason() {
          return inner.reason().map(why -> why == Reason.CANCELLED ? Reason.FAILED : why);
        }
      };
    }
  }

  private static final class CancelsInsideTheCall extends FileTap {
    CancelsInsideTheCall(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        private final CompletableFuture<Path> done = new CompletableFuture<>();

        @Override
        public CompletionStage<Path> done() {
          inner.done().thenAccept(done::complete);
          return done;
        }

        @Override
        public void close() {
          inner.close();
          done.completeExceptionally(new IllegalStateException("cancelled"));
        }
      };
    }
  }

  private static final class FetchesOnce extends FileTap {
    private final Set<Path> targets = new HashSet<>();

    FetchesOnce(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      if (!targets.add(target)) {
        throw new IllegalStateException("fetched already");
      }
      return super.fetch(sources, target, changed);
    }
  }

  private static final class DeletesWhatIsComplete extends FileTap {
    DeletesWhatIsComplete(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public void close() {
          inner.close();
          Damage.delete(target);
        }
      };
    }
  }

  private static final class ReadsZeros extends FileTap {
    ReadsZeros(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public CompletionStage<Integer> read(long position, ByteBuffer target) {
          return inner
              .read(position, target)
              .thenApply(
                  count -> {
                    Arrays.fill(target.array(), (byte) 0);
                    return count;
                  });
        }
      };
    }
  }

  private static final class ReadsNothingAtTheEnd extends FileTap {
    ReadsNothingAtTheEnd(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public CompletionStage<Integer> read(long position, ByteBuffer target) {
          return inner.read(position, target).thenApply(count -> Math.max(0, count));
        }
      };
    }
  }

  private static final class TakesForeignHits extends FileTap {
    TakesForeignHits(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return super.fetch(sources.subList(0, 1), target, changed);
    }
  }

  private static final class KnowsOneSource extends FileTap {
    KnowsOneSource(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      Hit first = Collections.min(sources, Comparator.comparing(Hit::peer));
      return super.fetch(List.of(first), target, changed);
    }
  }

  private static final class FetchesOnAfterLeaving extends FileTap {
    FetchesOnAfterLeaving(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      return CompletableFuture.completedStage(null);
    }
  }
}
