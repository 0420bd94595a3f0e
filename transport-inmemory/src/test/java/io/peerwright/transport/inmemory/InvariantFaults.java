package io.peerwright.transport.inmemory;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults of the simulation's tables, which nothing but their invariants shows. */
final class InvariantFaults {

  private InvariantFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "counts a cancelled event among those that wait",
            "calendar/Calendar.java",
            "    size--;\n    cancelled++;\n",
            "    cancelled++;\n",
            "InvariantsTest#holdInACrowd"),
        new PlantedFault(
            "counts a cancelled row after it is free",
            "calendar/Handles.java",
            "      cancelledCount--;\n",
            "",
            "InvariantsTest#holdInACrowd"),
        new PlantedFault(
            "leaves an empty slot of the wheel marked",
            "calendar/Wheel.java",
            "    used[word] &= ~(1L << slot);\n",
            "",
            "InvariantsTest#holdInACrowd"),
        new PlantedFault(
            "puts the later of two late events first",
            "calendar/LateEvents.java",
            "        child++;\n",
            "        child += 0;\n",
            "InvariantsTest#holdInACrowd"),
        new PlantedFault(
            "forgets which link is before the next one",
            "Stack.java",
            "      link.following.preceding = link.preceding;\n",
            "      link.following.preceding = null;\n",
            "InvariantsTest#holdInACrowd"),
        new PlantedFault(
            "makes room for twice what was acknowledged",
            "SendHalf.java",
            "    outstanding -= bytes;\n",
            "    outstanding -= 2 * bytes;\n",
            "InvariantsTest#holdHostByHost"),
        new PlantedFault(
            "counts the leases of a NAT box that were swept",
            "nat/NatTable.java",
            "    used = 0;\n",
            "",
            "InvariantsTest#holdBehindBoxes"),
        new PlantedFault(
            "lets a lease go twice",
            "nat/NatLease.java",
            "    holders--;\n",
            "    holders -= 2;\n",
            "InvariantsTest#holdBehindBoxes"));
  }
}
