package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.OverlayException;
import io.peerwright.kit.files.DiskErrors;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits until the disk has everything, and what is done with the disk then. */
final class StorageBarrier {

  private final SwarmSession session;
  private final List<Runnable> waiting = new ArrayList<>();
  private @Nullable LoadedTorrent released;

  StorageBarrier(SwarmSession session) {
    this.session = session;
  }

  /** Nothing is on its way to the disk, perhaps. */
  void onSettled(@Nullable LoadedTorrent content) {
    if (content == null || !content.verifier().isBusy()) {
      List<Runnable> tasks = List.copyOf(waiting);
      waiting.clear();
      tasks.forEach(Runnable::run);
    }
  }

  /** Brings everything to the disk, as soon as nothing is on its way there. */
  void sync(@Nullable LoadedTorrent content, Consumer<@Nullable Throwable> done) {
    waiting.add(
        () -> {
          if (content == null) {
            done.accept(null);
          } else {
            offload(content.storage(), PieceStorage::sync, done);
          }
        });
    onSettled(content);
  }

  /** Gives up what has not come whole, and brings the rest to the disk. */
  void settle(@Nullable LoadedTorrent content, Runnable done) {
    if (content != null) {
      content.verifier().dropIncomplete();
      session.onMemory();
    }
    sync(content, thrown -> done.run());
  }

  /** Lets go of the files, once, and of the memory of what could not be written. */
  void release(@Nullable LoadedTorrent content) {
    if (content != null && content != released) {
      released = content;
      content.verifier().dropAll();
      session.onMemory();
      offload(content.storage(), PieceStorage::close, thrown -> {});
    }
  }

  /** Lets go of the files and of what is known of them. */
  void forget(LoadedTorrent content, Consumer<@Nullable Throwable> done) {
    offload(
        content.storage(),
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
    session.<Boolean>offload(
        () -> {
          work.on(storage);
          return true;
        },
        (finished, thrown) -> done.accept(thrown));
  }

  /** What a person is told when the disk does not do its work. */
  static String explain(String what, @Nullable Throwable thrown) {
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
  static Runnable after(int times, Runnable task) {
    int[] left = {times};
    return () -> {
      if (--left[0] == 0) {
        task.run();
      }
    };
  }
}
