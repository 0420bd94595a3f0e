package io.peerwright.overlay.bittorrent;

import io.peerwright.tck.mutants.PlantedFault;
import io.peerwright.tck.mutants.PlantedFaultHunt;
import java.util.List;

/** What disks, torrents and strangers may do to a user is found by the tests that are for it. */
class PlantedHarmTest extends PlantedFaultHunt {

  @Override
  protected List<PlantedFault> faults() {
    return List.of(
        // ---- storage
        new PlantedFault(
            "writes over what has the name of a file",
            "storage/Publisher.java",
            "      setAside(file, target);\n      try {",
            "      Files.deleteIfExists(target);\n      try {",
            "storage.FileStorageTest#aFileOfAnotherContentIsSetAsideNotLost"),
        new PlantedFault(
            "takes a part that is not empty for its own",
            "storage/FilePlaces.java",
            "if (!isEmpty(part)) {",
            "if (!isFile(part)) {",
            "storage.FileStorageTest#aPartOfSomebodyElseIsLeftAlone"),
        new PlantedFault(
            "takes another file of that name for its own",
            "storage/FilePlaces.java",
            "&& (each.identity() == 0 || each.identity() == identity(path))",
            "",
            "storage.FileStorageTest#aPartThatWasReplacedIsNotOursAnyMore"),
        new PlantedFault(
            "lets two into one folder",
            "storage/FileStorage.java",
            "      lock();\n",
            "",
            "storage.FileStorageTest#aSecondOneInTheSameFolderIsToldSo"),
        new PlantedFault(
            "does not look again where it could not read",
            "storage/Publisher.java",
            "      good.or(perhaps);\n",
            "",
            "ReadErrorTest#whatCannotBeReadAtTheStartWaitsAndTheOtherFileIsFetched"),
        new PlantedFault(
            "fetches what is on the disk and cannot be read",
            "blocks/PieceTable.java",
            "    open.andNot(unreadable);\n",
            "",
            "ReadErrorTest#whatCannotBeReadAtTheStartWaitsAndTheOtherFileIsFetched"),
        new PlantedFault(
            "ends a download that cannot read for others",
            "upload/Uploads.java",
            "!torrent.isActive() ||",
            "!torrent.isSeeding() ||",
            "ReadErrorTest#whatCannotBeReadForOthersDoesNotEndADownload"),
        new PlantedFault(
            "ends a download that cannot read again",
            "verify/PieceVerifier.java",
            "return new Verdict(false, digests, broken);",
            "throw broken;",
            "ReadErrorTest#whatCannotBeReadAgainToBeCheckedWaitsToo"),
        new PlantedFault(
            "counts padding as content",
            "blocks/PieceBytes.java",
            "sum -= contains.test(each.getKey()) ? each.getValue() : 0;",
            "sum -= 0;",
            "blocks.PieceBytesTest#countsWhatFilesHave"),
        new PlantedFault(
            "finishes what it only seeds",
            "storage/FileStorage.java",
            "    if (!settings.seedOnly()) {\n"
                + "      publisher.finish(0, layout.files(), present);\n"
                + "    }",
            "    publisher.finish(0, layout.files(), present);",
            "storage.SeedOnlyStorageTest#aSeedMakesNotEvenAFileWithoutBytes"),
        new PlantedFault(
            "locks what it only seeds",
            "storage/FileStorage.java",
            "    if (!settings.seedOnly()) {\n      lock();\n    }",
            "    lock();",
            "storage.SeedOnlyStorageTest#aSeedMakesNotEvenAFileWithoutBytes"),
        new PlantedFault(
            "takes over what it only seeds",
            "storage/Publisher.java",
            "!seedOnly && !isAny(i, unreadable)",
            "!isAny(i, unreadable)",
            "storage.SeedOnlyStorageTest#aSeedLeavesWhatAnotherProgramHasBegunWhereItIs"),
        new PlantedFault(
            "tells twins apart that the disk does not",
            "storage/Layout.java",
            "ignoresCase ? SafeNames.folded(path.toString()) : path.toString()",
            "path.toString()",
            "storage.LayoutTest#twinsInOtherCaseGetNumbersWhereTheDiskTakesThemForTheSame"),
        new PlantedFault(
            "takes twins for the same that the disk tells apart",
            "storage/Layout.java",
            "ignoresCase ? SafeNames.folded(path.toString()) : path.toString()",
            "SafeNames.folded(path.toString())",
            "storage.LayoutTest#twinsGetNumbersWhereTheDiskDoesNotTellThemApart"),
        new PlantedFault(
            "sends what was edited",
            "upload/Uploads.java",
            "    vouch(run);\n",
            "",
            "EditedFilesTest#whatWasChangedIsNotSentUntilItIsAsItWas"),
        new PlantedFault(
            "doubts one piece of what was edited",
            "verify/UnreadablePieces.java",
            "      doubt(broken);\n    }\n    tell();",
            "    }\n    tell();",
            "EditedFilesTest#whatWasChangedIsNotSentUntilItIsAsItWas"),
        new PlantedFault(
            "never relies on an edited file again",
            "verify/UnreadablePieces.java",
            "afresh.stream().forEach(storage::reconsider);",
            "",
            "EditedFilesTest#whatWasChangedIsNotSentUntilItIsAsItWas"),
        new PlantedFault(
            "doubts an edited file once only",
            "storage/FilePlaces.java",
            "known == null || known == stamp(path) ? null : path",
            "known == null || known == stamp(path) || reconsidered.containsKey(file) ? null : path",
            "EditedFilesTest#aFileThatIsChangedTwiceIsDoubtedTwice"),
        new PlantedFault(
            "looks at the first of what cannot be read only",
            "verify/UnreadablePieces.java",
            "    next = Math.max(piece, 0);\n",
            "",
            "EditedFilesTest#allOfALongFileIsLookedAt"),
        // ---- links and torrents
        new PlantedFault(
            "takes a link that wants a file that there is not",
            "FileChoice.java",
            "ofTheLink.length() > info.files().size()",
            "ofTheLink.length() < 0",
            "BitTorrentProviderTest#aLinkThatWantsAFileThatThereIsNotIsRefusedWithTheRange"),
        new PlantedFault(
            "is private with the number 1 only",
            "metainfo/Info.java",
            "number.value() == 0",
            "number.value() != 1",
            "metainfo.MetainfoTest#anythingButZeroIsPrivate"),
        new PlantedFault(
            "follows a link into its own network",
            "connections/NamedPeers.java",
            "lookUps.find(hosts, source, new Found(sink));",
            "lookUps.find(hosts, Reach.HOST, new Found(sink));",
            "SlowServerTest#aLinkNamesNoPeersOfOurNetwork"),
        new PlantedFault(
            "follows hearsay from afar into its own network",
            "pex/PeerExchange.java",
            "policy.permitted(Reach.of(peer.remote()), added)",
            "added",
            "AcquaintanceTest#whoIsFarAwayDoesNotSendUsIntoOurNetwork"),
        // ---- strangers
        new PlantedFault(
            "waits for who gives metadata slowly",
            "metadata/MetadataExchange.java",
            "each.age(now) < LONG_NANOS",
            "each.age(now) >= 0",
            "LockoutTest#liarsThatKeepOnGivingDoNotHoldUpAMagnetLink"),
        new PlantedFault(
            "waits for who gives no metadata",
            "metadata/MetadataExchange.java",
            "each.getValue().isTooSlow(now)",
            "each.getValue().count() < 0",
            "LockoutTest#liarsDoNotHoldUpAMagnetLink"),
        new PlantedFault(
            "lets one source have all memory",
            "blocks/Buffers.java",
            "(share.held == 0 || share.held + bytes <= Math.max(limit / 2, 2L * bytes))",
            "share.held >= 0",
            "MemoryShareTest#whoKeepsABlockOfEverythingBackHoldsHalfOfTheMemory"),
        new PlantedFault(
            "asks who keeps a block from us for it again",
            "blocks/PartialPiece.java",
            "(withheld == null || withheld.get(block) != source)",
            "blocks() > 0",
            "blocks.BuffersTest#whoKeepsABlockFromUsIsNotAskedForItAgainAndOthersAre"),
        new PlantedFault(
            "lets a web seed have all memory",
            "webseed/WebSeedMemory.java",
            "Math.max(0, Math.min(half / 4, half - held))",
            "half",
            "SlowServerTest#aServerIsAskedForNoMoreThanAnEighthOfTheMemory"),
        new PlantedFault(
            "waits for a web seed that drips",
            "webseed/WebSeed.java",
            "new PaceWatch.Pace(4096, STALL_NANOS, 0)",
            "new PaceWatch.Pace(1, 3_600_000_000_000L, 0)",
            "SlowServerTest#aServerThatDripsLosesItsPiecesToAnotherOne"),
        new PlantedFault(
            "lets one address have all places",
            "connections/Connections.java",
            "Math.max(LEAST_PER_ADDRESS, settings.most() / ADDRESS_PARTS)",
            "settings.most()",
            "LockoutTest#oneAddressDoesNotHoldAllPlacesOfASeed"),
        new PlantedFault(
            "lets who does nothing keep its place",
            "connections/PeerWatch.java",
            "boolean idle = now - busyAt >= IDLE_NANOS;",
            "boolean idle = false;",
            "LockoutTest#whoDoesNothingMakesRoomForOthers"),
        new PlantedFault(
            "takes a copied id for the peer itself",
            "connections/Connections.java",
            "\n        && AddressKey.isSame(one.link().remote(), other.link().remote())",
            "",
            "LockoutTest#aCopiedIdDoesNotCostThePeerItsLink"),
        new PlantedFault(
            "asks for metadata of any size",
            "metadata/MetadataExchange.java",
            "\n        && size <= Info.MAX_BYTES",
            "",
            "HostileTorrentTest#impossibleSizesOfADescriptionAreNotAskedFor"),
        new PlantedFault(
            "cuts off who serves in another order",
            "requests/KeptBlocks.java",
            "Math.max(LEAST_SKIPPED, mostAsked)",
            "LEAST_SKIPPED",
            "requests.KeptBlocksTest#aBlockMayBePassedOverAsOftenAsBlocksHaveWaitedNotAsOftenAsTheyWaitNow"),
        new PlantedFault(
            "does not forgive what comes late",
            "requests/KeptBlocks.java",
            "      kept.removeIf(each -> each == late);\n",
            "",
            "requests.KeptBlocksTest#whatComesAfterAllIsForgiven"),
        new PlantedFault(
            "counts all pieces again whenever it is told to",
            "requests/Availability.java",
            "++state.turnabouts > MAX_TURNABOUTS",
            "state.turnabouts < 0",
            "HostilePeerTest#whoHasEverythingAndNotEverythingByTurnsIsCutOff"),
        new PlantedFault(
            "takes a reject of a piece before the first",
            "requests/Requests.java",
            "piece < 0 || piece >= pieces.info().pieces() || begin < 0",
            "begin < 0",
            "HostilePeerTest#piecesThatThereAreNotCostALeechersPeerItsConnection"),
        new PlantedFault(
            "tells nobody of pieces that it has",
            "swarm/TorrentPeers.java",
            "if (!done || !peer.isSeed()) {",
            "if (!peer.pieces().has(piece)) {",
            "SuperSeedTest#whoShowsOnePieceAtATimeHearsOfEach"),
        new PlantedFault(
            "knows any number of peers",
            "connections/PeerCandidates.java",
            "MAX_CONTACTS = 2000",
            "MAX_CONTACTS = 20_000",
            "connections.PeerCandidatesTest#twoThousandAreKnownAndWhoHasFailedMakesRoom"),
        new PlantedFault(
            "tries who never answers for ever",
            "connections/PeerCandidates.java",
            "MAX_FAILURES = 6",
            "MAX_FAILURES = 60",
            "connections.PeerCandidatesTest#whoFailsSevenTimesIsForgotten"),
        new PlantedFault(
            "remembers any number of bans",
            "connections/PeerCandidates.java",
            "MAX_BANNED = 10_000",
            "MAX_BANNED = 100_000",
            "connections.PeerCandidatesTest#tenThousandStayBanned"));
  }
}
