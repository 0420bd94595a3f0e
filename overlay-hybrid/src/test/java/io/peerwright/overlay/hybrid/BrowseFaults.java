package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.tck.mutants.Mutant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Faults of lists of what one peer shares. */
final class BrowseFaults {

  private BrowseFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        list("ListsOneFile", () -> atMost(1), "allThatOnePeerSharesIsListed"),
        list("ListsTwice", HitFault::endingTwice, "allThatOnePeerSharesIsListed"),
        list("KnowsEverybody", () -> calling(Reason.UNRESOLVED), "aPeerThatIsNotThereHasNoList"),
        list("CannotCancel", () -> BrowseFaults::cannotCancel, "aCancelledListingEnds"),
        list("CancelsAllListings", CancelsAll::new, "listingsAtTheSameTimeDoNotMix"),
        list(
            "TellsOneMoreAfterACancel",
            () -> BrowseFaults::tellsOneMore,
            "cancellingFromInsideAHitWorksAtOnce"),
        list(
            "CancelsWhatHasEnded",
            () -> BrowseFaults::cancelsWhatHasEnded,
            "cancellingAfterTheEndDoesNothing"),
        list("GivesUpWhoThrows", HitFault::givingUpWhoThrows, "aCallbackThatThrowsHarmsNoListing"),
        list(
            "TellsEachThrow",
            () -> BrowseFaults::tellsEachThrow,
            "aCallbackThatThrowsHarmsNoListing"),
        list("ListsAHundred", () -> atMost(100), "manyFilesAreListedEachOnce"),
        list("ListsWhatItHasSeen", ListsWhatItHasSeen::new, "whatIsWithdrawnIsNotListed"),
        list(
            "NamesNobody",
            () -> HitFault.telling(BrowseFaults::ofNobody),
            "aHitSaysWhatIsSharedAndByWhom"),
        list("ListsWhoHasLeft", () -> calling(Reason.UNRESOLVED), "aPeerThatHasLeftHasNoList"),
        list(
            "ListsFromOutside",
            () -> calling(Reason.UNREACHABLE),
            "whoIsNotInTheNetworkListsNothing"),
        list(
            "LeavesWithoutAWord",
            () -> HitFault.hushing(reason -> reason == Reason.SHUTDOWN),
            "leavingTellsWhyAListingHasEnded"));
  }

  private static Mutant<BiFunction<Host, Overlay, Overlay>> list(
      String name, Supplier<HitFault> fault, String test) {
    return of(name, HitFault.inList(fault), test);
  }

  private static HitFault atMost(int count) {
    return HitFault.only(
        () -> {
          int[] told = {0};
          Predicate<Hit> first = hit -> ++told[0] <= count;
          return first;
        });
  }

  /** Takes a failure for an end. */
  private static HitFault calling(Reason failure) {
    return HitFault.ending(reason -> reason == failure ? Reason.ENDED : reason);
  }

  private static Handle cannotCancel(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    inner.start(hits, ended);
    return () -> {};
  }

  /** A listing of a user ends the one before of any. */
  private static final class CancelsAll implements HitFault {
    private Handle last = () -> {};

    @Override
    public Handle start(
        Loop loop, Source inner, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      last.close();
      last = inner.start(hits, ended);
      return last;
    }
  }

  private static Handle tellsOneMore(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    boolean[] closed = {false};
    boolean[] more = {true};
    inner.start(
        hit -> {
          if (!closed[0] || more[0]) {
            more[0] = !closed[0];
            hits.accept(hit);
          }
        },
        reason -> ended.accept(closed[0] ? Reason.CANCELLED : reason));
    return () -> closed[0] = true;
  }

  private static Handle cancelsWhatHasEnded(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    Handle listing = inner.start(hits, ended);
    boolean[] over = {false};
    return () -> {
      listing.close();
      if (!over[0]) {
        over[0] = true;
        loop.execute(() -> ended.accept(Reason.CANCELLED));
      }
    };
  }

  private static Handle tellsEachThrow(
      Loop loop,
      HitFault.Source inner,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    return inner.start(hit -> loop.execute(() -> hits.accept(hit)), ended);
  }

  private static final class ListsWhatItHasSeen implements HitFault {
    private final Set<Hit> seen = new LinkedHashSet<>();

    @Override
    public Handle start(
        Loop loop, Source inner, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return inner.start(
          seen::add,
          reason -> {
            seen.forEach(hits);
            ended.accept(reason);
          });
    }
  }

  private static Hit ofNobody(Hit hit) {
    return new Hit(
        hit.overlay(),
        "",
        hit.name(),
        hit.sizeBytes(),
        hit.endpoint(),
        hit.urns(),
        hit.attributes());
  }
}
