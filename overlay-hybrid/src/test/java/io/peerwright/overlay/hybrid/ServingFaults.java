package io.peerwright.overlay.hybrid;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in what peers and servers grant to others, and the tests that catch them. */
final class ServingFaults {

  private ServingFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- transfer
        new PlantedFault(
            "gives up whom its own rate keeps waiting",
            "transfer/Upload.java",
            "!heldBack && (moved == 0 || isSlow)",
            "(moved == 0 || isSlow)",
            "TransferTest#whomOurOwnRateKeepsWaitingIsNotGivenUp"),
        new PlantedFault(
            "takes a number of 19 digits",
            "transfer/TransferRequest.java",
            "to - from > MAX_DIGITS",
            "to - from > MAX_DIGITS + 1",
            "transfer.TransferRequestTest#refusesWhatIsNone"),
        new PlantedFault(
            "waits for more digits behind a zero",
            "transfer/TransferRequest.java",
            "return ended || number == 0;",
            "return ended;",
            "transfer.TransferRequestTest#readsARequest"),
        new PlantedFault(
            "refuses a request that comes in parts",
            "transfer/TransferRequest.java",
            "if (word.startsWith(text)) {",
            "if (word.equals(text)) {",
            "transfer.TransferRequestTest#waitsForTheRest"),
        new PlantedFault(
            "takes a request without a file",
            "transfer/TransferRequest.java",
            " || file.isEmpty()",
            "",
            "transfer.TransferRequestTest#refusesWhatIsNone"),
        // ---- client
        new PlantedFault(
            "follows from server to server for ever",
            "client/ServerList.java",
            "hops == MAX_HOPS || ",
            "",
            "client.ServerListTest#followsAFewTimesInARow"),
        new PlantedFault(
            "does not ask again where it was sent on",
            "client/ServerList.java",
            "index = named == null || !wasGood ?",
            "index = named == null || hops > 0 ?",
            "client.ServerListTest#followsAFewTimesInARow"),
        new PlantedFault(
            "goes wherever a stranger sends it",
            "client/ServerList.java",
            "source == null || policy.permits(source, address)",
            "source == null || policy != null",
            "client.ServerListTest#nobodyOutsideSendsUsToAnAddressInside"),
        new PlantedFault(
            "follows to what is no place",
            "client/ServerList.java",
            "hops == MAX_HOPS || !isPlace(plain)",
            "hops == MAX_HOPS",
            "client.ServerListTest#onlyGoodAddressesAreFollowed"),
        new PlantedFault(
            "forgets the servers that were good",
            "client/ServerList.java",
            "failed < configured.size() ? null : spare.poll()",
            "null",
            "RedirectTest#aServerThatWasGoodIsRememberedWhenItsMetaserverIsGone"),
        // ---- server
        new PlantedFault(
            "finds the files of the one who asks",
            "server/SearchCommands.java",
            "? owner -> owner != own\n",
            "? owner -> true\n",
            "server.HybridServerTest#whatSomebodySharesGoesWithHim"),
        new PlantedFault(
            "takes any password",
            "server/Accounts.java",
            "hash != null && MessageDigest.isEqual(hash, account.hash)",
            "hash != null",
            "server.AccountsTest#accountsOutlastThatTheServerLeaves"),
        new PlantedFault(
            "tells nicks apart by their case",
            "server/Accounts.java",
            "return accounts.containsKey(NickKey.of(nick));",
            "return accounts.containsKey(nick);",
            "server.AccountsTest#accountsOutlastThatTheServerLeaves"),
        new PlantedFault(
            "lets users log in under a name that is bound",
            "server/NickDirectory.java",
            "return bound.containsKey(NickKey.of(nick));",
            "return bound.containsKey(nick + ' ');",
            "server.HybridServerTest#usersAreNeighboursAndHaveNames"),
        new PlantedFault(
            "binds a name that is not signed by its key",
            "server/NickDirectory.java",
            "if (failure != null || !genuine) {",
            "if (failure != null) {",
            "server.HybridServerTest#aBoundNameIsReplacedAndOutlastsLeaving"),
        new PlantedFault(
            "takes out a name that was bound anew",
            "server/NickDirectory.java",
            "bound.remove(key, record)",
            "bound.remove(key)",
            "server.HybridServerTest#aBoundNameIsReplacedAndOutlastsLeaving"),
        new PlantedFault(
            "lets a stranger take the place of a user",
            "server/NickPolicy.java",
            "return same && loop",
            "return loop",
            "server.HybridServerTest#someoneWhoReturnsTakesTheOldPlace"),
        new PlantedFault(
            "takes registrations although they are closed",
            "server/LoginCommands.java",
            "if (register && (isClosed() || accounts.isFull()))",
            "if (register && accounts.isFull())",
            "server.HybridServerTest#registrationCanBeRequiredOrClosed"));
  }
}
