package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in who may use what belongs to a loop. */
final class GuardFaults {

  private GuardFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "lets any thread use a capability",
            "LoopGuard.java",
            "if (!loop.isCurrent()) {",
            "if (loop == null) {",
            "LoopGuardTest#refusesAnyOtherThreadAndSaysWhatToDo"),
        new PlantedFault(
            "lets any thread close what a capability gave",
            "LoopGuard.java",
            "          ? guardAs(returned, result)\n",
            "          ? result\n",
            "LoopGuardTest#guardsTheHandlesThatItReturns"),
        new PlantedFault(
            "wraps what a capability throws",
            "LoopGuard.java",
            "throw e.getCause();",
            "throw e;",
            "LoopGuardTest#throwsWhatTheCapabilityThrows"));
  }
}
