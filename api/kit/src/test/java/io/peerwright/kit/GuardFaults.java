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
            "if (!loop.isCurrent() && !isFixed(method)) {",
            "if (loop == null) {",
            "LoopGuardTest#refusesAnyOtherThreadAndSaysWhatToDo"),
        new PlantedFault(
            "lets any thread close what a capability gave",
            "LoopGuard.java",
            "        return guardAs(handle, result);\n",
            "        return result;\n",
            "LoopGuardTest#guardsTheHandlesThatItReturns"),
        new PlantedFault(
            "lets any thread close what a stage has brought",
            "LoopGuard.java",
            "stage.thenApply(value -> guardAs(brought, value))",
            "stage",
            "LoopGuardTest#guardsTheHandlesThatItsStagesBring"),
        new PlantedFault(
            "lets any thread use the capability of an overlay",
            "LoopGuard.java",
            "one.map(value -> guardAs((Class<?>) arguments[0], value))",
            "one",
            "LoopGuardTest#guardsTheCapabilitiesOfAnOverlay"),
        new PlantedFault(
            "wraps what a capability throws",
            "LoopGuard.java",
            "throw e.getCause();",
            "throw e;",
            "LoopGuardTest#throwsWhatTheCapabilityThrows"));
  }
}
