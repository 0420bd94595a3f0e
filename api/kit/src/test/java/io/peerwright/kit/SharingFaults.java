package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in text, addresses and shared folders, and the tests that catch them. */
final class SharingFaults {

  private SharingFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "reads what is not UTF-8 as UTF-8",
            "text/WireText.java",
            "new String(bytes, LEGACY)",
            "new String(bytes, StandardCharsets.UTF_8)",
            "text.WireTextTest#textIsUtf8OrThatOfOldWindows"),
        new PlantedFault(
            "shows characters of direction",
            "text/SafeText.java",
            "          Character.FORMAT,\n",
            "",
            "text.SafeTextTest#escapesEveryHarmfulCharacterThatThereIs"),
        new PlantedFault(
            "shows control characters",
            "text/SafeText.java",
            "      case Character.CONTROL,\n          Character.FORMAT,",
            "      case Character.FORMAT,",
            "text.SafeTextTest#escapesEveryHarmfulCharacterThatThereIs"),
        new PlantedFault(
            "shows halves of characters",
            "text/SafeText.java",
            "          Character.SURROGATE,\n",
            "",
            "text.SafeTextTest#escapes"),
        new PlantedFault(
            "shows letters that are drawn as nothing",
            "text/SafeText.java",
            "      default -> !isBlankLetter(point);",
            "      default -> true;",
            "text.SafeTextTest#escapes"),
        new PlantedFault(
            "lets a new line through",
            "text/SafeText.java",
            "character >= ' ' && character <= '~'",
            "character >= '\\n' && character <= '~'",
            "text.SafeTextTest#escapes"),
        new PlantedFault(
            "cuts an escape in two",
            "text/SafeText.java",
            "        safe.setLength(before);",
            "        safe.setLength(Math.max(before, maxChars));",
            "text.SafeTextTest#cutsBetweenCharactersAndEscapes"),
        new PlantedFault(
            "shows as much as there is",
            "text/SafeText.java",
            "    return of(text, MAX_CHARS);",
            "    return of(text, Integer.MAX_VALUE);",
            "text.SafeTextTest#cutsBetweenCharactersAndEscapes"),
        new PlantedFault(
            "takes a thousand for 1,024",
            "text/Amounts.java",
            "Map.entry(\"kB\", 1_000L)",
            "Map.entry(\"kB\", 1_024L)",
            "text.AmountsTest#readsSizes"),
        new PlantedFault(
            "rounds what is no whole number",
            "text/Amounts.java",
            "      return value.longValueExact();",
            "      return value.longValue();",
            "text.AmountsTest#refusesOtherSizes"),
        new PlantedFault(
            "lets sizes overflow",
            "text/Amounts.java",
            "    if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {",
            "    if (value.signum() < 0) {",
            "text.AmountsTest#refusesTooMuch"),
        new PlantedFault(
            "takes the last of several times only",
            "text/Amounts.java",
            "nanos = nanos.add(new BigDecimal(",
            "nanos = nanos.min(BigDecimal.ZERO).add(new BigDecimal(",
            "text.AmountsTest#readsTimes"),
        new PlantedFault(
            "rounds a size to the unit above too late",
            "text/Amounts.java",
            "value >= 1023.5 / 1024",
            "value >= 1",
            "text.AmountsTest#roundsSizes"),
        new PlantedFault(
            "writes a size with a unit of which it is no multiple",
            "text/Amounts.java",
            "bytes >= scale && bytes % scale == 0",
            "bytes >= scale",
            "text.AmountsTest#readsWhatItWrites"),
        new PlantedFault(
            "takes its own host for the world by its IPv6 name",
            "net/Reach.java",
            "(low <= 1 ? HOST : ofIpv4((int) low))",
            "ofIpv4((int) low | 1 << 27)",
            "net.AddressPolicyTest#anAddressIsAsFarAsItCanBeReachedFrom"),
        new PlantedFault(
            "does not look inside translated addresses",
            "net/Reach.java",
            "return translated ? ofIpv4((int) low) : WORLD;",
            "return WORLD;",
            "net.AddressPolicyTest#anAddressIsAsFarAsItCanBeReachedFrom"),
        new PlantedFault(
            "does not look inside addresses of 6to4",
            "net/Reach.java",
            "if (high >>> 48 == 0x2002) {",
            "if (high >>> 48 == 0x2003) {",
            "net.AddressPolicyTest#anAddressIsAsFarAsItCanBeReachedFrom"),
        new PlantedFault(
            "takes the secrets of clouds for the world",
            "net/Reach.java",
            "if (ip >>> 16 == 0xa9fe) {",
            "if (ip >>> 16 == 0xa9ff) {",
            "net.AddressPolicyTest#anAddressIsAsFarAsItCanBeReachedFrom"),
        new PlantedFault(
            "takes 172.16.0.0/12 for 172.16.0.0/16",
            "net/Reach.java",
            "ip >>> 20 == 0xac1 ||",
            "ip >>> 16 == 0xac10 ||",
            "net.AddressPolicyTest#anAddressIsAsFarAsItCanBeReachedFrom"),
        new PlantedFault(
            "lets strangers name what is nearer than they are",
            "net/AddressPolicy.java",
            "Reach.of(named).compareTo(source) >= 0",
            "Reach.of(named).compareTo(source) <= 0",
            "net.AddressPolicyTest#whoeverIsNearerMayNameMore"),
        new PlantedFault(
            "lets everybody name everything",
            "net/AddressPolicy.java",
            "return this == ANY ||",
            "return this != null ||",
            "net.AddressPolicyTest#oneOfTheSameNetworkMayNameItsNeighbour"),
        new PlantedFault(
            "dials addresses of many",
            "net/AddressPolicy.java",
            "named.isMulticast() ||",
            "",
            "net.AddressPolicyTest#nobodyNamesAddressesOfMany"),
        new PlantedFault(
            "dials the broadcast address",
            "net/AddressPolicy.java",
            " || named.isIpv4() && named.ipv4() == -1",
            "",
            "net.AddressPolicyTest#nobodyNamesAddressesOfMany"),
        new PlantedFault(
            "looks at shared folders once only",
            "share/FolderWatch.java",
            "    if (everyNanos > 0) {",
            "    if (everyNanos < 0) {",
            "share.FolderWatchTest#tellsWhatIsGoneAndWhatIsNew"),
        new PlantedFault(
            "announces for ever what is gone",
            "share/FolderWatch.java",
            "      if (!seen.contains(entry.getKey())) {",
            "      if (seen.isEmpty()) {",
            "share.FolderWatchTest#tellsWhatIsGoneAndWhatIsNew"),
        new PlantedFault(
            "does not see that a file has changed",
            "share/FolderWatch.java",
            "return path.equals(otherPath) && stamp.equals(otherStamp);",
            "return path.equals(otherPath);",
            "share.FolderWatchTest#aFileOfAnotherLengthOrTimeIsReadAgain"),
        new PlantedFault(
            "reads a file that is still being written",
            "share/FolderWatch.java",
            "    if (!first && !stamp.equals(unsettled.put(name, stamp))) {",
            "    if (unsettled.put(name, stamp) == stamp) {",
            "share.FolderWatchTest#aFileThatGrowsIsLeftAloneUntilItRests"),
        new PlantedFault(
            "reads again what has come back",
            "share/FolderWatch.java",
            "    if (returned != null && returned.is(path, stamp)) {",
            "    if (returned != null && returned.item == null) {",
            "share.FolderWatchTest#whatComesBackIsNotReadAgain"),
        new PlantedFault(
            "goes on after it was closed",
            "share/FolderWatch.java",
            "    closed = true;\n",
            "",
            "share.FolderWatchTest#aClosedWatchTellsNothingAndOneWithoutPauseLooksOnce"),
        new PlantedFault(
            "shares what is not yet complete",
            "share/FolderLister.java",
            "} else if (!PartFile.isPart(entry)) {",
            "} else {",
            "share.FolderScanTest#findsFilesInTheOrderOfTheirNames"));
  }
}
