package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in who may use what belongs to a loop, and in what its callbacks may throw. */
final class GuardFaults {

  private GuardFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "tells each time that a callback throws",
            "AppCallbacks.java",
            "        told = true;\n",
            "",
            "AppCallbacksTest#whatIsThrownIsToldOnceAfterTheTurn"),
        new PlantedFault(
            "tells of a callback that throws in the middle of the turn",
            "AppCallbacks.java",
            "loop.execute(() -> Report.<RuntimeException>raise(thrown));",
            "Report.<RuntimeException>raise(thrown);",
            "AppCallbacksTest#whatIsThrownIsToldOnceAfterTheTurn"),
        new PlantedFault(
            "calls listeners of events that throw as they are",
            "events/EventStream.java",
            "AppCallbacks.one(loop, told)",
            "told",
            "AppCallbacksTest#aListenerThatThrowsCostsOthersNoEvent"),
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
