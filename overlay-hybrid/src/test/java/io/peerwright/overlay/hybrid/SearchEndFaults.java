package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.tck.mutants.Mutant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Faults of the end of a search. */
final class SearchEndFaults {

  private SearchEndFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        of("AlwaysEndsWell", AlwaysEndsWell::new, "aSearchEndsAtItsLimit"),
        of("NeverEnds", NeverEnds::new, "aSearchEndsInItsTime"),
        of("GivesUpWhoThrows", GivesUpWhoThrows::new, "aCallbackThatThrowsHarmsNoSearch"),
        of("TellsAllThatIsThrown", TellsAllThatIsThrown::new, "aCallbackThatThrowsHarmsNoSearch"),
        of("CancelsInSilence", CancelsInSilence::new, "aCancelledSearchEnds"),
        of("CancelsLater", CancelsLater::new, "cancellingFromInsideAHitWorksAtOnce"),
        of("EndsTwice", EndsTwice::new, "othersFindWhatIsShared"),
        of(
            "EndsAgainWhenCancelled",
            EndsAgainWhenCancelled::new,
            "cancellingAfterTheEndDoesNothing"),
        of("HitsAfterTheEnd", HitsAfterTheEnd::new, "othersFindWhatIsShared"),
        of("EndsBeforeItReturns", EndsBeforeItReturns::new, "whatNobodySharesIsNotFound"),
        of("SearchesOnAfterLeaving", SearchesOnAfterLeaving::new, "leavingEndsSearches"),
        of("LeavesWithoutReason", LeavesWithoutReason::new, "leavingTellsWhyASearchHasEnded"));
  }

  private static final class AlwaysEndsWell extends FileTap {
    AlwaysEndsWell(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(query, hits, reason -> ended.accept(Reason.ENDED));
    }
  }

  private static final class GivesUpWhoThrows extends FileTap {
    GivesUpWhoThrows(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      boolean[] thrown = {false};
      return super.search(
          query,
          hit -> {
            if (!thrown[0]) {
              thrown[0] = true;
              hits.accept(hit);
              thrown[0] = false;
            }
          },
          ended);
    }
  }

  private static final class TellsAllThatIsThrown extends FileTap {
    TellsAllThatIsThrown(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hit -> {
            try {
              hits.accept(hit);
            } catch (RuntimeException e) {
              host.loop()
                  .execute(
                      () -> {
                        throw e;
                      });
            }
          },
          ended);
    }
  }

  private static final class LeavesWithoutReason extends FileTap {
    LeavesWithoutReason(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query, hits, reason -> ended.accept(reason == Reason.SHUTDOWN ? Reason.ENDED : reason));
    }
  }

  private static final class NeverEnds extends FileTap {
    NeverEnds(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(query, hits, reason -> {});
    }
  }

  private static final class CancelsInSilence extends FileTap {
    CancelsInSilence(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      boolean[] cancelled = {false};
      Handle handle =
          super.search(
              query,
              hits,
              reason -> {
                if (!cancelled[0]) {
                  ended.accept(reason);
                }
              });
      return () -> {
        cancelled[0] = true;
        handle.close();
      };
    }
  }

  private static final class CancelsLater extends FileTap {
    CancelsLater(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Handle handle = super.search(query, hits, ended);
      return () -> host.loop().schedule(1_000_000, handle::close);
    }
  }

  private static final class EndsTwice extends FileTap {
    EndsTwice(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hits,
          reason -> {
            ended.accept(reason);
            host.loop().execute(() -> ended.accept(reason));
          });
    }
  }

  private static final class EndsAgainWhenCancelled extends FileTap {
    EndsAgainWhenCancelled(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Handle handle = super.search(query, hits, ended);
      return () -> {
        handle.close();
        host.loop().execute(() -> ended.accept(Reason.CANCELLED));
      };
    }
  }

  private static final class HitsAfterTheEnd extends FileTap {
    HitsAfterTheEnd(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query, hit -> host.loop().schedule(1_000_000_000, () -> hits.accept(hit)), ended);
    }
  }

  private static final class EndsBeforeItReturns extends FileTap {
    EndsBeforeItReturns(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      super.search(query, hits, reason -> {});
      ended.accept(Reason.ENDED);
      return () -> {};
    }
  }

  private static final class SearchesOnAfterLeaving extends FileTap {
    SearchesOnAfterLeaving(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hits,
          reason -> {
            if (reason != Reason.SHUTDOWN) {
              ended.accept(reason);
            }
          });
    }
  }
}
