package io.peerwright.transport.inmemory;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults of simulated disks. */
final class DiskFaults {

  private DiskFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "keeps bytes that were not forced",
            "disk/UnsyncedChanges.java",
            "    loseBytes(bytes, chance);\n",
            "",
            "DiskCrashTest#bytesAreLostUntilTheFileIsForced"),
        new PlantedFault(
            "keeps names that were not forced",
            "disk/UnsyncedChanges.java",
            "    loseNames(names, chance);\n",
            "",
            "DiskCrashTest#aNameIsLostUntilItsFolderIsForced"),
        new PlantedFault(
            "keeps the length of a file that was not forced",
            "disk/UnsyncedChanges.java",
            "boolean keepsLength = percent < 100 || chance.nextBoolean();",
            "boolean keepsLength = true;",
            "DiskCrashTest#bytesAreLostUntilTheFileIsForced"),
        new PlantedFault(
            "loses all blocks of a file or none",
            "disk/UnsyncedChanges.java",
            "lost.computeIfAbsent(at / Change.Dirty.BLOCK, n -> chance.nextInt(100) < percent);",
            "lost.computeIfAbsent(at / Change.Dirty.BLOCK, n -> percent > 50);",
            "DiskCrashTest#someBlocksAreKeptAndOthersNot"),
        new PlantedFault(
            "loses bytes that were forced",
            "disk/UnsyncedChanges.java",
            "    add(new Change.Forced(key, null));\n",
            "",
            "DiskCrashTest#whatWasForcedStays"),
        new PlantedFault(
            "loses names that were forced",
            "disk/UnsyncedChanges.java",
            "    add(new Change.Forced(null, folder));\n",
            "",
            "DiskCrashTest#whatWasForcedStays"),
        new PlantedFault(
            "forces the name of a file with its bytes",
            "disk/Change.java",
            "      return earlier instanceof Names names\n          && names.names.stream().allMatch(name -> Objects.equals(name.getParent(), folder));",
            "      return earlier instanceof Names;",
            "DiskCrashTest#aNameIsLostUntilItsFolderIsForced"),
        new PlantedFault(
            "crashes at the end of work only",
            "disk/UnsyncedChanges.java",
            "    takeBackWorkUnderWay(chance);\n",
            "",
            "DiskCrashTest#aCrashComesAtAnyStepOfTheWorkUnderWay"),
        new PlantedFault(
            "takes back work whose outcome was told",
            "disk/UnsyncedChanges.java",
            "    told = Math.max(told, end);\n",
            "    told = 0;\n    running.putIfAbsent(begun, 1);\n",
            "DiskCrashTest#aCrashComesAtAnyStepOfTheWorkUnderWay"),
        new PlantedFault(
            "does not know of work under way",
            "SimLoop.java",
            "    if (end == begun) {",
            "    if (end >= begun) {",
            "DiskCrashTest#aCrashComesAtAnyStepOfTheWorkUnderWay"),
        new PlantedFault(
            "loses by chance that is not of the seed",
            "SimHost.java",
            "disk.crash(new Mix(Mix.of(identity, trace)));",
            "disk.crash(new java.util.Random());",
            "DiskCrashTest#twoRunsLoseTheSame"),
        new PlantedFault(
            "lets a host crash and not its disk",
            "SimHost.java",
            "disk.crash(new Mix(Mix.of(identity, trace)));",
            "disk.rawRoot();",
            "DiskCrashTest#aNameIsLostUntilItsFolderIsForced"),
        new PlantedFault(
            "writes on after the crash",
            "disk/DiskState.java",
            "      channel.close();\n    }\n    changes.crash",
            "    }\n    changes.crash",
            "DiskCrashTest#locksEndWithTheCrashAndHoldBeforeIt"),
        new PlantedFault(
            "locks nothing",
            "disk/DiskState.java",
            "    if (locks.putIfAbsent(file, channel) != null) {",
            "    if (locks.isEmpty() && file == channel) {",
            "DiskCrashTest#locksEndWithTheCrashAndHoldBeforeIt"),
        new PlantedFault(
            "dates files by the clock of this machine",
            "disk/DiskClock.java",
            "frozen >= 0 ? frozen : host.getAsLong()",
            "frozen >= 0 ? frozen : System.currentTimeMillis()",
            "DiskCrashTest#filesAreDatedByTheHostsClock"));
  }
}
