package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in what is remembered of shared files, and the tests that catch them. */
final class DigestFaults {

  private DigestFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "takes what is known of a file that has changed",
            "share/DigestStore.java",
            "!entry.stamp().equals(found.stamp())",
            "entry.stamp().sizeBytes() != found.stamp().sizeBytes()",
            "share.DigestStoreTest#whatHasChangedOrMovedIsReadAgain"),
        new PlantedFault(
            "is content with one digest of two",
            "share/DigestStore.java",
            "!kinds.stream().allMatch(",
            "!kinds.stream().anyMatch(",
            "share.DigestStoreTest#aFileIsReadAgainForAnotherDigest"),
        new PlantedFault(
            "keeps what may change without a trace",
            "share/DigestStore.java",
            "readMillis - stamp.modifiedMillis() < FRESH_MILLIS",
            "readMillis < stamp.modifiedMillis()",
            "share.DigestStoreTest#aFileThatWasJustWrittenToIsNotKept"),
        new PlantedFault(
            "writes when all is over",
            "share/DigestStore.java",
            "        timer = loop.schedule(FLUSH_NANOS, this::flush);\n",
            "",
            "share.DigestStoreTest#whatIsHashedIsKeptWithinSecondsThoughTheScanGoesOn"),
        new PlantedFault(
            "does not say that nothing is known",
            "share/DigestStore.java",
            "      failure = \"what was hashed before is not known: \" + thrown;\n",
            "",
            "share.DigestStoreTest#whatCannotBeKeptIsSharedAllTheSame"),
        new PlantedFault(
            "believes a damaged line",
            "share/DigestFile.java",
            "space < 0 || !line.substring(0, space).equals(checksum(line.substring(space + 1)))",
            "space < 0",
            "share.DigestStoreTest#whatIsDamagedIsNeverTaken"),
        new PlantedFault(
            "goes on in a line that was torn",
            "share/DigestFile.java",
            "new StringBuilder(\"\\n\")",
            "new StringBuilder()",
            "share.DigestStoreTest#whatAKillHasTornIsLeftOut"),
        new PlantedFault(
            "lets old lines pile up",
            "share/DigestFile.java",
            "lines < 0 || lines > 2 * entries.size() + SPARE_LINES",
            "lines < 0",
            "share.DigestStoreTest#oldLinesAreTidiedUp"),
        new PlantedFault(
            "appends to a file of something else",
            "share/DigestFile.java",
            "lines < 0 || lines > 2 *",
            "lines > 2 *",
            "share.DigestStoreTest#anotherFileOfThatNameIsReplaced"),
        new PlantedFault(
            "believes the first of two lines",
            "share/DigestFile.java",
            "        entries.remove(entry.path);\n        entries.put(entry.path, entry);",
            "        entries.putIfAbsent(entry.path, entry);",
            "share.DigestStoreTest#whatHasChangedOrMovedIsReadAgain"),
        new PlantedFault(
            "cannot tell a plus from a space",
            "share/DigestFile.java",
            "return URLEncoder.encode(text, StandardCharsets.UTF_8);",
            "return text.replace(' ', '+');",
            "share.DigestStoreTest#aSecondStartReadsNothing"),
        new PlantedFault(
            "forgets what a file is",
            "share/DigestFile.java",
            "pairs.isEmpty() ? NONE : pairs",
            "NONE",
            "share.DigestStoreTest#aSecondStartReadsNothing"));
  }
}
