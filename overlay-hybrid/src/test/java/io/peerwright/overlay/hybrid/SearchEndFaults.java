package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
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
        search("AlwaysEndsWell", HitFault.ending(reason -> Reason.ENDED), "aSearchEndsAtItsLimit"),
        search("NeverEnds", HitFault.hushing(reason -> true), "aSearchEndsInItsTime"),
        search(
            "GivesUpWhoThrows", HitFault.givingUpWhoThrows(), "aCallbackThatThrowsHarmsNoSearch"),
        search(
            "TellsAllThatIsThrown",
            SearchEndFaults::tellsAllThatIsThrown,
            "aCallbackThatThrowsHarmsNoSearch"),
        search("CancelsInSilence", SearchEndFaults::cancelsInSilence, "aCancelledSearchEnds"),
        search(
            "CancelsLater", SearchEndFaults::cancelsLater, "cancellingFromInsideAHitWorksAtOnce"),
        search("EndsTwice", HitFault.endingTwice(), "othersFindWhatIsShared"),
        search(
            "EndsAgainWhenCancelled",
            SearchEndFaults::endsAgainWhenCancelled,
            "cancellingAfterTheEndDoesNothing"),
        search("HitsAfterTheEnd", SearchEndFaults::hitsAfterTheEnd, "othersFindWhatIsShared"),
        search(
            "EndsBeforeItReturns",
            SearchEndFaults::endsBeforeItReturns,
            "whatNobodySharesIsNotFound"),
        search(
            "SearchesOnAfterLeaving",
            HitFault.hushing(reason -> reason == Reason.SHUTDOWN),
            "leavingEndsSearches"),
        search(
            "LeavesWithoutReason",
            HitFault.ending(reason -> reason == Reason.SHUTDOWN ? Reason.ENDED : reason),
            "leavingTellsWhyASearchHasEnded"));
  }

  private static Mutant<BiFunction<Host, Overlay, Overlay>> search(
      String name, HitFault fault, String test) {
    return of(name, HitFault.inSearch(() -> fault), test);
  }

  private static Handle tellsAllThatIsThrown(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    return inner.start(
        hit -> {
          try {
            hits.accept(hit);
          } catch (RuntimeException e) {
            loop.execute(
                () -> {
                  throw e;
                });
          }
        },
        ended);
  }

  private static Handle cancelsInSilence(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    boolean[] cancelled = {false};
    Handle handle =
        inner.start(
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

  private static Handle cancelsLater(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    Handle handle = inner.start(hits, ended);
    return () -> loop.schedule(1_000_000, handle::close);
  }

  private static Handle endsAgainWhenCancelled(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    Handle handle = inner.start(hits, ended);
    return () -> {
      handle.close();
      loop.execute(() -> ended.accept(Reason.CANCELLED));
    };
  }

  private static Handle hitsAfterTheEnd(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    return inner.start(hit -> loop.schedule(1_000_000_000, () -> hits.accept(hit)), ended);
  }

  private static Handle endsBeforeItReturns(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    inner.start(hits, reason -> {});
    ended.accept(Reason.ENDED);
    return () -> {};
  }
}
