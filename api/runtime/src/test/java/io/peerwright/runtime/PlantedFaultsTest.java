package io.peerwright.runtime;

import io.peerwright.tck.mutants.PlantedFault;
import io.peerwright.tck.mutants.PlantedFaultHunt;
import java.util.List;

/** The tests of this module catch what they are there to catch. */
class PlantedFaultsTest extends PlantedFaultHunt {

  private static final String SHARING = "FolderSharing.java";
  private static final String KILLER =
      "FolderSharingTest#aWatcherThatThrowsIsToldOnceAndEndsNoScan";

  @Override
  protected List<PlantedFault> faults() {
    return List.of(
        new PlantedFault(
            "calls the watcher of shared folders as it is",
            SHARING,
            "AppCallbacks.one(host.loop(), Runnable::run)",
            "Runnable::run",
            KILLER),
        new PlantedFault(
            "lets a watcher throw into the end of the first scan",
            SHARING,
            "calls.accept(() -> watcher.onDone(total));",
            "watcher.onDone(total);",
            KILLER),
        new PlantedFault(
            "lets a watcher throw when a file is gone",
            SHARING,
            "calls.accept(() -> watcher.onGone(item));",
            "watcher.onGone(item);",
            KILLER),
        new PlantedFault(
            "lets a watcher throw into the progress of a scan",
            SHARING,
            "calls.accept(() -> watcher.onProgress(progress));",
            "watcher.onProgress(progress);",
            KILLER),
        new PlantedFault(
            "lets a watcher throw over what is left out",
            SHARING,
            "calls.accept(() -> watcher.onSkipped(path, why));",
            "watcher.onSkipped(path, why);",
            KILLER));
  }
}
