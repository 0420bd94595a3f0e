package io.peerwright.overlay.gnutella;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in handshakes, links, routes and searches, and the tests that catch them. */
final class ServentFaults {

  private ServentFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "takes a GUID for the address of a group",
            "transfer/Pushes.java",
            "servent.high() & REST | FIRST_BYTE",
            "servent.high()",
            "transfer.PushesTest#anyGuidCanBeAsked"),
        new PlantedFault(
            "makes trees for requesters that are gone",
            "transfer/TreeServer.java",
            "waiting.removeIf(each -> !each.exchange.isWanted());",
            "",
            "transfer.TreeServerTest#nothingIsHashedForNobody"),
        new PlantedFault(
            "never looks again at a file that could not be read",
            "transfer/TreeServer.java",
            "loop.nanoTime() - known.at < AGAIN_NANOS",
            "known.at < Long.MAX_VALUE",
            "transfer.TreeServerTest#aFileThatCouldNotBeReadIsLookedAtAgainLater"),
        new PlantedFault(
            "counts a long query as a short one",
            "link/QueryBudget.java",
            "1 + length / BYTES_READ_AT_ONCE",
            "1 + length / 4_096",
            "QueryFloodTest#aLongQueryCountsAsSeveralAndOneThatNobodyTypesIsNone"),
        new PlantedFault(
            "takes a text of any length apart",
            "message/Query.java",
            "!data.isEmpty() && data.size() <= MAX_TEXT",
            "!data.isEmpty()",
            "message.MessagesTest#longTextStandsInAnExtension"),
        new PlantedFault(
            "gives the pushes of a servent to who has answered in its name last",
            "servent/PushRoutes.java",
            "if (known == null && mayTell(from) || known == from) {",
            "if (mayTell(from)) {",
            "servent.PushRoutesTest#whoAnswersInTheNameOfAnotherDoesNotTakeItsPushes"),
        new PlantedFault(
            "lets one neighbour make it forget all ways to others",
            "servent/PushRoutes.java",
            "return rates.take(from.remote(), loop.nanoTime());",
            "return true;",
            "servent.PushRoutesTest#oneAddressDoesNotPushAllOthersOut"),
        new PlantedFault(
            "dials for each copy of a push",
            "servent/Router.java",
            "      counters.relayed().duplicatePushes++;\n      return;",
            "      counters.relayed().duplicatePushes++;",
            "PushTest#aPushThatComesTwiceIsDialledOnce"),
        new PlantedFault(
            "keeps what it fetches to itself",
            "transfer/FileFetch.java",
            "if (own != null && to != null && policy.permits(to, own)) {",
            "if (false) {",
            "PartialSharingTest#manyWhoFetchTheSameTakeMostOfItFromEachOther"),
        new PlantedFault(
            "names itself before it has anything",
            "transfer/FetchedFiles.java",
            "return file != null && file.isOfUse() ? file : null;",
            "return file;",
            "PartialSharingTest#whoFetchesNamesItselfOnceItHasSomething"),
        new PlantedFault(
            "takes ends of parts for what follows them",
            "transfer/AvailableRanges.java",
            "Long.parseLong(range.group(2)) + 1)",
            "Long.parseLong(range.group(2)))",
            "transfer.AvailableRangesTest#endsAreIncluded"),
        new PlantedFault(
            "takes TLS for agreed that the caller has not confirmed",
            "handshake/Handshake.java",
            "    upgrades &= head.fields().hasToken(\"Connection\", \"Upgrade\");\n",
            "",
            "handshake.CapturedHandshakesTest#servesOneThatDials"),
        new PlantedFault(
            "asks for TLS inside of TLS",
            "handshake/Handshake.java",
            "this.tls = tls ? TlsUse.OFF : servent.offer().tls();",
            "this.tls = servent.offer().tls();",
            "handshake.HandshakeTest#nobodyAsksForTlsInsideOfTls"),
        new PlantedFault(
            "reads TLS as messages that comes with the third block of a handshake",
            "link/SecurablePeerLink.java",
            "if (known != null && data.hasRemaining()) {",
            "if (known != null && known.tls != null) {",
            "LiveTlsTest#tlsMayBeginBesideTheThirdBlock"),
        new PlantedFault(
            "takes a cut list of files for a whole one",
            "transfer/BrowseCall.java",
            "end(waiting.hasRemaining() ? Reason.PROTOCOL : Reason.ENDED);",
            "end(Reason.ENDED);",
            "BrowseTest#whatIsNoListEndsAsSuch"),
        new PlantedFault(
            "passes pushes on to who takes the GUID of another",
            "servent/PushProxies.java",
            "known.getOrDefault(client, from) != from || client.equals(guid)",
            "client.equals(guid)",
            "servent.PushProxiesTest#aNeighbourIsPassedItsOwnPushes"),
        new PlantedFault(
            "names push proxies that are a third party",
            "servent/PushProxies.java",
            "told.withPort(0).equals(from.remote().withPort(0))",
            "true",
            "servent.PushProxiesTest#noThirdPartyIsNamed"),
        new PlantedFault(
            "remembers all servents that cannot be dialled",
            "transfer/Pushes.java",
            "if (ways.size() > MOST_WAYS) {",
            "if (ways.isEmpty()) {",
            "transfer.PushesTest#serventsThatWereNotAskedLongestAreForgotten"),
        new PlantedFault(
            "takes a compressed stream that nobody asked for",
            "handshake/Handshake.java",
            "if (inflates && !deflate) {",
            "if (inflates && deflates && !deflate) {",
            "handshake.HandshakeTest#compressionThatNobodyAskedForIsRefused"),
        new PlantedFault(
            "names no others when it refuses",
            "handshake/Handshake.java",
            "return list.isEmpty() ? fields : fields.with(\"X-Try-Ultrapeers\", list.toString());",
            "return fields;",
            "handshake.HandshakeTest#anUltrapeerWithoutPlacesNamesOthers"),
        new PlantedFault(
            "gives a place to who does not follow guidance",
            "handshake/Admission.java",
            "if (leaf ? freeLeaves == 0 : freeUltrapeers == 0) {",
            "if (leaf ? freeLeaves == 0 : freeUltrapeers + freeLeaves == 0) {",
            "handshake.HandshakeTest#whoDoesNotFollowGuidanceOfAFullUltrapeerGetsNoPlace"),
        new PlantedFault(
            "lets the compressor read on in a buffer that others fill",
            "link/Deflation.java",
            "    packer.setInput(NOTHING);\n",
            "",
            "link.SendQueueTest#aCompressedStreamHoldsTheSame"),
        new PlantedFault(
            "reads a bomb to its end",
            "link/Inflation.java",
            "inflated / MAX_RATIO > received",
            "inflated / MAX_RATIO > received * 1_000_000",
            "link.PeerLinkTest#aBombEndsTheLinkEarly"),
        new PlantedFault(
            "drops the latest instead of the oldest",
            "link/WaitingMessages.java",
            "while (count > 0 && to - from + needed > kind.maxBytes && kind != Kind.CONTROL) {",
            "while (count < 0) {",
            "link.SendQueueTest#kindsAreBoundedEachForItself"),
        new PlantedFault(
            "sends what is too old",
            "link/WaitingMessages.java",
            "seconds - time() > kind.maxSeconds",
            "seconds - time() > 100 * kind.maxSeconds",
            "link.SendQueueTest#whatIsOldIsNotSent"),
        new PlantedFault(
            "forgets the old generation too soon",
            "routing/GuidRoutes.java",
            "old = stale ? null : young;",
            "old = null;",
            "routing.GuidRoutesTest#isKeptForOneToTwoLives"),
        new PlantedFault(
            "takes queries of any length",
            "link/QueryBudget.java",
            "|| bytes.available(now) <= 0",
            "",
            "link.QueryBudgetTest#longOnesAreCountedByTheirBytes"),
        new PlantedFault(
            "takes more at once than may wait",
            "link/QueryBudget.java",
            "Kind.QUERY.maxBytes / 2",
            "Kind.QUERY.maxBytes",
            "link.QueryBudgetTest#allThatComesAtOnceMayWaitForASlowNeighbour"),
        new PlantedFault(
            "makes each table of GUIDs anew",
            "routing/GuidRoutes.java",
            "? gone.cleared()",
            "? new Generation(there)",
            "routing.GuidRoutesTest#atAnEvenRateNothingIsAllocated"),
        new PlantedFault(
            "keeps a large table for a few GUIDs",
            "routing/GuidRoutes.java",
            "there / TOO_LARGE <= capacity",
            "true",
            "routing.GuidRoutesTest#isAsLargeAsTheRateNeeds"),
        new PlantedFault(
            "leads to who has taken the place of another",
            "routing/LinkTable.java",
            "rounds[place] == number >> PLACE_BITS;",
            "true;",
            "routing.LinkTableTest#aNumberThatIsGoneLeadsToNobody"),
        new PlantedFault(
            "sends a query on as often as it comes",
            "servent/Router.java",
            "counters.relayed().duplicateQueries++;\n"
                + "      leafQueries.onDuplicate(from, new Guid(high, low), hops);\n"
                + "      walks.walk(from, data, at, length, steps - 1, hops);\n"
                + "      return;",
            "counters.relayed().duplicateQueries++;",
            "FloodTest#aFloodReachesAlmostAllAndHalfOfItIsInVain"),
        new PlantedFault(
            "sends a query as far as its asker likes",
            "servent/Router.java",
            "Math.min(Header.ttl(data, at) - 1, maxTtl - hops)",
            "Math.max(Header.ttl(data, at) - 1, maxTtl - maxTtl)",
            "QueryFloodTest#aQueryGoesNoFartherThanTheUsualWayWhateverItsAskerWants"),
        new PlantedFault(
            "asks leaves only as far as a query goes",
            "servent/Router.java",
            "tables.first(toLeaves, ttl > 0)",
            "tables.first(toLeaves && ttl > 0, ttl > 0)",
            "QueryFloodTest#leavesAreAskedOnTheLastHop"),
        new PlantedFault(
            "takes as many queries as come",
            "servent/Router.java",
            "      counters.relayed().excessQueries++;\n      return;",
            "      counters.relayed().excessQueries++;",
            "QueryFloodTest#whoSendsTooManyQueriesIsHeardAsOftenAsAllowed"),
        new PlantedFault(
            "lets one address have all places",
            "servent/Neighbours.java",
            "if (remote.isLoopback()) {\n      return all;",
            "if (remote.port() != 0) {\n      return all;",
            "PortTest#oneAddressTakesNoMoreThanHalfOfThePlaces"),
        new PlantedFault(
            "counts a query as one whatever it costs",
            "servent/Router.java",
            "countQueries(lookedAt / FILES_OF_A_QUERY,",
            "countQueries(0,",
            "QueryFloodTest#aQueryForWhichManyFilesAreLookedAtCountsAsSeveral"),
        new PlantedFault(
            "searches for a leaf that has enough",
            "servent/LeafQueries.java",
            "if (hits == QueryStatusResponse.ENOUGH) {",
            "if (hits > QueryStatusResponse.ENOUGH) {",
            "LeafQueryTest#aSearchThatIsOverAtTheLeafIsOverAtItsUltrapeer"),
        new PlantedFault(
            "lets hits that its leaf does not want end a search",
            "servent/LeafQueries.java",
            "      unjudged = 0;\n",
            "",
            "LeafQueryTest#aLeafThatKeepsNothingIsSearchedForUntilAllWereAsked"),
        new PlantedFault(
            "searches for a leaf as often as it likes",
            "servent/LeafQueries.java",
            "if (asked >= MAX_PER_LEAF ||",
            "if (asked >= MAX ||",
            "LeafQueryTest#aLeafHasTenSearchesAtOnce"),
        new PlantedFault(
            "sends queries to who wants none",
            "servent/QueryRouting.java",
            "if (!to.state().wantsHops(hops)) {",
            "if (!to.state().wantsHops(-1)) {",
            "LeafQueryTest#whatANeighbourSaysOfHopsIsObeyed"),
        new PlantedFault(
            "wants queries though it can serve nobody",
            "servent/QueryFlow.java",
            "new HopsFlow(busy ? NONE : ALL)",
            "new HopsFlow(busy ? ALL : ALL)",
            "LeafQueryTest#aLeafThatCanServeNobodyElseIsNotAsked"),
        new PlantedFault(
            "lets walks go on for ever",
            "servent/Walks.java",
            "WalkSteps.set(copy, 0, steps);",
            "WalkSteps.set(copy, 0, Math.max(steps, 2));",
            "RandomWalkTest#enoughIsFoundInOneShortRound"),
        new PlantedFault(
            "gives all places at the port to one address",
            "servent/ServentPort.java",
            "new ProtocolPort.Limits(100, 20,",
            "new ProtocolPort.Limits(100, 100,",
            "PortTest#theSilentOfOneAddressShutNobodyOut"),
        new PlantedFault(
            "does not wait for the files of downloads",
            "transfer/Downloads.java",
            "    if (closing == 0) {\n      host.loop()",
            "    if (closing >= 0) {\n      host.loop()",
            "LeaveTest#aLeaveWaitsForTheFilesOfDownloads"),
        new PlantedFault(
            "dials a third party as often as it is asked to",
            "transfer/ServerDials.java",
            "|| !rates().take(to, now)) {",
            "|| !rates().take(to, now) && dialling < 0) {",
            "PushTest#aThirdPartyIsDialledAFewTimesAMinute"),
        new PlantedFault(
            "calls for its queue wherever it is told to",
            "transfer/Node.java",
            "return isAsker && node.port() != 0 ? node : null;",
            "return isAsker || node.port() != 0 ? node : null;",
            "QueueCallTest#whoDoesNotComeIsCalledTwiceAndNobodyElseIsDialled"),
        new PlantedFault(
            "asks who has called when its time comes",
            "transfer/Downloads.java",
            "        fetch.onReady(source);\n",
            "",
            "QueueCallTest#whoWaitsIsCalledWhenItIsItsTurn"),
        new PlantedFault(
            "gives all dials to one neighbour",
            "transfer/GivDials.java",
            "MOST_OF_A_NEIGHBOUR = ServerDials.MOST_AT_A_TIME / 2",
            "MOST_OF_A_NEIGHBOUR = ServerDials.MOST_AT_A_TIME",
            "PushTest#aNeighbourThatWantsManyDialledLeavesPlacesToOthers"),
        new PlantedFault(
            "dials its own host for others",
            "transfer/Transfers.java",
            "&& policy.permits(from, to)) {",
            "&& policy != null) {",
            "PushTest#nobodyIsMadeToDialItsOwnHost"),
        new PlantedFault(
            "says that it can be dialled behind a router",
            "servent/ServentPort.java",
            "return seen.equals(at.withPort(0)) ||",
            "return !seen.equals(at.withPort(0)) ||",
            "PushTest#whoCannotBeDialledIsAskedToDial"),
        new PlantedFault(
            "gives what was dialled because of a push to nobody",
            "transfer/Pushes.java",
            "PushedLink first = some.peek();",
            "PushedLink first = null;",
            "PushTest#whoKnowsThatNobodyFindsItSaysSo"),
        new PlantedFault(
            "asks leaves for what they do not have",
            "servent/QueryRouting.java",
            "if (!hears(to) || !leaf && ttl > 1) {",
            "if (!hears(to) || leaf || ttl > 1) {",
            "QueryRoutingTest#onlyLeavesWhoseFilesMatchAreAsked"),
        new PlantedFault(
            "asks ultrapeers on the last hop for what they do not have",
            "servent/QueryRouting.java",
            "if (!hears(to) || !leaf && ttl > 1) {",
            "if (!hears(to) || !leaf) {",
            "QueryRoutingTest#ultrapeersTellEachOtherOfTheirLeaves"),
        new PlantedFault(
            "tells other ultrapeers of its own files only",
            "servent/QueryRouting.java",
            "if (neighbours.leaves() == 0) {",
            "if (neighbours.leaves() >= 0) {",
            "QueryRoutingTest#ultrapeersTellEachOtherOfTheirLeaves"),
        new PlantedFault(
            "tells neighbours of its first files only",
            "servent/QueryRouting.java",
            "    filesChanged = true;\n    changed(PAUSE_NANOS);",
            "    filesChanged = true;",
            "QueryRoutingTest#whatIsSharedLaterIsFoundAndWhatIsWithdrawnIsNotAskedFor"),
        new PlantedFault(
            "says that its words are known before they are",
            "servent/QueryRouting.java",
            "waiting.forEach(receipts()::whenHere);",
            "waiting.forEach(Runnable::run);",
            "QueryRoutingTest#whatIsPublishedHasBeenRead"),
        new PlantedFault(
            "waits for ever for a neighbour that answers no ping",
            "servent/Receipts.java",
            "if (asksAgain) {",
            "if (asksAgain && open.isEmpty()) {",
            "QueryRoutingTest#whoAnswersNoPingHoldsNothingUp"),
        new PlantedFault(
            "keeps its table when a file is withdrawn",
            "servent/GnutellaServent.java",
            "if (library.remove(item)) {",
            "if (!library.remove(item)) {",
            "QueryRoutingTest#whatIsSharedLaterIsFoundAndWhatIsWithdrawnIsNotAskedFor"),
        new PlantedFault(
            "takes as many changes to a table as come",
            "qrp/TableExchange.java",
            "    bucket.take(slots, now);\n",
            "",
            "qrp.TableExchangeTest#changesAreBoundedByTheWorkThatTheyMake"),
        new PlantedFault(
            "charges each part of a change",
            "qrp/TableExchange.java",
            "if (slots == 0 || reader.isReceiving()) {",
            "if (slots == 0) {",
            "qrp.TableExchangeTest#aChangeInManyPartsCostsAsMuchAsInOne"));
  }
}
