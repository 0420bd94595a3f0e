package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.tck.mutants.Mutant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Faults of lists of what one peer shares. */
final class BrowseFaults {

  private BrowseFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        of("ListsOneFile", ListsOneFile::new, "allThatOnePeerSharesIsListed"),
        of("ListsTwice", ListsTwice::new, "allThatOnePeerSharesIsListed"),
        of("KnowsEverybody", KnowsEverybody::new, "aPeerThatIsNotThereHasNoList"),
        of("CannotCancel", CannotCancel::new, "aCancelledListingEnds"),
        of("CancelsAllListings", CancelsAll::new, "listingsAtTheSameTimeDoNotMix"),
        of("TellsOneMoreAfterACancel", TellsOneMore::new, "cancellingFromInsideAHitWorksAtOnce"),
        of("CancelsWhatHasEnded", CancelsWhatHasEnded::new, "cancellingAfterTheEndDoesNothing"),
        of("GivesUpWhoThrows", GivesUpWhoThrows::new, "aCallbackThatThrowsHarmsNoListing"),
        of("TellsEachThrow", TellsEachThrow::new, "aCallbackThatThrowsHarmsNoListing"),
        of("ListsAHundred", ListsAHundred::new, "manyFilesAreListedEachOnce"),
        of("ListsWhatItHasSeen", ListsWhatItHasSeen::new, "whatIsWithdrawnIsNotListed"),
        of("NamesNobody", NamesNobody::new, "aHitSaysWhatIsSharedAndByWhom"),
        of("ListsWhoHasLeft", KnowsEverybody::new, "aPeerThatHasLeftHasNoList"),
        of("ListsFromOutside", ListsFromOutside::new, "whoIsNotInTheNetworkListsNothing"),
        of("LeavesWithoutAWord", LeavesWithoutAWord::new, "leavingTellsWhyAListingHasEnded"));
  }

  private static final class ListsOneFile extends FileTap {
    ListsOneFile(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      boolean[] told = {false};
      return super.browse(
          peer,
          hit -> {
            if (!told[0]) {
              told[0] = true;
              hits.accept(hit);
            }
          },
          ended);
    }
  }

  private static final class ListsTwice extends FileTap {
    ListsTwice(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.browse(
          peer,
          hits,
          reason -> {
            ended.accept(reason);
            host.loop().execute(() -> ended.accept(reason));
          });
    }
  }

  private static final class KnowsEverybody extends FileTap {
    KnowsEverybody(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.browse(
          peer, hits, reason -> ended.accept(reason == Reason.UNRESOLVED ? Reason.ENDED : reason));
    }
  }

  private static final class CannotCancel extends FileTap {
    CannotCancel(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      super.browse(peer, hits, ended);
      return () -> {};
    }
  }

  /** A listing of a user ends the one before of any. */
  private static final class CancelsAll extends FileTap {
    private Handle last = () -> {};

    CancelsAll(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      last.close();
      last = super.browse(peer, hits, ended);
      return last;
    }
  }

  private static final class TellsOneMore extends FileTap {
    TellsOneMore(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      boolean[] closed = {false};
      boolean[] more = {true};
      super.browse(
          peer,
          hit -> {
            if (!closed[0] || more[0]) {
              more[0] = !closed[0];
              hits.accept(hit);
            }
          },
          reason -> ended.accept(closed[0] ? Reason.CANCELLED : reason));
      return () -> closed[0] = true;
    }
  }

  private static final class CancelsWhatHasEnded extends FileTap {
    CancelsWhatHasEnded(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Handle listing = super.browse(peer, hits, ended);
      boolean[] over = {false};
      return () -> {
        listing.close();
        if (!over[0]) {
          over[0] = true;
          host.loop().execute(() -> ended.accept(Reason.CANCELLED));
        }
      };
    }
  }

  private static final class GivesUpWhoThrows extends FileTap {
    GivesUpWhoThrows(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      boolean[] thrown = {false};
      return super.browse(
          peer,
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

  private static final class TellsEachThrow extends FileTap {
    TellsEachThrow(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.browse(peer, hit -> host.loop().execute(() -> hits.accept(hit)), ended);
    }
  }

  private static final class ListsAHundred extends FileTap {
    ListsAHundred(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      int[] told = {0};
      return super.browse(
          peer,
          hit -> {
            if (++told[0] <= 100) {
              hits.accept(hit);
            }
          },
          ended);
    }
  }

  private static final class ListsWhatItHasSeen extends FileTap {
    private final Set<Hit> seen = new LinkedHashSet<>();

    ListsWhatItHasSeen(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.browse(
          peer,
          seen::add,
          reason -> {
            seen.forEach(hits);
            ended.accept(reason);
          });
    }
  }

  private static final class NamesNobody extends FileTap {
    NamesNobody(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.browse(
          peer,
          hit ->
              hits.accept(
                  new Hit(
                      hit.overlay(),
                      "",
                      hit.name(),
                      hit.sizeBytes(),
                      hit.endpoint(),
                      hit.urns(),
                      hit.attributes())),
          ended);
    }
  }

  private static final class ListsFromOutside extends FileTap {
    ListsFromOutside(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.browse(
          peer, hits, reason -> ended.accept(reason == Reason.UNREACHABLE ? Reason.ENDED : reason));
    }
  }

  private static final class LeavesWithoutAWord extends FileTap {
    LeavesWithoutAWord(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle browse(String peer, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.browse(
          peer,
          hits,
          reason -> {
            if (reason != Reason.SHUTDOWN) {
              ended.accept(reason);
            }
          });
    }
  }
}
