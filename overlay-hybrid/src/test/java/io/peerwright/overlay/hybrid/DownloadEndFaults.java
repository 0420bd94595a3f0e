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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Faults of downloads that must not begin, or are over. */
final class DownloadEndFaults {

  private DownloadEndFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        of("StartsElsewhere", StartsElsewhere::new, "aRelativeTargetStartsFromTheHost"),
        of("HasEndedBeforeItEnds", HasEndedBeforeItEnds::new, "progressIsToldAndOnlyGrows"),
        of("RefusesNothing", RefusesNothing::new, "hitsOfOtherOverlaysAloneAreRefused"),
        of("FetchesOutside", RefusesNothing::new, "whoIsNotInTheNetworkFetchesNothing"),
        of("ReadsFromTheDead", ReadsFromTheDead::new, "nothingIsReadFromADownloadThatFailed"));
  }

  private static final class HasEndedBeforeItEnds extends FileTap {
    HasEndedBeforeItEnds(Host host, Overlay inner) {
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
                    public Optional<Reason> reason() {
                      return Optional.of(inner.reason().orElse(Reason.ENDED));
                    }
                  }));
    }
  }

  private static final class RefusesNothing extends FileTap {
    RefusesNothing(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      try {
        return super.fetch(sources, target, changed);
      } catch (IllegalArgumentException | IllegalStateException e) {
        return null;
      }
    }
  }

  private static final class ReadsFromTheDead extends FileTap {
    ReadsFromTheDead(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      return new DownloadTap(super.fetch(sources, target, changed)) {
        @Override
        public CompletionStage<Integer> read(long position, ByteBuffer into) {
          return inner.state() == State.FAILED
              ? CompletableFuture.completedStage(-1)
              : inner.read(position, into);
        }
      };
    }
  }

  private static final class StartsElsewhere extends FileTap {
    StartsElsewhere(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      Path elsewhere = host.directory().resolve("elsewhere").resolve(target.toString());
      return super.fetch(sources, target.isAbsolute() ? target : elsewhere, changed);
    }
  }
}
