package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in what is known of other hosts, and the tests that catch them. */
final class HostsFaults {

  private HostsFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "makes a pause short after many failures",
            "hosts/BackOff.java",
            "doublings >= Long.numberOfLeadingZeros(firstNanos) - 1",
            "doublings >= 64",
            "hosts.BackOffTest#noNumberOfFailuresMakesItShort"),
        new PlantedFault(
            "forgets who is in use for somebody unknown",
            "hosts/HostCache.java",
            "!host.isInUse() && (host.failures > 0",
            "(host.failures > 0",
            "hosts.HostCacheTest#onlyWhoHasFailedOrIsOfNoUseMakesRoom"),
        new PlantedFault(
            "takes any number of hosts",
            "hosts/HostCache.java",
            "|| known.size() >= limits.maxHosts() && !forgetOne()",
            "",
            "hosts.HostCacheTest#onlyWhoHasFailedOrIsOfNoUseMakesRoom"),
        new PlantedFault(
            "keeps hosts that are banned",
            "hosts/HostCache.java",
            "    known.removeIf(each -> AddressKey.of(each.endpoint()).equals(key));\n",
            "",
            "hosts.HostCacheTest#tablesAgreeHoweverHostsComeAndGo"),
        new PlantedFault(
            "bans any number of addresses",
            "hosts/HostCache.java",
            "      keys.remove(keys.iterator().next());\n",
            "",
            "hosts.HostCacheTest#tablesAgreeHoweverHostsComeAndGo"),
        new PlantedFault(
            "keeps in the table who is gone",
            "hosts/HostList.java",
            "      System.arraycopy(hashes, at + 1, hashes, at, hosts.size() - at);\n",
            "",
            "hosts.HostCacheTest#tablesAgreeHoweverHostsComeAndGo"),
        new PlantedFault(
            "tries again at once",
            "hosts/HostCache.java",
            "host.nextTryAt = now + limits.backOff().pause(host.failures);",
            "host.nextTryAt = now;",
            "hosts.HostCacheTest#whoFailsIsTriedLaterAndLaterAndThenForgotten"),
        new PlantedFault(
            "forgets the good hosts of earlier runs",
            "hosts/GoodHosts.java",
            "      found.forEach(this::toTheEnd);\n",
            "",
            "hosts.GoodHostsTest#oneThatIsGoodBeforeTheFileIsReadIsAddedToIt"),
        new PlantedFault(
            "keeps any number of good hosts",
            "hosts/GoodHosts.java",
            "hosts.size() > most",
            "hosts.size() > 1_000_000",
            "hosts.GoodHostsTest#theLatestGoodOnesAreThereInTheNextRun"),
        new PlantedFault(
            "looks up as many names as anybody likes",
            "hosts/HostLookups.java",
            "++names <= mostNames",
            "++names > 0",
            "hosts.HostLookupsTest#namesAreLookedUpAsFarAsAListMayHaveThem"),
        new PlantedFault(
            "uses addresses that whoever named them may not",
            "hosts/HostLookups.java",
            "policy.permitted(source, found)",
            "policy.permitted(Reach.HOST, found)",
            "hosts.HostLookupsTest#addressesAreToldAtOnceAsFarAsWhoeverNamedThemMay"));
  }
}
