package io.peerwright.overlay.gnutella;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in how searches are brought to others and end, and the tests that catch them. */
final class SearchFaults {

  private SearchFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "forgets who was probed, and drops what comes for those behind it",
            "servent/Router.java",
            "known == ended && ttl > 0",
            "known == ended && ttl > 100",
            "ProbeTest#nobodyIsLostBehindWhoWasProbed"),
        new PlantedFault(
            "sends on what was a probe as often as it comes",
            "servent/Router.java",
            "      queries().put(high, low, from.route(), turn.seconds());\n      flood",
            "      flood",
            "ProbeTest#whatWasAProbeGoesOnWhenItComesAgainFromThere"),
        new PlantedFault(
            "asks no neighbour whose table has the words before others",
            "servent/SearchField.java",
            "if (asked < most && tables.isFor(link, 1, hops)) {",
            "if (false) {",
            "ProbeTest#aRareFileAtAnyNeighbourIsFoundWithinASecond"),
        new PlantedFault(
            "asks one link where many are needed",
            "forwarding/DynamicQuery.java",
            "(int) Math.max(1, Math.min(left, links))",
            "1",
            "forwarding.DynamicQueryTest#asManyLinksAreAskedAtOnceAsAreNeededAtLeast"),
        new PlantedFault(
            "waits for the silent as long where answers are quick",
            "forwarding/DynamicQuery.java",
            "(slowest == 0 ? LOOKS : Math.min(LOOKS, 2 * slowest))",
            "LOOKS",
            "forwarding.DynamicQueryTest#whereAnswersAreQuickTheSilentAreNotAwaitedForLong"),
        new PlantedFault(
            "leaves a leaf waiting whose query came over another of its ultrapeers first",
            "servent/LeafQueries.java",
            "!byGuid.containsKey(query)",
            "byGuid.containsKey(query)",
            "LeafQueryTest#aLeafsSearchEndsWhenAllItsUltrapeersAreDone"),
        new PlantedFault(
            "lets a walk spread from one that has the words to the next",
            "servent/Walks.java",
            "copy(data, at, length, 0)",
            "copy(data, at, length, 1)",
            "RandomWalkTest#whoIsAskedOnTheWayAsksNobody"),
        new PlantedFault(
            "asks all neighbours on the way that have the words",
            "servent/Walks.java",
            "int MOST_AROUND = 2;",
            "int MOST_AROUND = 100;",
            "RandomWalkTest#tablesCostTwoMessagesForEachStepAtMost"),
        new PlantedFault(
            "tries for one neighbour as often as for all",
            "servent/ConnectBacks.java",
            "&& shares.take(from.remote(), now)",
            "",
            "OutOfBandTest#nobodyIsSentToAnotherAddressAndFewTriesAreMade"),
        new PlantedFault(
            "never says that it is done with the search of a leaf",
            "servent/LeafQueries.java",
            "vendorMessages.send(leaf, query, new QueryOver());",
            "",
            "LeafQueryTest#aLeafsSearchEndsWhenAllItsUltrapeersAreDone"),
        new PlantedFault(
            "waits for near neighbours as long as for the slowest of all",
            "servent/SearchField.java",
            "Math.max(LEAST_PER_HOP, Math.min(longest, DynamicQuery.NANOS_PER_HOP))",
            "DynamicQuery.NANOS_PER_HOP",
            "SearchEndTest#aSearchAmongTenNeighboursEndsSoon"),
        new PlantedFault(
            "waits for ultrapeers that never say that they are done",
            "forwarding/Delegated.java",
            "quiet >= QUIET_ROUNDS",
            "quiet > rounds",
            "forwarding.DynamicQueryTest#whatOthersBringInSilenceIsOverWhenNobodyHasAnsweredForAWhile"),
        new PlantedFault(
            "ends a search when one of its ultrapeers is done",
            "forwarding/Delegated.java",
            "if (field.busy() == 0) {",
            "if (field.busy() < 2) {",
            "forwarding.DynamicQueryTest#whatOthersBringToTheNetworkIsOverWhenAllOfThemAreDone"),
        new PlantedFault(
            "says that it is done before its leaves can answer",
            "forwarding/DynamicQuery.java",
            "if (probe.asked() > 0 || field.width() == 0) {",
            "if (probe.asked() > 0) {",
            "LeafQueryTest#whoReadsItIsToldWhenItsUltrapeerIsDone"));
  }
}
