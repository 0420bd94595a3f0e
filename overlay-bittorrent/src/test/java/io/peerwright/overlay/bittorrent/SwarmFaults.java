package io.peerwright.overlay.bittorrent;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/**
 * Faults in how peers and pieces are chosen and in what trackers tell, and the tests that catch
 * them.
 */
final class SwarmFaults {

  private SwarmFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- choking
        new PlantedFault(
            "serves by merit who snubs us",
            "choking/TitForTat.java",
            "peer.snubbing() ? 0 : peer.received()",
            "peer.received()",
            "choking.ChokerTest#whoSnubsUsIsServedByLuckOnly"),
        new PlantedFault(
            "draws anew in each round",
            "choking/TitForTat.java",
            "boolean drawAnew = round % ROUNDS_OF_LUCK == 0;",
            "boolean drawAnew = true;",
            "choking.ChokerTest#luckStaysForThreeRoundsAndFallsOnEverybody"),
        new PlantedFault(
            "tries new peers no more than others",
            "choking/TitForTat.java",
            "NEW_PEER_CHANCES = 3",
            "NEW_PEER_CHANCES = 1",
            "choking.ChokerTest#newPeersAreThreeTimesLikelierToBeTried"),
        new PlantedFault(
            "gives slots to those who are not interested",
            "choking/TitForTat.java",
            "left -= peer.interested() ? 1 : 0;",
            "left--;",
            "choking.ChokerTest#whoIsNotInterestedTakesNoSlot"),
        new PlantedFault(
            "takes slots from those who were served for the shortest time",
            "choking/TitForTat.java",
            "comparingLong(i -> peers.get(i).unchokedNanos())",
            "comparingLong(i -> -peers.get(i).unchokedNanos())",
            "choking.ChokerTest#aSeedTakesNobodysSlotWhileNobodyWaits"),
        new PlantedFault(
            "gives a free slot to anybody",
            "choking/TitForTat.java",
            "ranking(waiting, random).get(0)",
            "random.nextInt(waiting.size())",
            "choking.ChokerTest#aFreeSlotGoesToWhoGaveMostOfThoseWhoWait"),
        new PlantedFault(
            "draws without regard to what was given",
            "choking/ProportionalShare.java",
            "seeding ? 1 : peer.received()",
            "1",
            "choking.ChokerTest#proportionalShareDrawsByContribution"),
        new PlantedFault(
            "serves up to one byte too many",
            "choking/SurplusCap.java",
            "surplus < maxSurplus",
            "surplus <= maxSurplus",
            "choking.ChokerTest#theSurplusIsCapped"),
        // ---- pieces
        new PlantedFault(
            "begins with what is wanted least",
            "pieces/PiecePicker.java",
            "for (int i = MAX_LEVEL; i > 0 && piece < 0 && open > 0; i--)",
            "for (int i = 1; i <= MAX_LEVEL && piece < 0 && open > 0; i++)",
            "pieces.SelectorsTest#whatIsWantedMostComesBeforeAll"),
        new PlantedFault(
            "leaves a piece in its bucket when another peer gets it",
            "pieces/PiecePicker.java",
            "buckets.add(piece, copies[piece] + change);",
            "buckets.add(piece, copies[piece]);",
            "pieces.PiecePickerTest#itChoosesAsOneThatLooksAtEveryPiece"),
        new PlantedFault(
            "counts a seed that leaves as one more",
            "pieces/PiecePicker.java",
            "seeds += change;",
            "seeds++;",
            "pieces.PiecePickerTest#itChoosesAsOneThatLooksAtEveryPiece"),
        new PlantedFault(
            "gives up on a peer that has nothing rare",
            "pieces/PiecePicker.java",
            "return rarestOfSome(random);",
            "return -1;",
            "pieces.PiecePickerTest#aPeerWithoutAnythingRareIsStillGivenWhatItHas"),
        new PlantedFault(
            "begins with the rarest piece",
            "pieces/Selectors.java",
            "RANDOM_FIRST = 4",
            "RANDOM_FIRST = 0",
            "pieces.SelectorsTest#theFirstFewPiecesAreRandom"),
        new PlantedFault(
            "has pieces beyond the last one",
            "pieces/PieceSet.java",
            "(1L << pieces) - 1;",
            "ALL_ONES;",
            "pieces.PiecePickerTest#piecesThatAreToldBeforeItIsKnownHowManyThereAreCountLater"),
        new PlantedFault(
            "takes a peer that has lost a piece for one that has everything",
            "pieces/PeerPieces.java",
            "      all = false;\n",
            "",
            "pieces.PiecePickerTest#piecesThatAreToldBeforeItIsKnownHowManyThereAreCountLater"),
        // ---- peers
        new PlantedFault(
            "masks one byte of IPv4 too many",
            "peers/CanonicalPriority.java",
            "a.length == 4 ? 2 : 6",
            "a.length == 4 ? 1 : 6",
            "peers.CanonicalPriorityTest#isWhatTheSpecificationShows"),
        new PlantedFault(
            "puts itself first",
            "peers/CanonicalPriority.java",
            "boolean inOrder = Arrays.compareUnsigned(a, b) <= 0;",
            "boolean inOrder = true;",
            "peers.CanonicalPriorityTest#bothSidesComeToTheSame"),
        new PlantedFault(
            "prefers the lower priority",
            "peers/Connectors.java",
            "<< Integer.SIZE) - priority",
            "<< Integer.SIZE) + priority",
            "peers.ConnectorsTest#whoFailedLeastComesFirstThenWhoHasTheHigherPriority"),
        new PlantedFault(
            "tries those that failed as soon as others",
            "peers/Connectors.java",
            "order.sort(Comparator.comparingInt(Candidate::failures));",
            "",
            "peers.ConnectorsTest#chanceMindsFailuresToo"),
        // ---- swarm
        new PlantedFault(
            "keeps twice as much waiting",
            "requests/Pipeline.java",
            "AHEAD_SECONDS = 1.5",
            "AHEAD_SECONDS = 3",
            "requests.PipelineTest#keepsASecondAndAHalfOfASteadyRateWaiting"),
        new PlantedFault(
            "allows each address of a network other pieces",
            "upload/InitialMessages.java",
            "ipv4 & 0xffff_ff00",
            "ipv4",
            "upload.InitialMessagesTest#allowedFastIsWhatTheSpecificationShows"),
        new PlantedFault(
            "tells that who came back has gone",
            "pex/PexHistory.java",
            "each.came <= comings && !present.containsKey(each.endpoint)",
            "each.came <= comings",
            "pex.PexHistoryTest#whoGoesAndComesBackIsNew"),
        new PlantedFault(
            "expects something of seeds while it seeds",
            "connections/PeerCandidates.java",
            "boolean untried = contact.failures() == 0 && !(seeding && contact.seed);",
            "boolean untried = contact.failures() == 0;",
            "connections.PeerCandidatesTest#whoHasFailedOrIsOfNoUsePromisesNothing"),
        // ---- announce
        new PlantedFault(
            "puts a tracker that answers at the end of its tier",
            "announce/Tiers.java",
            "tier.add(0, tracker);",
            "tier.add(tracker);",
            "announce.TiersTest#whoAnswersGoesToTheFrontOfItsTier"),
        new PlantedFault(
            "asks the trackers of a tier in the order given",
            "announce/Tiers.java",
            "random.nextInt(i + 1)",
            "i",
            "announce.TiersTest#eachOrderOfATierIsAsLikelyAsAnyOther"),
        new PlantedFault(
            "takes an interval of a second",
            "announce/AnnounceQuestion.java",
            "Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, told))",
            "Math.min(MOST_SECONDS, told)",
            "announce.HostileTrackerTest#answersOfAllFormsAreRead"),
        new PlantedFault(
            "takes groups and port 0 for peers",
            "announce/Peers.java",
            "if (possible && found.size() < MOST)",
            "if ((possible || true) && found.size() < MOST)",
            "announce.HostileTrackerTest#answersOfAllFormsAreRead"),
        new PlantedFault(
            "leaves the key of a URL out over UDP",
            "announce/AnnounceQuestion.java",
            "packet.put((byte) URL_DATA).put((byte) count).put(url, from, count);",
            "",
            "announce.AnnouncerTest#aKeyInTheUrlReachesTheTrackerOverBoth"),
        // ---- storage
        new PlantedFault(
            "takes a seal that is not the last word",
            "storage/ResumeLog.java",
            "      seal = 0;\n",
            "",
            "storage.ResumeLogTest#aSealCountsOnlyAsTheLastWord"),
        new PlantedFault(
            "takes the log of another torrent",
            "storage/ResumeLog.java",
            "|| !InfoHash.read(log.position(MAGIC.length)).equals(hash)",
            "|| InfoHash.read(log.position(MAGIC.length)).low() == 0",
            "storage.ResumeLogTest#aSealCountsOnlyAsTheLastWord"),
        new PlantedFault(
            "trusts files that have changed",
            "storage/FileStorage.java",
            "noted.seal() != 0 && noted.seal() == state()",
            "noted.seal() != 0",
            "storage.FileStorageTest#afterACleanEndNothingNeedsACheck"),
        new PlantedFault(
            "places bytes in a file as in the whole",
            "storage/FileStorage.java",
            "at - entry.offset()",
            "at",
            "storage.FileStorageTest#preallocatedFilesAreAsLongAsTheyWillBe"),
        new PlantedFault(
            "forgets the last piece of each file",
            "storage/Layout.java",
            "((entry.end() - 1) / info.pieceLength()) + 1",
            "((entry.end() - 1) / info.pieceLength())",
            "storage.FileStorageTest#filesThatSomebodyPutThereAreCheckedWhole"),
        new PlantedFault(
            "works under a name that belongs to the content",
            "storage/Layout.java",
            "!taken.contains(key(part)) && ++free == number",
            "++free == number",
            "storage.WorkingNamesTest#namesOfWorkAndOfContentNeverMeet"),
        // ---- tracker
        new PlantedFault(
            "refuses connection ids a second early",
            "tracker/ConnectionIds.java",
            "age <= LIFE_SECONDS",
            "age < LIFE_SECONDS",
            "tracker.ConnectionIdsTest#livesTwoMinutesForItsAddress"),
        new PlantedFault(
            "looks at half of a connection id",
            "tracker/ConnectionIds.java",
            "make(from, nowSeconds - age) == id",
            "(int) make(from, nowSeconds - age) == (int) id",
            "tracker.ConnectionIdsTest#cannotBeMadeUp"),
        new PlantedFault(
            "stirs a SipHash of its own",
            "tracker/ConnectionIds.java",
            "Long.rotateLeft(v1, 17)",
            "Long.rotateLeft(v1, 16)",
            "tracker.ConnectionIdsTest#isSipHash"),
        new PlantedFault(
            "tells seeds of seeds",
            "tracker/PeerTable.java",
            "toUploader ? swarm.uploaders() : 0;",
            "0;",
            "tracker.MemoryPeerStoreTest#thoseThatOnlyUploadHearOfDownloadersOnly"),
        new PlantedFault(
            "tells a peer of itself",
            "tracker/PeerTable.java",
            "if (position != own)",
            "if (position != own || own >= 0)",
            "tracker.MemoryPeerStoreTest#peersHearOfEachOther"),
        new PlantedFault(
            "counts a completion each time it is told",
            "tracker/PeerTable.java",
            "completed && !had ? 1 : 0",
            "completed ? 1 : 0",
            "tracker.MemoryPeerStoreTest#completionsAreCountedOnce"),
        new PlantedFault(
            "forgets silent peers a second early",
            "tracker/PeerTable.java",
            "> limits.silenceSeconds()",
            ">= limits.silenceSeconds()",
            "tracker.MemoryPeerStoreTest#whoFallsSilentIsForgotten"),
        new PlantedFault(
            "limits IPv6 hosts instead of networks",
            "tracker/PeerTable.java",
            "peer.low() & 0xffff_ffffL : peer.high();",
            "peer.low() & 0xffff_ffffL : peer.low();",
            "tracker.MemoryPeerStoreTest#oneAddressFillsNothing"),
        new PlantedFault(
            "hands out a peer twice",
            "tracker/RandomSample.java",
            "        add(top);\n",
            "",
            "tracker.MemoryPeerStoreTest#eachPeerIsHandedOutAsOftenAsAnyOther"),
        new PlantedFault(
            "answers a UDP packet of an address that is not proved",
            "tracker/UdpTrackerHandler.java",
            "} else if (!service.connectionIds.isValid(id, from, service.now())) {",
            "} else if (id == 0) {",
            "tracker.UdpTrackerTest#withoutAProvedAddressNothingIsAnswered"),
        new PlantedFault(
            "swaps seeds and downloaders in a UDP announce",
            "tracker/UdpTrackerHandler.java",
            "answer.putInt(12, counts.incomplete()).putInt(16, counts.seeds());",
            "answer.putInt(12, counts.seeds()).putInt(16, counts.incomplete());",
            "tracker.UdpTrackerTest#peersHearOfEachOther"),
        new PlantedFault(
            "lists peers as dictionaries unless asked not to",
            "tracker/AnnounceQuery.java",
            "!\"0\".equals(query.text(\"compact\"))",
            "\"1\".equals(query.text(\"compact\"))",
            "tracker.HttpTrackerTest#peersHearOfEachOther"),
        new PlantedFault(
            "counts no partial seeds as incomplete",
            "tracker/HttpTrackerHandler.java",
            ".integer(counts.incomplete())",
            ".integer(counts.downloaders())",
            "tracker.HttpTrackerTest#scrapesAreAnswered"),
        // ---- downloads
        new PlantedFault(
            "calls a leave a cancel",
            "swarm/SwarmSession.java",
            "torrent.close(Reason.SHUTDOWN, one)",
            "torrent.close(Reason.CANCELLED, one)",
            "BitTorrentSwarmContractTest#leavingEndsDownloads"),
        new PlantedFault(
            "calls back before close has returned",
            "swarm/TorrentDownload.java",
            "    turns\n        .loop()\n        .execute(\n            () -> {\n              done.",
            "    java.util.Optional.of(why)\n        .ifPresent(\n            each -> {\n              done.",
            "BitTorrentSwarmContractTest#aCancelledDownloadFails"),
        new PlantedFault(
            "takes paths of another file system",
            "BitTorrentPeer.java",
            "HostFiles.locate(host, directory)",
            "host.directory().resolve(directory)",
            "BitTorrentSwarmContractTest#relativeDirectoriesStartFromTheHosts"));
  }
}
