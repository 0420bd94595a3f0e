package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in how servers join, leave and take links, and the tests that catch them. */
final class ServerFaults {

  private ServerFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "asks for an address that is still being given up",
            "server/ServerLife.java",
            "    if (state == State.OUT) {\n      begin();",
            "    if (state != State.IN) {\n      begin();",
            "server.ServerLifeTest#joiningWaitsUntilEverythingIsClosed"),
        new PlantedFault(
            "forgets who joins while it leaves",
            "server/ServerLife.java",
            "    if (joining != null) {\n      begin();\n    }\n    // Not",
            "    // Not",
            "server.ServerLifeTest#joiningWaitsUntilEverythingIsClosed"),
        new PlantedFault(
            "leaves who has not joined yet without an answer",
            "server/ServerLife.java",
            "if (unfinished != null) {",
            "if (unfinished != null && state == State.IN) {",
            "server.ServerLifeTest#leavingEndsAJoinUnderWay"),
        new PlantedFault(
            "takes links that nobody serves any more",
            "server/LimitedAcceptor.java",
            "closed ? null : places.admit",
            "places.admit",
            "server.LimitedAcceptorTest#nothingIsTakenOnceItIsClosed"),
        new PlantedFault(
            "keeps the places of those it sends away",
            "server/LimitedAcceptor.java",
            "      place.release();\n",
            "",
            "server.LimitedAcceptorTest#whoIsSentAwayHoldsNoPlace"));
  }
}
