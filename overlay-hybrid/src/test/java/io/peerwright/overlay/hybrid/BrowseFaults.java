package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.tck.mutants.Mutant;
import java.util.List;
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
        of("CannotCancel", CannotCancel::new, "aCancelledListingEnds"));
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
}
