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
            "swarm/PieceTable.java",
            "    open.andNot(unreadable);\n",
            "",
            "ReadErrorTest#whatCannotBeReadAtTheStartWaitsAndTheOtherFileIsFetched"),
        new PlantedFault(
            "ends a download that cannot read for others",
            "swarm/Uploads.java",
            "torrent.phase() != Phase.ACTIVE ||",
            "!torrent.isSeeding() ||",
            "ReadErrorTest#whatCannotBeReadForOthersDoesNotEndADownload"),
        new PlantedFault(
            "ends a download that cannot read again",
            "swarm/PieceVerifier.java",
            "return new Verdict(false, digests, broken);",
            "throw broken;",
            "ReadErrorTest#whatCannotBeReadAgainToBeCheckedWaitsToo"),
        new PlantedFault(
            "counts padding as content",
            "swarm/PieceBytes.java",
            "sum -= contains.test(each.getKey()) ? each.getValue() : 0;",
            "sum -= 0;",
            "swarm.PieceBytesTest#countsWhatFilesHave"),
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
            "swarm/NamedPeers.java",
            "policy.permitted(source, found)",
            "found",
            "SlowServerTest#aLinkNamesNoPeersOfOurNetwork"),
        new PlantedFault(
            "follows hearsay from afar into its own network",
            "swarm/PeerExchange.java",
            "policy.permitted(Reach.of(peer.remote()), added)",
            "added",
            "AcquaintanceTest#whoIsFarAwayDoesNotSendUsIntoOurNetwork"),
        // ---- strangers
        new PlantedFault(
            "lets one address have all places",
            "swarm/Connections.java",
            "Math.max(LEAST_PER_ADDRESS, most / ADDRESS_PARTS)",
            "most",
            "LockoutTest#oneAddressDoesNotHoldAllPlacesOfASeed"),
        new PlantedFault(
            "lets who does nothing keep its place",
            "swarm/Connections.java",
            "boolean idle = now - state.busyAt >= IDLE_NANOS;",
            "boolean idle = false;",
            "LockoutTest#whoDoesNothingMakesRoomForOthers"),
        new PlantedFault(
            "takes a copied id for the peer itself",
            "swarm/Connections.java",
            "\n        && AddressKey.isSame(one.link().remote(), other.link().remote())",
            "",
            "LockoutTest#aCopiedIdDoesNotCostThePeerItsLink"),
        new PlantedFault(
            "asks for metadata of any size",
            "swarm/MetadataExchange.java",
            "\n        && size <= Info.MAX_BYTES",
            "",
            "HostileTorrentTest#impossibleSizesOfADescriptionAreNotAskedFor"),
        new PlantedFault(
            "cuts off who serves in another order",
            "swarm/KeptBlocks.java",
            "Math.max(LEAST_SKIPPED, mostAsked)",
            "LEAST_SKIPPED",
            "swarm.KeptBlocksTest#aBlockMayBePassedOverAsOftenAsBlocksHaveWaitedNotAsOftenAsTheyWaitNow"),
        new PlantedFault(
            "does not forgive what comes late",
            "swarm/KeptBlocks.java",
            "      kept.removeIf(each -> each == late);\n",
            "",
            "swarm.KeptBlocksTest#whatComesAfterAllIsForgiven"),
        new PlantedFault(
            "counts all pieces again whenever it is told to",
            "swarm/PeerProtocol.java",
            "++peer.state.turnabouts > MAX_TURNABOUTS",
            "peer.isOver()",
            "HostilePeerTest#whoHasEverythingAndNotEverythingByTurnsIsCutOff"),
        new PlantedFault(
            "takes a reject of a piece before the first",
            "swarm/Requests.java",
            "piece < 0 || piece >= pieces.info().pieces() || begin < 0",
            "begin < 0",
            "HostilePeerTest#piecesThatThereAreNotCostALeechersPeerItsConnection"),
        new PlantedFault(
            "tells nobody of pieces that it has",
            "swarm/PeerProtocol.java",
            "if (!done || !isSeed(peer)) {",
            "if (!peer.state.peerPieces.has(piece)) {",
            "SuperSeedTest#whoShowsOnePieceAtATimeHearsOfEach"),
        new PlantedFault(
            "knows any number of peers",
            "swarm/PeerCandidates.java",
            "MAX_CONTACTS = 2000",
            "MAX_CONTACTS = 20_000",
            "swarm.PeerCandidatesTest#twoThousandAreKnownAndWhoHasFailedMakesRoom"),
        new PlantedFault(
            "tries who never answers for ever",
            "swarm/PeerCandidates.java",
            "MAX_FAILURES = 6",
            "MAX_FAILURES = 60",
            "swarm.PeerCandidatesTest#whoFailsSevenTimesIsForgotten"),
        new PlantedFault(
            "remembers any number of bans",
            "swarm/PeerCandidates.java",
            "MAX_BANNED = 10_000",
            "MAX_BANNED = 100_000",
            "swarm.PeerCandidatesTest#tenThousandStayBanned"));
  }
}
