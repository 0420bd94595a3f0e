package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in what strangers may hold and take, and the tests that catch them. */
final class LimitFaults {

  private LimitFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "lets newcomers pass those who wait for a rate",
            "limit/SharedRate.java",
            "return isAwaited() ? 0 : available();",
            "return available();",
            "limit.SharedRateTest#newcomersDoNotPassThoseWhoWait"),
        new PlantedFault(
            "gives one who waits all that there is",
            "limit/SharedRate.java",
            "return Math.min(turnLeft, available());",
            "return Long.MAX_VALUE;",
            "limit.SharedRateTest#thoseWhoWaitGetTheSameHoweverMuchTheyTakeAtOnce"),
        new PlantedFault(
            "waits for a rate that was",
            "limit/SharedRate.java",
            "source == null ? pause : Math.min(pause, VALID_NANOS)",
            "pause",
            "limit.SharedRateTest#aRateThatRisesIsFollowedWithinASecondHoweverLongTheWaitWas"),
        new PlantedFault(
            "forgets a debt when the rate changes",
            "limit/ChangingRate.java",
            "bucket.take(Math.max(0, missing), now);",
            "bucket.take(0, now);",
            "limit.ChangingRateTest#aDebtOutlivesAChange"),
        new PlantedFault(
            "counts each IPv6 address by itself",
            "limit/AddressKey.java",
            ": address.high();",
            ": address.high() ^ address.low();",
            "limit.ConnectionLimitsTest#oneAddressIsAnIpv4AddressOrAnIpv6Network"),
        new PlantedFault(
            "counts a translator as one stranger",
            "limit/AddressKey.java",
            "boolean translated = address.high() == TRANSLATED &&",
            "boolean translated = address.high() == 0 &&",
            "limit.ConnectionLimitsTest#oneAddressIsAnIpv4AddressOrAnIpv6Network"),
        new PlantedFault(
            "has no limit for one address",
            "limit/ConnectionLimits.java",
            "boolean full = own >= maxPerAddress || links >= maxLinks;",
            "boolean full = links >= maxLinks;",
            "limit.ConnectionLimitsTest#anAddressWhoseLinksAreAllAtWorkGetsNoMore"),
        new PlantedFault(
            "has no limit for all",
            "limit/ConnectionLimits.java",
            "own >= maxPerAddress || links >= maxLinks;",
            "own >= maxPerAddress;",
            "limit.ConnectionLimitsTest#aFullListenerOfLinksAtWorkStaysAsItIs"),
        new PlantedFault(
            "cuts links at work of an address that wants more",
            "limit/ConnectionLimits.java",
            "address != null && own >= maxPerAddress ? address.waiting.first() : leaving(own, now);",
            "leaving(own, now);",
            "limit.ConnectionLimitsTest#agreesWithAPlainModel"),
        new PlantedFault(
            "keeps the links of whoever keeps up appearances",
            "limit/ConnectionLimits.java",
            "if (!overdue && heaviest != null && heaviest.links > newcomers) {",
            "if (!overdue && heaviest != null && heaviest.links < newcomers) {",
            "limit.ConnectionLimitsTest#aNewAddressAlwaysFindsAPlaceIfOneHoldsMany"),
        new PlantedFault(
            "lets honest newcomers push out each other",
            "limit/ConnectionLimits.java",
            "now - longest.since >= patienceNanos;",
            "now - longest.since >= 0;",
            "limit.ConnectionLimitsTest#heavyAddressesGoBeforeThoseWhoHaveJustCome"),
        new PlantedFault(
            "waits for ever for those who have just come",
            "limit/ConnectionLimits.java",
            "now - longest.since >= patienceNanos;",
            "now < longest.since;",
            "limit.ConnectionLimitsTest#heavyAddressesGoBeforeThoseWhoHaveJustCome"),
        new PlantedFault(
            "lets a link wait anew whenever it waits",
            "limit/ConnectionLimits.java",
            "if (!released && !waits) {",
            "if (!released) {",
            "limit.ConnectionLimitsTest#agreesWithAPlainModel"),
        new PlantedFault(
            "does not cut the link that leaves",
            "limit/ConnectionLimits.java",
            "      leaving.link.abort(Reason.LIMIT);\n",
            "",
            "limit.ConnectionLimitsTest#aNewAddressAlwaysFindsAPlaceIfOneHoldsMany"),
        new PlantedFault(
            "keeps the place of a link that is over",
            "limit/ConnectionLimits.java",
            "      count(place.address, -1);\n",
            "",
            "limit.ConnectionLimitsTest#agreesWithAPlainModel"),
        new PlantedFault(
            "loses the last of a list when one in front of it goes",
            "limit/PlaceList.java",
            "    if (after == null) {\n      last = before;\n    } else {\n      after.before[kind] = before;\n    }",
            "    last = before;",
            "limit.ConnectionLimitsTest#agreesWithAPlainModel"),
        new PlantedFault(
            "gives one address the rate of all",
            "limit/AddressRates.java",
            "return hash.hash(AddressKey.network(from), 1) & fullAt.length - 1;",
            "return 0;",
            "limit.AddressRatesTest#eachAddressHasARateOfItsOwn"),
        new PlantedFault(
            "takes what it does not grant",
            "limit/AddressRates.java",
            "    if (bucket.available(now) < each) {\n",
            "    if (bucket.available(now) < each) {\n      bucket.take(each, now);\n      put(cell);\n",
            "limit.AddressRatesTest#eachAddressHasARateOfItsOwn"),
        new PlantedFault(
            "lets debts grow for ever",
            "limit/AddressRates.java",
            "count > left / each ? Math.max(0, left) : count * each",
            "Math.min(count, 1 << 20) * each",
            "limit.AddressRatesTest#whatIsChargedIsOwedUpToTenBursts"),
        new PlantedFault(
            "takes a time that was never set for one",
            "limit/AddressRates.java",
            "bucket.becomeFullAt(known ? fullAt[cell] : now);",
            "bucket.becomeFullAt(fullAt[cell]);",
            "limit.AddressRatesTest#timesBelowZeroAreTimesToo"),
        new PlantedFault(
            "loses what stands behind an address that goes",
            "limit/AddressCounts.java",
            "      closeGap(at);\n",
            "",
            "limit.AddressCountsTest#agreesWithAPlainModel"),
        new PlantedFault(
            "lets any byte refresh the patience",
            "limit/PaceWatch.java",
            "    patientUntil += gain / pace.leastBytesPerSecond();",
            "    patientUntil = at + pace.windowNanos();",
            "limit.PaceWatchTest#dripsDoNotKeepItAlive"),
        new PlantedFault(
            "lets a fast start pay for a stall",
            "limit/PaceWatch.java",
            "    if (patientUntil - at > pace.windowNanos()) {",
            "    if (patientUntil - at < 0) {",
            "limit.PaceWatchTest#aFastStartDoesNotPayForAStall"),
        new PlantedFault(
            "has no deadline for the whole",
            "limit/PaceWatch.java",
            "    if (pace.wholeNanos() > 0 && now - startNanos >= pace.wholeNanos()) {",
            "    if (pace.wholeNanos() < 0) {",
            "limit.PaceWatchTest#theWholeHasADeadlineHoweverFastItIs"),
        new PlantedFault(
            "wakes too late for the deadline",
            "limit/PaceWatch.java",
            "      left = pace.wholeNanos() - (now - startNanos);",
            "      left = pace.wholeNanos();",
            "limit.PaceWatchTest#theWholeHasADeadlineHoweverFastItIs"),
        new PlantedFault(
            "forgives what came too late",
            "limit/PaceWatch.java",
            "    if (patientUntil - at < 0) {\n      // Too late to be made good: what was lost before this moment stays lost.\n      return;\n    }\n",
            "",
            "limit.PaceWatchTest#whatComesTooLateDoesNotCount"),
        new PlantedFault(
            "is impatient while it waits for us",
            "limit/PaceWatch.java",
            "      patientUntil += now - pausedAt;",
            "      patientUntil += 0;",
            "limit.PaceWatchTest#nothingIsOwedWhileItWaitsForUs"),
        new PlantedFault(
            "sheds the cheapest of those that cost about as much",
            "limit/MemoryBudget.java",
            "each.bytes > owner.bytes ? each : owner;",
            "each.bytes < owner.bytes ? each : owner;",
            "limit.MemoryBudgetTest#agreesWithAPlainModel"),
        new PlantedFault(
            "takes each connection for somebody else",
            "limit/MemoryBudget.java",
            "owners.computeIfAbsent(AddressKey.of(address), Owner::new)",
            "new Owner(AddressKey.of(address))",
            "limit.MemoryBudgetTest#anAddressIsOneHoweverManyItsAccounts"),
        new PlantedFault(
            "goes over the budget",
            "limit/MemoryBudget.java",
            "        shedDownTo(maxBytes);\n",
            "",
            "limit.MemoryBudgetTest#whoCostsMostPaysForItself"),
        new PlantedFault(
            "gives back what was never taken",
            "limit/MemoryBudget.java",
            "add(this, -Math.min(less, bytes));",
            "add(this, -less);",
            "limit.MemoryBudgetTest#whatIsGivenBackCanBeTakenAgain"),
        new PlantedFault(
            "keeps what a closed account held",
            "limit/MemoryBudget.java",
            "        add(this, -bytes);\n",
            "",
            "limit.MemoryBudgetTest#whatIsGivenBackCanBeTakenAgain"),
        new PlantedFault(
            "forgets what a division leaves over",
            "limit/TokenBucket.java",
            "    remainder = cost % rate;\n",
            "",
            "limit.TokenBucketTest#isExactHoweverTheBytesAreCut"),
        new PlantedFault(
            "pays for a pause beyond the burst",
            "limit/TokenBucket.java",
            "    if (isFull(now)) {\n      fullAt = now;",
            "    if (isFull(now)) {\n      fullAt -= 0;",
            "limit.TokenBucketTest#aPausePaysForNoMoreThanTheBurst"));
  }
}
