package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.tck.mutants.Mutant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Faults of sharing. */
final class SharingFaults {

  private SharingFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        of("WithdrawsNothing", WithdrawsNothing::new, "whatIsWithdrawnIsNotFound"),
        of(
            "RemembersWhatWasShared",
            RemembersWhatWasShared::new,
            "whatIsWithdrawnCanBeSharedAgain"),
        of("SharesTwice", SharesTwice::new, "oneNameCannotBeSharedTwice"),
        of("SharesOnlyWhenJoined", SharesOnlyWhenJoined::new, "whatIsSharedBeforeJoiningIsFound"),
        of("NeverPublished", NeverPublished::new, "othersFindWhatIsShared"),
        of("ForgetsItsShares", ForgetsItsShares::new, "whoJoinsAgainSharesAsBefore"),
        of("WithdrawsTheNextToo", WithdrawsTheNextToo::new, "whatIsWithdrawnCanBeSharedAgain"),
        of("SharesAgain", SharesAgain::new, "whoJoinsAgainSharesAsBefore"),
        of("LeavesInWords", LeavesInWords::new, "whoLeavesTakesItsFilesAlong"));
  }

  private static final class WithdrawsNothing extends FileTap {
    WithdrawsNothing(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle share(SharedItem item) {
      super.share(item);
      return () -> {};
    }
  }

  private static final class RemembersWhatWasShared extends FileTap {
    private final Set<String> names = new HashSet<>();

    RemembersWhatWasShared(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle share(SharedItem item) {
      if (!names.add(item.name())) {
        throw new IllegalArgumentException("shared already: " + item.name());
      }
      return super.share(item);
    }
  }

  private static final class SharesTwice extends FileTap {
    SharesTwice(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle share(SharedItem item) {
      try {
        return super.share(item);
      } catch (IllegalArgumentException e) {
        return () -> {};
      }
    }
  }

  private static final class SharesOnlyWhenJoined extends FileTap {
    SharesOnlyWhenJoined(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle share(SharedItem item) {
      return endpoints().isEmpty() ? () -> {} : super.share(item);
    }
  }

  private static final class NeverPublished extends FileTap {
    NeverPublished(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> published() {
      return new CompletableFuture<>();
    }
  }

  private static final class ForgetsItsShares extends FileTap {
    private final List<Handle> shares = new ArrayList<>();

    ForgetsItsShares(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle share(SharedItem item) {
      shares.add(super.share(item));
      return shares.get(shares.size() - 1);
    }

    @Override
    public CompletionStage<Void> leave() {
      shares.forEach(Handle::close);
      return super.leave();
    }
  }

  private static final class LeavesInWords extends FileTap {
    LeavesInWords(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> leave() {
      return CompletableFuture.completedStage(null);
    }
  }

  /** A handle that is closed again withdraws what has the name now. */
  private static final class WithdrawsTheNextToo extends FileTap {
    private final Map<String, Handle> shares = new HashMap<>();

    WithdrawsTheNextToo(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle share(SharedItem item) {
      shares.put(item.name(), super.share(item));
      return () -> shares.get(item.name()).close();
    }
  }

  /** What is withdrawn while the peer is away comes back with it. */
  private static final class SharesAgain extends FileTap {
    private boolean present;

    SharesAgain(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      present = true;
      return super.join();
    }

    @Override
    public CompletionStage<Void> leave() {
      present = false;
      return super.leave();
    }

    @Override
    public Handle share(SharedItem item) {
      Handle share = super.share(item);
      return () -> {
        if (present) {
          share.close();
        }
      };
    }
  }
}
