package io.peerwright.overlay.gnutella;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in bootstrap, pongs, datagrams and hits as datagrams, and the tests that catch them. */
final class EntryFaults {

  private EntryFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- bootstrap
        new PlantedFault(
            "names to others whom a third party has told of",
            "bootstrap/WebCache.java",
            "told.withPort(0).equals(asker.withPort(0)) ? told : null",
            "!told.isAnyLocal() ? told : null",
            "BootstrapTest#onlyThoseAreToldThatWereFoundThere"),
        new PlantedFault(
            "hears of one address as often as it tells",
            "bootstrap/WebCache.java",
            "next != null && next - now > 0",
            "next != null && next < 0",
            "BootstrapTest#onlyThoseAreToldThatWereFoundThere"),
        new PlantedFault(
            "answers one address as often as it asks",
            "bootstrap/WebCache.java",
            "!rates.take(exchange.remote(), loop.nanoTime())",
            "!rates.take(exchange.remote(), loop.nanoTime()) && request.path().isEmpty()",
            "BootstrapTest#oneAddressAsksSixTimesInAMinute"),
        new PlantedFault(
            "takes as many servents as a cache names",
            "bootstrap/CacheLines.java",
            "hosts.size() < MAX_HOSTS",
            "hosts.size() < MAX_LINES",
            "bootstrap.CacheLinesTest#isBounded"),
        new PlantedFault(
            "takes a servent without a port",
            "bootstrap/CacheLines.java",
            "return host.port() == 0 ? null : host;",
            "return host;",
            "bootstrap.CacheLinesTest#whatIsNoHostIsNone"),
        new PlantedFault(
            "asks dead caches as often as those that answer",
            "bootstrap/Bootstrap.java",
            "UDP_PAUSE.varied(++udpFailures, random)",
            "UDP_PAUSE.varied(1, random)",
            "BootstrapTest#deadCachesAreAskedSeldom"),
        new PlantedFault(
            "is its own neighbour",
            "servent/Connector.java",
            "&& !isOurs(each.endpoint())) {",
            ") {",
            "BootstrapTest#noServentIsItsOwnNeighbour"),
        new PlantedFault(
            "keeps both links to whom it has dialled at the same time",
            "servent/DoubleLinks.java",
            "return known == null ? null : known.link;",
            "return null;",
            "servent.CrossingLinksTest#theSameLinkStaysOnBothSides"),
        new PlantedFault(
            "ends both links to whom it has dialled at the same time",
            "servent/DoubleLinks.java",
            "&& dialled == own.compareTo(theirs) < 0;",
            "&& !dialled;",
            "servent.CrossingLinksTest#theSameLinkStaysOnBothSides"),
        new PlantedFault(
            "takes a call by whom it is about to call",
            "servent/DoubleLinks.java",
            "boolean ours = each.isDialled()",
            "boolean ours = !each.isDialled()",
            "DoubleLinksTest#whoDialEachOtherAtTheSameTimeAreLinkedOnce"),
        new PlantedFault(
            "links to whoever claims the GUID of a neighbour",
            "servent/DoubleLinks.java",
            "known.link.isDialled() != dialled",
            "true",
            "DoubleLinksTest#whoClaimsTheGuidOfANeighbourGetsNoLink"),
        new PlantedFault(
            "links to itself where it does not know its address",
            "servent/DoubleLinks.java",
            "if (theirs.equals(own)) {",
            "if (theirs == own) {",
            "DoubleLinksTest#nobodyLinksToItself"),
        new PlantedFault(
            "lets one neighbour name all whom it remembers",
            "servent/Connector.java",
            "held += held < most && add(each, by) ? 1 : 0;",
            "held += add(each, by) ? 1 : 0;",
            "PongCachingTest#oneNeighbourNamesHalfOfThoseThatAreRemembered"),
        // ---- pongs
        new PlantedFault(
            "remembers one host under each of its ports",
            "discovery/PongCache.java",
            "if (atAddress >= MAX_AT_AN_ADDRESS) {",
            "if (atAddress >= MAX) {",
            "discovery.PongCacheTest#oneHostUnderManyPortsIsThreeAtTheMost"),
        new PlantedFault(
            "lets one link displace what others have told",
            "discovery/PongCache.java",
            "if (ofLink >= MAX_OF_A_LINK) {",
            "if (ofLink >= MAX) {",
            "discovery.PongCacheTest#oneLinkThatNamesManyDisplacesOnlyItsOwn"),
        new PlantedFault(
            "tells what is a second too old",
            "discovery/PongCache.java",
            "seconds > FRESH_SECONDS) {",
            "seconds > FRESH_SECONDS + 1) {",
            "discovery.PongCacheTest#whatIsOldIsNotTold"),
        new PlantedFault(
            "tells a link what it has told itself",
            "discovery/PongCache.java",
            "if (each.from != notFrom && ",
            "if (",
            "discovery.PongCacheTest#nobodyIsToldWhatItHasTold"),
        new PlantedFault(
            "passes on whatever stands in a pong",
            "discovery/KnownServent.java",
            "each.raw().size() <= MAX_DATA",
            "each.raw().size() >= 0",
            "discovery.PongCacheTest#onlyWhatIsKnownAndSmallIsPassedOn"),
        new PlantedFault(
            "passes on as many extensions as there are",
            "discovery/KnownServent.java",
            "kept.size() < MAX_PASSED_ON",
            "kept.size() >= 0",
            "discovery.PongCacheTest#onlyWhatIsKnownAndSmallIsPassedOn"),
        new PlantedFault(
            "dials a group of hosts",
            "discovery/KnownServent.java",
            "!at.isAnyLocal() && !at.isMulticast()",
            "!at.isAnyLocal()",
            "discovery.PongCacheTest#aServentWithoutIpv4IsAtItsIpv6Address"),
        new PlantedFault(
            "looks like an ultrapeer to old servents",
            "discovery/Self.java",
            "? told + 1 : told;",
            "? told : told;",
            "discovery.PongCacheTest#onlyUltrapeersShareAPowerOfTwo"),
        // ---- datagrams
        new PlantedFault(
            "answers a ping with six times its bytes",
            "datagram/PingAnswers.java",
            "int room = FACTOR * (",
            "int room = 2 * FACTOR * (",
            "datagram.PingAnswersTest#nothingIsAsLongAsThreePingsWhateverIsKnown"),
        new PlantedFault(
            "answers one address as often as it pings",
            "datagram/PingAnswers.java",
            "|| !rates.take(asker, now)) {",
            "|| !rates.take(asker, now) && now < 0) {",
            "DatagramPingTest#oneAddressGetsTwelveAnswersInAMinute"),
        new PlantedFault(
            "answers as many addresses as ping",
            "datagram/PingAnswers.java",
            "if (all.available(now) < 1 ||",
            "if (",
            "datagram.PingAnswersTest#allTogetherGetTwoHundredAnswersInASecond"),
        new PlantedFault(
            "takes what stands behind a message",
            "datagram/ServentDatagrams.java",
            "Header.payloadLength(data, at) == data.remaining() - Header.BYTES",
            "Header.payloadLength(data, at) <= data.remaining() - Header.BYTES",
            "datagram.ServentDatagramsTest#aDatagramIsOneMessageNoMoreAndNoLess"),
        new PlantedFault(
            "takes flags for a length",
            "datagram/ServentDatagrams.java",
            "&& Header.flags(data, at) == 0\n",
            "\n",
            "datagram.ServentDatagramsTest#aDatagramIsOneMessageNoMoreAndNoLess"),
        new PlantedFault(
            "takes a pong with half of the GUID",
            "datagram/PingCalls.java",
            "return guid.low() == LOW && ",
            "return ",
            "datagram.PingCallsTest#aPongCountsOfWhoWasAskedAndWithTheWholeGuid"),
        new PlantedFault(
            "pings a third party again and again for a proof",
            "datagram/PingCalls.java",
            "calls.ask(at, ONCE, call);",
            "calls.ask(at, RETRY, call);",
            "datagram.PingCallsTest#whoIsSilentIsAskedThreeTimesAndForAProofOnce"),
        // ---- hits as datagrams
        new PlantedFault(
            "takes hits with any token",
            "outofband/AwaitedHits.java",
            "|| !known.token.equals(token(hit))) {",
            "|| token(hit).isEmpty()) {",
            "outofband.AwaitedHitsTest#noMoreHitsCountThanWereOfferedAndWanted"),
        new PlantedFault(
            "takes as many hits as come",
            "outofband/AwaitedHits.java",
            "known.left -= Math.max(1, hit.count());",
            "known.left -= 0;",
            "outofband.AwaitedHitsTest#noMoreHitsCountThanWereOfferedAndWanted"),
        new PlantedFault(
            "waits for hits for ever",
            "outofband/AwaitedHits.java",
            "|| known.deadline - loop.nanoTime() < 0\n",
            "",
            "outofband.AwaitedHitsTest#anOfferIsWaitedForAMinute"),
        new PlantedFault(
            "remembers as many offers as come",
            "outofband/AwaitedHits.java",
            "if (awaited.size() >= MAX_WAITING) {",
            "if (awaited.size() >= 10 * MAX_WAITING) {",
            "outofband.AwaitedHitsTest#offersAreBoundedAndAnsweredOnce"),
        new PlantedFault(
            "takes offers that come without a token",
            "outofband/AwaitedHits.java",
            "|| number.version() < SECURE ",
            "",
            "OutOfBandTest#hitsThatNobodyHasAskedForAreNone"),
        new PlantedFault(
            "sends hits to whom a stranger has named",
            "outofband/OfferedHits.java",
            "proof.prove(from, () -> send(offer, query, wanted), offer.overLink);",
            "send(offer, query, wanted);",
            "outofband.OfferedHitsTest#hitsGoToWhoHasAnsweredAndElseOverTheLink"),
        new PlantedFault(
            "gives the hits of one to another",
            "outofband/OfferedHits.java",
            "|| !offer.to.equals(from)\n",
            "",
            "outofband.OfferedHitsTest#anOfferIsForTheAskerOnceAndWithASmallToken"),
        new PlantedFault(
            "sends each hit with as long a token as is asked for",
            "outofband/OfferedHits.java",
            "|| wanted.token().size() > MAX_TOKEN) {",
            "|| wanted.token().size() > 1 << MAX_TOKEN / 4) {",
            "outofband.OfferedHitsTest#anOfferIsForTheAskerOnceAndWithASmallToken"),
        new PlantedFault(
            "sends one address as much as it wants",
            "outofband/OfferedHits.java",
            "if (left <= 0 || kibibytes.waitNanos(offer.to, now) > 0) {",
            "if (left <= 0) {",
            "outofband.OfferedHitsTest#oneAddressGetsSixteenKibibytesInAMinute"),
        new PlantedFault(
            "offers hits to as many as are named",
            "outofband/OfferedHits.java",
            "if (all.available(now) < 1\n        || ",
            "if (",
            "outofband.OfferedHitsTest#offersAreBoundedInNumberAndTime"),
        new PlantedFault(
            "keeps offers that nobody takes",
            "outofband/OfferedHits.java",
            "waiting.values().removeIf(each -> each.deadline - now < 0);",
            "",
            "outofband.OfferedHitsTest#offersAreBoundedInNumberAndTime"),
        new PlantedFault(
            "names ultrapeers to who comes that have no place for it",
            "servent/Neighbours.java",
            "boolean free = link.state().hasPlaces(leaf);",
            "boolean free = true;",
            "PongCachingTest#whoComesIsToldOfThoseThatHaveAPlaceForIt"),
        new PlantedFault(
            "dials servents that have said that they have no place for it",
            "servent/MessageHandler.java",
            "if (!told.isFull(from.ours() == Role.LEAF)) {",
            "if (hops >= 0) {",
            "PongCachingTest#whoIsToldOfServentsDialsThoseThatHaveAPlaceForIt"));
  }
}
