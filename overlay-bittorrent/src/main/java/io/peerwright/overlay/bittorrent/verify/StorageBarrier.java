package io.peerwright.overlay.bittorrent.verify;

import io.peerwright.api.OverlayException;
import io.peerwright.kit.files.DiskErrors;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits until the disk has everything, and what is done with the disk then. */
public final class StorageBarrier {

  private final TurnLoop turns;
  private final List<Runnable> waiting = new ArrayList<>();
  private @Nullable PieceVerifier released;

  /** Of one torrent. */
  public StorageBarrier(TurnLoop turns) {
    this.turns = turns;
  }

  /** Nothing is on its way to the disk, perhaps. */
  public void onSettled(@Nullable PieceVerifier pieces) {
    if (pieces == null || !pieces.isBusy()) {
      List<Runnable> tasks = List.copyOf(waiting);
      waiting.clear();
      tasks.forEach(Runnable::run);
    }
  }

  /** Brings everything to the disk, as soon as nothing is on its way there. */
  public void sync(@Nullable PieceVerifier pieces, Consumer<@Nullable Throwable> done) {
    waiting.add(
        () -> {
          if (pieces == null) {
            done.accept(null);
          } else {
            offload(pieces.storage(), PieceStorage::sync, done);
          }
        });
    onSettled(pieces);
  }

  /** Gives up what has not come whole, and brings the rest to the disk. */
  public void settle(@Nullable PieceVerifier pieces, Runnable done) {
    if (pieces != null) {
      pieces.dropIncomplete();
      pieces.memoryFreed();
    }
    sync(pieces, thrown -> done.run());
  }

  /** Lets go of the files, once, and of the memory of what could not be written. */
  public void release(@Nullable PieceVerifier pieces) {
    if (pieces != null && pieces != released) {
      released = pieces;
      pieces.dropAll();
      pieces.memoryFreed();
      offload(pieces.storage(), PieceStorage::close, thrown -> {});
    }
  }

  /** Lets go of the files and of what is known of them. */
  public void forget(PieceVerifier pieces, Consumer<@Nullable Throwable> done) {
    offload(
        pieces.storage(),
        storage -> {
          try (storage) {
            storage.distrust();
          }
        },
        done);
  }

  /** What may fail with the disk. */
  private interface Work {
    void on(PieceStorage storage) throws Exception;
  }

  private void offload(PieceStorage storage, Work work, Consumer<@Nullable Throwable> done) {
    turns.<Boolean>offload(
        () -> {
          work.on(storage);
          return true;
        },
        (finished, thrown) -> done.accept(thrown));
  }

  /** What a person is told when the disk does not do its work. */
  public static String explain(String what, @Nullable Throwable thrown) {
    if (thrown instanceof OverlayException refused) {
      return String.valueOf(refused.getMessage());
    }
    return "cannot "
        + what
        + " the content: "
        + DiskErrors.describe(thrown)
        + "; what is here is kept, mend the disk and join again";
  }

  /** Runs something when it has been called so many times. */
  public static Runnable after(int times, Runnable task) {
    int[] left = {times};
    return () -> {
      if (--left[0] == 0) {
        task.run();
      }
    };
  }
}
