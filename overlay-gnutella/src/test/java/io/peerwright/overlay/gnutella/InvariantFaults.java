package io.peerwright.overlay.gnutella;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults of the tables of a servent, which its invariants show. */
final class InvariantFaults {

  private static final String WHILE_THEY_COME_AND_GO =
      "InvariantsTest#tablesAgreeWhileServentsComeSearchAndGo";

  private InvariantFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "counts leaves that have gone",
            "servent/Neighbours.java",
            "    if (link.theirs() == Role.LEAF) {\n      leaves--;\n    }\n",
            "",
            WHILE_THEY_COME_AND_GO),
        new PlantedFault(
            "compares whoever comes with the first links only",
            "servent/LinkAddresses.java",
            "      remotes[place] = hash(link.remote());\n",
            "",
            WHILE_THEY_COME_AND_GO),
        new PlantedFault(
            "counts links that are gone",
            "routing/LinkTable.java",
            "      count--;\n",
            "",
            WHILE_THEY_COME_AND_GO),
        new PlantedFault(
            "keeps places of links behind the last one",
            "routing/LinkTable.java",
            "      while (end > 0 && links[end - 1] == null) {\n        end--;\n      }\n",
            "",
            WHILE_THEY_COME_AND_GO),
        new PlantedFault(
            "does not count the GUIDs that it has seen",
            "routing/GuidRoutes.java",
            "        keys[at] = key;\n        count++;\n",
            "        keys[at] = key;\n",
            WHILE_THEY_COME_AND_GO),
        new PlantedFault(
            "keeps the number of slots of another table",
            "qrp/QueryRoutingTable.java",
            "new QueryRoutingTable(bits, slots(set, count), NO_BITS, count)",
            "new QueryRoutingTable(bits, slots(set, count), NO_BITS, count + 1)",
            WHILE_THEY_COME_AND_GO),
        new PlantedFault(
            "remembers the second way to a servent alone",
            "servent/PushRoutes.java",
            "      ways.put(high, low, from.route(), now);\n    } else if",
            "      latest = first;\n      first = null;\n    } else if",
            WHILE_THEY_COME_AND_GO),
        new PlantedFault(
            "counts messages that were dropped as waiting",
            "link/WaitingMessages.java",
            "    from += TIME_BYTES + nextLength();\n    count--;\n",
            "    from += TIME_BYTES + nextLength();\n",
            "link.SendQueueTest#whatWaitsIsWholeCountedAndBounded"));
  }
}
