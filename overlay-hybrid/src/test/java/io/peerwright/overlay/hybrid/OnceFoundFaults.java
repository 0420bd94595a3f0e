package io.peerwright.overlay.hybrid;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults that real use and audits have found once, and the tests that keep them away. */
final class OnceFoundFaults {

  private OnceFoundFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "keeps the places of links that are over",
            "server/ClientSession.java",
            "    place.release();\n",
            "",
            "server.StrangerTest#anAddressHasItsShareOnly"),
        new PlantedFault(
            "shares files without a separator in front",
            "transfer/WireNames.java",
            "ROOTED.matcher(path).lookingAt() ? path : '\\\\' + path",
            "path",
            "RecordedServerTest#sharesEveryNameBelowASeparator"),
        new PlantedFault(
            "keeps slots for who has left",
            "client/ServerMessages.java",
            "case MessageType.HOTLIST_OFF -> receiver.transfers().uploads().onUserLeft(fields.nextText());",
            "case MessageType.HOTLIST_OFF -> fields.nextText();",
            "NegotiationTest#nobodyWaitsForAUserOfTheQueueWhoHasLeft"),
        new PlantedFault(
            "passes over conditions that it does not know",
            "wire/SearchParser.java",
            "localOnly = true;\n    } else {\n      throw new MalformedException(INVALID);",
            "localOnly = true;\n    } else {\n      fields.next();",
            "wire.SearchParserTest#errorsReadAsServersWriteThem"),
        new PlantedFault(
            "asks once however many hits are wanted",
            "client/SearchCall.java",
            "if (pieces.next(capped, refused)) {",
            "if (!pieces.next(capped, refused)) {",
            "CappedSearchTest#getsAsManyAsAreWanted"),
        new PlantedFault(
            "tells hits of two parts twice",
            "client/SearchCall.java",
            " && found.add(Source.of(hit))",
            " && (found.add(Source.of(hit)) || !found.isEmpty())",
            "CappedSearchTest#getsAllThatThereAreAndKnowsIt"),
        new PlantedFault(
            "floods servers with parts of a search",
            "client/SearchCall.java",
            "Duration.ofMillis(250)",
            "Duration.ofMillis(1)",
            "CappedSearchTest#asksAQuarterOfASecondApartAndNotForEver"),
        new PlantedFault(
            "cuts searches for ever",
            "client/SearchPieces.java",
            "left > 0 ? waiting.poll() : null",
            "waiting.poll()",
            "CappedSearchTest#asksAQuarterOfASecondApartAndNotForEver"),
        new PlantedFault(
            "goes on with a measure that is refused",
            "client/SearchPieces.java",
            "usable.remove(by);",
            "",
            "CappedSearchTest#aServerThatRefusesAClauseIsAskedWithOthers"),
        new PlantedFault(
            "believes a server that passes over a bound",
            "client/SearchPieces.java",
            "&& answer.hits.stream().allMatch(hit -> range.contains(by.of(hit)))",
            "&& range != null",
            "CappedSearchTest#aServerThatPassesOverAClauseIsAskedWithOthers"),
        new PlantedFault(
            "calls all what cannot be told apart",
            "client/SearchPieces.java",
            "    complete = false;\n",
            "",
            "CappedSearchTest#whatCannotBeToldApartIsNotCalledAll"),
        new PlantedFault(
            "forgets a search between two parts",
            "client/PendingRequests.java",
            "pausing.forEach(search -> search.end(reason));",
            "",
            "CappedSearchTest#leavingEndsASearchThatWouldGoOn"),
        new PlantedFault(
            "offers files that are gone",
            "transfer/Uploads.java",
            "failure == null && Boolean.TRUE.equals(there)",
            "failure == null",
            "NegotiationTest#aFileThatIsGoneOrShorterIsRefusedAndWithdrawn"),
        new PlantedFault(
            "keeps users of dead lines",
            "server/ClientSession.java",
            "if (pinged && silent >= idle) {",
            "if (pinged && silent >= 100 * idle) {",
            "server.DeadLineTest#whoseLineIsCutIsGoneWithinTheIdleTimeout"),
        new PlantedFault(
            "cuts off who answers pings",
            "server/ClientSession.java",
            "lastHeardNanos = shared.loop.nanoTime();\n    pinged = false;",
            "pinged = shared.loop.nanoTime() == 0;",
            "server.DeadLineTest#whoAnswersPingsStays"),
        new PlantedFault(
            "cuts off who reads slowly",
            "server/ClientSession.java",
            "    heard();\n    flush();",
            "    flush();",
            "server.DeadLineTest#whoReadsSlowlyStays"),
        new PlantedFault(
            "stays with a dead server",
            "client/ServerLink.java",
            "    } else if (open != null) {\n      open.abort(Reason.TIMEOUT);",
            "    } else if (asked > 1 && open != null) {\n      open.abort(Reason.TIMEOUT);",
            "DeadServerTest#isNoticedAndLoggedInToAgain"),
        new PlantedFault(
            "stays where it is sent away",
            "client/ServerLink.java",
            "servers.follow(address, from.remote())",
            "address.isEmpty()",
            "RedirectTest#goesWhereAServerSendsIt"),
        new PlantedFault(
            "takes a metaserver for a server",
            "client/ServerLink.java",
            "servers.isMeta()\n",
            "servers.size() < 0\n",
            "RedirectTest#asksAMetaserver"),
        new PlantedFault(
            "sends nobody elsewhere when it is full",
            "server/LoginRefusals.java",
            "if (text.equals(nicks.full())) {",
            "if (text.isEmpty()) {",
            "server.ReferralTest#aFullServerNamesOthersInTurn"),
        new PlantedFault(
            "names one server only",
            "server/Referrals.java",
            "named = (named + 1) % servers.size();",
            "named = 0;",
            "server.ReferralTest#aFullServerNamesOthersInTurn"),
        new PlantedFault(
            "names itself though it is full",
            "server/Referrals.java",
            "if (isFull) {",
            "if (isFull && line.isEmpty()) {",
            "server.ReferralTest#aMetaserverNamesThisServerThenOthersThenNone"),
        new PlantedFault(
            "leaves its metaserver open",
            "server/HybridServer.java",
            "    if (metaserver != null) {\n      metaserver.close();\n    }\n    finishLeaving();",
            "    metaserver = null;\n    finishLeaving();",
            "server.ReferralTest#leavingClosesItAndJoiningOpensItAgain"),
        new PlantedFault(
            "takes 500 files of a list for all",
            "client/BrowseCall.java",
            "known && names.size() == USUAL_LIMIT",
            "known && names.isEmpty()",
            "DirectBrowseTest#aListThatTheServerCutsShortIsFetchedFromTheUser"),
        new PlantedFault(
            "gives its list to anybody",
            "transfer/DirectBrowsing.java",
            "grants.isEmpty() || serving >= MAX_SERVING",
            "serving >= MAX_SERVING",
            "DirectBrowseTest#theListIsForWhoAskedTheServer"),
        new PlantedFault(
            "tells a nick in use in other words",
            "client/LoginRefusals.java",
            "lower.contains(\"too fast\") || ",
            "",
            "NegotiationTest#aNickInUseIsToldAsSuch"),
        new PlantedFault(
            "takes all IPv6 users for one",
            "server/NickPolicy.java",
            "AddressKey.isSame(other.link.remote(), session.link.remote())",
            "io.peerwright.overlay.hybrid.wire.WireAddress.of(other.link.remote())\n                == io.peerwright.overlay.hybrid.wire.WireAddress.of(session.link.remote())",
            "server.HostileClientTest#usersOfIpv6AreToldApart"),
        new PlantedFault(
            "does not tell IPv6 addresses",
            "wire/WireAddress.java",
            "if (!at.isIpv4() && at.port() > 0) {",
            "if (!at.isIpv4() && at.port() < 0) {",
            "Ipv6TransferTest#aFileIsFetchedFromOneIpv6UserByAnother"),
        new PlantedFault(
            "hashes for who is always wrong",
            "server/PasswordHashes.java",
            "\n        || mistakes.waitNanos(from, loop.nanoTime()) > 0;",
            ";",
            "server.StrangerTest#wrongPasswordsDelayNobodyElse"),
        new PlantedFault(
            "counts nothing of what is shared",
            "server/UserMemory.java",
            "    shareBytes += bytes;\n    account.reserve(bytes);",
            "    shareBytes += bytes;",
            "server.StrangerTest#whoFillsTheIndexIsShedBeforeOthers"),
        new PlantedFault(
            "counts nothing of what waits",
            "server/UserMemory.java",
            "      account.reserve(more);\n    }\n  }\n\n  /** So many",
            "      account.release(0);\n    }\n  }\n\n  /** So many",
            "server.StrangerTest#membersWhoDoNotReadAreShedBeforeOthers"),
        new PlantedFault(
            "charges nothing for copies",
            "server/MessageRates.java",
            "(long) users * bytes / BYTES_PER_MESSAGE",
            "0L",
            "server.StrangerTest#aMessageToManyCostsItsSenderMore"),
        new PlantedFault(
            "waits for ever for a login",
            "server/ClientSession.java",
            "shared.config.loginTimeout().toNanos(), this, LOGIN_TIMEOUT",
            "Long.MAX_VALUE / 4, this, LOGIN_TIMEOUT",
            "server.HostileClientTest#whoSpeaksSlowlyIsCutOff"),
        new PlantedFault(
            "waits for ever for a request",
            "client/DataPort.java",
            "3_000_000_000L, 20_000_000_000L",
            "3_000_000_000L, Long.MAX_VALUE / 4",
            "HostilePeerTest#whoSaysNothingIsCutOff"),
        new PlantedFault(
            "serves who was not announced",
            "transfer/Uploads.java",
            "request.number() > item.sizeBytes() || !queue.isGranted(key, loop.nanoTime())",
            "request.number() > item.sizeBytes()",
            "HostilePeerTest#onlyWhoWasAnnouncedIsServed"),
        new PlantedFault(
            "lets one who drips keep a slot",
            "transfer/Upload.java",
            "moved < least && owner.isSlotWanted()",
            "moved < 0",
            "SlowDownloaderTest#whoDripsDoesNotKeepTheSlotFromOthers"),
        new PlantedFault(
            "throws away the last bytes of a slow upload",
            "transfer/Upload.java",
            "schedule(DRAIN_NANOS, this, DRAINED, 0)",
            "schedule(context.config().stallTimeout().toNanos(), this, DRAINED, 0)",
            "SlowDownloaderTest#theLastBytesMayTakeTheirTime"),
        new PlantedFault(
            "keeps the slot for the last bytes",
            "transfer/Upload.java",
            "    owner.onDraining(this);\n",
            "",
            "SlowDownloaderTest#theNextDownloadBeginsWhenTheLastBytesAreOnTheirWay"),
        new PlantedFault(
            "cuts off who empties a buffer slowly",
            "transfer/Upload.java",
            "stall + BUFFER_NANOS",
            "stall",
            "SlowDownloaderTest#whoIsSlowButReadsIsServed"),
        new PlantedFault(
            "registers a nick that was taken meanwhile",
            "server/Accounts.java",
            "isRegistered(nick) ? TAKEN : refusal.get()",
            "isRegistered(nick) ? TAKEN : null",
            "server.HostileClientTest#aNickTakenWhileThePasswordIsHashedStaysWhereItIs"),
        new PlantedFault(
            "lets one address take all turns for passwords",
            "server/PasswordHashes.java",
            "MAX_WAITING_PER_ADDRESS = 16",
            "MAX_WAITING_PER_ADDRESS = MAX_WAITING",
            "server.StrangerTest#oneAddressDoesNotTakeAllTurnsForPasswords"),
        new PlantedFault(
            "lets one address hold all silent links",
            "client/DataPort.java",
            "Limits(64, 8,",
            "Limits(64, 64,",
            "HostilePeerTest#anAddressHoldsEightSilentLinks"),
        new PlantedFault(
            "answers before an account is on the disk",
            "server/AccountLog.java",
            "        open.force(false);\n",
            "",
            "server.AccountsCrashTest#aRegistrationThatWasAnsweredSurvivesALossOfPower"),
        new PlantedFault(
            "forces many accounts at once",
            "server/AccountLog.java",
            "int to = end(bytes, from, start + from);",
            "int to = bytes.length;",
            "server.AccountsCrashTest#theFileCanBeReadHoweverFarManyLinesHaveCome"),
        new PlantedFault(
            "forgets that the accounts file was made",
            "server/AccountLog.java",
            "    DurableFiles.forceFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));\n",
            "",
            "server.AccountsCrashTest#aRegistrationThatWasAnsweredSurvivesALossOfPower"));
  }
}
