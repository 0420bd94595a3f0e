package io.peerwright.overlay.bittorrent;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/**
 * Faults in which trackers are asked and what is made of their answers, and in what a tracker keeps
 * and whom it dials; and the tests that catch them.
 */
final class AnnounceFaults {

  private AnnounceFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- which trackers
        new PlantedFault(
            "announces to one tier whatever it is told",
            "announce/Announcer.java",
            "boolean one = options.firstOnly() || sink.isPrivate();",
            "boolean one = true;",
            "announce.AnnouncerTest#aTrackerOfEveryTierIsAskedAtTheSameTime"),
        new PlantedFault(
            "announces to every tier whatever it is told",
            "announce/Announcer.java",
            "options.firstOnly() || sink.isPrivate()",
            "sink.isPrivate()",
            "announce.AnnouncerTest#theFirstTrackerThatAnswersIsAskedFromThenOn"),
        new PlantedFault(
            "announces a private torrent to every tier",
            "announce/Announcer.java",
            "options.firstOnly() || sink.isPrivate()",
            "options.firstOnly()",
            "announce.AnnouncerTest#aPrivateTorrentIsAnnouncedToOneTrackerOnly"),
        new PlantedFault(
            "announces a private torrent to the user's trackers",
            "announce/Announcer.java",
            "if (sink.isPrivate() && !options.trackers().isEmpty()) {",
            "if (sink.isPrivate() && options.trackers().isEmpty()) {",
            "announce.AnnouncerTest#aPrivateTorrentIsAnnouncedToOneTrackerOnly"),
        new PlantedFault(
            "stays with all trackers of what turns out to be private",
            "announce/Announcer.java",
            "if (!running || tiers.size() < 2) {",
            "if (!running || tiers.size() > 0) {",
            "announce.AnnouncerTest#aPrivateTorrentIsAnnouncedToOneTrackerOnly"),
        new PlantedFault(
            "leaves out the user's trackers",
            "announce/Announcer.java",
            "for (String text : options.trackers()) {",
            "for (String text : List.<String>of()) {",
            "announce.AnnouncerTest#aTrackerOfEveryTierIsAskedAtTheSameTime"),
        new PlantedFault(
            "forgets the trackers of the last of many tiers",
            "announce/Announcer.java",
            "last ? found.size() : i + 1",
            "i + 1",
            "announce.ManyTrackersTest#trackersOfTooManyTiersStandInForTheLast"),
        new PlantedFault(
            "tells of a dead tracker while another is well",
            "announce/Announcer.java",
            "tiers.stream().noneMatch(each -> each != tier && each.isWell())",
            "running",
            "announce.ManyTrackersTest#aDeadTrackerIsNoNewsWhileAnotherOneIsWell"),
        new PlantedFault(
            "lets a silent tracker hold up the next one",
            "announce/TierAnnounces.java",
            "HEAD_START_NANOS = 5 * SECOND_NANOS",
            "HEAD_START_NANOS = 60 * SECOND_NANOS",
            "announce.AnnouncerTest#aSilentTrackerOrAddressDelaysTheNextOneBySeconds"),
        new PlantedFault(
            "asks dead trackers as often as ever",
            "announce/TierAnnounces.java",
            "RETRY.pause(++failedRounds)",
            "RETRY.pause(Math.min(1, ++failedRounds))",
            "announce.AnnouncerTest#triesBecomeRareAndNeverEnd"),
        new PlantedFault(
            "asks for peers whenever it needs them",
            "announce/TierAnnounces.java",
            "      hurry(mayAskNanos);",
            "      hurry(0);",
            "announce.AnnouncerTest#morePeersAreAskedForAsSoonAsTheTrackerAllows"),
        new PlantedFault(
            "forgets that a download has ended while a tracker was asked",
            "announce/TierAnnounces.java",
            "completing &= event != Event.COMPLETED;",
            "completing = false;",
            "announce.AnnouncerTest#aDownloadThatEndsBeforeTheAnswerIsToldAfterIt"),
        // ---- the addresses of a tracker
        new PlantedFault(
            "lets a silent address hold up the next one",
            "announce/TrackerAsk.java",
            "HEAD_START_NANOS = 3_000_000_000L",
            "HEAD_START_NANOS = 60_000_000_000L",
            "announce.AnnouncerTest#aSilentTrackerOrAddressDelaysTheNextOneBySeconds"),
        new PlantedFault(
            "asks at one address of a name",
            "announce/TrackerAsk.java",
            "MOST_ADDRESSES = 4",
            "MOST_ADDRESSES = 1",
            "announce.AnnouncerTest#aRefusedConnectionIsNotAnAnswer"),
        new PlantedFault(
            "takes a refused connection for an answer",
            "announce/TrackerAsk.java",
            "        family.next();\n",
            "        family.done();\n",
            "announce.AnnouncerTest#aRefusedConnectionIsNotAnAnswer"),
        new PlantedFault(
            "asks elsewhere whom a tracker has refused",
            "announce/TrackerAsk.java",
            "        failure = why;\n        family.underWay.remove(this);\n        family.done();",
            "        failure = why;\n        family.underWay.remove(this);\n        family.next();",
            "announce.ManyTrackersTest#aRefusalInWordsIsAnAnswer"),
        new PlantedFault(
            "asks neighbours for any path",
            "announce/TrackerAsk.java",
            "harmless ? Reach.HOST : source",
            "Reach.HOST",
            "announce.AnnouncerTest#localTrackersOfATorrentAreAskedForAnAnnounceOnly"),
        new PlantedFault(
            "asks neighbours for a path behind an announce",
            "announce/TrackerAsk.java",
            "/announce[A-Za-z0-9._-]*(",
            "/announce[^?]*(",
            "announce.AnnouncerTest#localTrackersOfATorrentAreAskedForAnAnnounceOnly"),
        new PlantedFault(
            "takes neighbours from a far tracker",
            "announce/TierAnnounces.java",
            "          .filter(peer -> client.addresses().permits(from, peer))\n",
            "",
            "announce.AnnouncerTest#aTrackerTellsOfPeersThatItCanReachItself"),
        new PlantedFault(
            "looks up neighbours for a far tracker",
            "announce/Announcer.java",
            "client.addresses().permitted(Reach.of(from), found).stream()",
            "found.stream()",
            "announce.OddAnswersTest#aFarTrackerNamesNoHostOfOurNetwork"),
        // ---- the end
        new PlantedFault(
            "waits for a dead tracker at the end",
            "announce/Announcer.java",
            "open == 0 ? 0 : LEAVE_NANOS",
            "open == 0 ? 0 : FAREWELL_NANOS",
            "announce.AnnouncerTest#aDeadTrackerDoesNotHoldTheEnd"),
        new PlantedFault(
            "takes leave of a dead tracker for ever",
            "announce/Announcer.java",
            "open == 0 ? 0 : FAREWELL_NANOS",
            "open == 0 ? 0 : 100 * FAREWELL_NANOS",
            "announce.AnnouncerTest#aDeadTrackerDoesNotHoldTheEnd"),
        new PlantedFault(
            "takes leave of trackers that know it only",
            "announce/TierAnnounces.java",
            "tracker.knowsUs || rounds.stream().anyMatch(round -> round.tracker == tracker)",
            "tracker.knowsUs",
            "announce.ManyTrackersTest#aTrackerThatMayHaveHeardUsHearsOfTheEnd"),
        // ---- answers
        new PlantedFault(
            "takes no answer with bytes behind it",
            "announce/HttpAsk.java",
            "BReader.readFirstDict(plain,",
            "BReader.readDict(plain.array(),",
            "announce.OddAnswersTest#whatOthersTakeIsTaken"),
        new PlantedFault(
            "takes no compressed answer",
            "announce/HttpAsk.java",
            "Gzip.plain(body.bytes(), MAX_ANSWER_BYTES)",
            "body.bytes()",
            "announce.OddAnswersTest#whatOthersTakeIsTaken"),
        new PlantedFault(
            "takes no answer that is whole and breaks off",
            "announce/HttpAsk.java",
            "failure != null && body.isEmpty()",
            "failure != null",
            "announce.OddAnswersTest#whatOthersTakeIsTaken"),
        new PlantedFault(
            "takes peers along with a refusal",
            "announce/HttpAsk.java",
            "      if (failure != null) {",
            "      if (failure != null && body.isEmpty()) {",
            "announce.OddAnswersTest#whatNobodyTakesIsRefused"),
        new PlantedFault(
            "unpacks an answer of any length",
            "announce/Gzip.java",
            "in.readNBytes(most + 1);\n      if (plain.length > most) {",
            "in.readAllBytes();\n      if (plain.length < 0) {",
            "announce.OddAnswersTest#whatNobodyTakesIsRefused"),
        new PlantedFault(
            "listens to a tracker that drips",
            "announce/HttpAsk.java",
            "STALL_NANOS, WHOLE_NANOS,",
            "STALL_NANOS, 0,",
            "announce.OddAnswersTest#aTrackerThatDripsIsGivenUp"),
        new PlantedFault(
            "connects again and again to a UDP tracker",
            "announce/UdpAsk.java",
            "rest = connectedOnce ? rest.after(attempt) : retry;",
            "rest = retry;",
            "announce.HostileTrackerTest#whoAnswersConnectsOnlyIsGivenUp"),
        // ---- what a tracker keeps
        new PlantedFault(
            "has no place for anybody new when it is full",
            "tracker/PeerTable.java",
            "!hasRoom(known) && !makeRoom(known, others)",
            "!hasRoom(known)",
            "tracker.MemoryPeerStoreTest#aFullStoreMakesRoomForWhoHasFew"),
        new PlantedFault(
            "drops a peer for one of an address that has as many",
            "tracker/PeerTable.java",
            "int most = others + 1;",
            "int most = others;",
            "tracker.MemoryPeerStoreTest#aFullSwarmStillTellsOfItsPeers"),
        new PlantedFault(
            "makes room for a full swarm elsewhere",
            "tracker/PeerTable.java",
            "known != null && within ? known.member(picks.one(known.size())) : drawn()",
            "drawn()",
            "tracker.MemoryPeerStoreTest#aFullSwarmAndATableFullOfSwarmsDoSoToo"),
        new PlantedFault(
            "drops a large swarm for a new one",
            "tracker/PeerTable.java",
            "swarm.size() > SMALL_SWARM ? 0 : Integer.MAX_VALUE",
            "Integer.MAX_VALUE",
            "tracker.MemoryPeerStoreTest#aLargeSwarmAndOneWithAnHonestPeerStay"),
        new PlantedFault(
            "drops a swarm for its greediest member",
            "tracker/PeerTable.java",
            "int least = swarm.size() > SMALL_SWARM ? 0 : Integer.MAX_VALUE;\n    for (int i = 0; i < swarm.size() && least > 0; i++) {\n      least = Math.min(least, count(swarm.member(i)));",
            "int least = 0;\n    for (int i = 0; i < swarm.size() && swarm.size() <= SMALL_SWARM; i++) {\n      least = Math.max(least, count(swarm.member(i)));",
            "tracker.MemoryPeerStoreTest#aLargeSwarmAndOneWithAnHonestPeerStay"),
        new PlantedFault(
            "lets one family take the memory of both",
            "tracker/StoreLimits.java",
            "long each = bytes / FAMILIES;",
            "long each = bytes;",
            "tracker.MemoryPeerStoreTest#limitsAreLoweredToTheMemoryThatThereIs"),
        new PlantedFault(
            "keeps as many peers as it likes",
            "tracker/TrackerServer.java",
            ".within(config.peerBytes())",
            "",
            "tracker.HostileClientTest#peersAreOnlyAsManyAsThereIsMemoryFor"),
        new PlantedFault(
            "keeps as much of requests as comes",
            "tracker/Sockets.java",
            "new MemoryBudget(service.config.connectionBytes())",
            "new MemoryBudget(Long.MAX_VALUE)",
            "tracker.HostileClientTest#requestsWithoutAnEndTakeNoMoreMemoryThanThereIs"),
        new PlantedFault(
            "has no room in an answer for what it is set to tell",
            "tracker/Sockets.java",
            "ANSWER_BYTES + ANSWER_BYTES_PER_PEER * service.config.maxPeersPerAnswer()",
            "ANSWER_BYTES",
            "tracker.HttpTrackerTest#asManyPeersAreToldAsAreAllowed"),
        // ---- whom a tracker dials
        new PlantedFault(
            "dials a neighbour for a stranger",
            "tracker/AnnounceService.java",
            "isOwnAddress || config.localAddresses().permits(from, told.peer())",
            "true",
            "tracker.HttpTrackerTest#bothFamiliesAreToldToWhoHasBoth"),
        new PlantedFault(
            "dials one address for everybody",
            "tracker/NatChecks.java",
            "naming.take(from, now) && dialled.take(other, now)",
            "naming.take(from, now)",
            "tracker.NatCheckTest#nobodyIsDialledOftenWhoeverNamesIt"),
        new PlantedFault(
            "dials everybody for one address",
            "tracker/NatChecks.java",
            "naming.take(from, now) && dialled.take(other, now)",
            "dialled.take(other, now)",
            "tracker.NatCheckTest#nobodyNamesManyOthers"),
        new PlantedFault(
            "searches a host for open ports",
            "tracker/NatChecks.java",
            "underWay.size() < MOST_AT_ONCE && there < MOST_AT_ONE_ADDRESS",
            "underWay.size() < MOST_AT_ONCE",
            "tracker.NatCheckTest#oneAddressIsDialledAtFewPortsAtATime"),
        new PlantedFault(
            "checks any number of peers at a time",
            "tracker/NatChecks.java",
            "underWay.size() < MOST_AT_ONCE && there",
            "there",
            "tracker.NatCheckTest#checksUnderWayAreBounded"),
        new PlantedFault(
            "sends a server of our network what a torrent says",
            "webseed/WebSeed.java",
            "base.target().indexOf('?') < 0 ? Reach.HOST : Reach.WORLD",
            "Reach.HOST",
            "SlowServerTest#aTorrentNamesNoServicesOfOurNetwork"),
        new PlantedFault(
            "takes any range of a server for the one that it was asked for",
            "webseed/WebSeed.java",
            "if (status == 206 && (said == null || said.first() != inFile)) {",
            "if (status == 206 && said == null) {",
            "WebSeedTest#anotherRangeThanWasAskedForIsNotTaken"));
  }
}
