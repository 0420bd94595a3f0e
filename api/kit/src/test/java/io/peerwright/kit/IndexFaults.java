package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in who shares what, and the tests that catch them. */
final class IndexFaults {

  private IndexFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "drops hits whose accents differ",
            "index/HitFilter.java",
            "List<String> name = Words.list(hit.name());",
            "List<String> name = List.of(hit.name().toLowerCase(java.util.Locale.ROOT).split(\"\\\\W\"));",
            "index.HitFilterTest#hitsAreJudgedByTheWordsOfTheIndex"),
        new PlantedFault(
            "drops hits for a part of a longer word",
            "index/HitFilter.java",
            ".noneMatch(name::contains)",
            ".noneMatch(word -> hit.name().contains(word))",
            "index.HitFilterTest#hitsAreJudgedByTheWordsOfTheIndex"),
        new PlantedFault(
            "leaves out what a bound allows",
            "index/HitFilter.java",
            "bound.getValue()) >= 0;",
            "bound.getValue()) > 0;",
            "index.HitFilterTest#boundsAreKeptAsFarAsHitsTell"),
        new PlantedFault(
            "takes a word of another file away",
            "index/WordIndex.java",
            "term != TermTable.NONE && terms.has(term, file)",
            "term != TermTable.NONE",
            "index.WordIndexTest#aNameWithAWordTwiceTakesNoOtherFileAway"),
        new PlantedFault(
            "reads the words of one piece alone",
            "index/OrderedTerms.java",
            "while (piece < used) {",
            "while (at < counts[piece]) {",
            "index.WordIndexTest#agreesWithAPlainList"),
        new PlantedFault(
            "leaves the end out of a range",
            "index/Range.java",
            "number <= max;",
            "number < max;",
            "index.MemoryIndexTest#numbersLimitTheHits"),
        new PlantedFault(
            "tells words apart by their accents",
            "index/Words.java",
            "Character.getType(c) != Character.NON_SPACING_MARK",
            "c >= 0",
            "index.MemoryIndexTest#wordsAreWholeAndFolded"),
        new PlantedFault(
            "indexes one folder too many",
            "index/Words.java",
            "++names == depth",
            "names++ == depth",
            "index.MemoryIndexTest#depthAndSuffixCanBeLimited"),
        new PlantedFault(
            "looks for words with a minus in front",
            "index/QueryWords.java",
            "bytes[at] == '-'",
            "bytes[at] == 0",
            "index.MemoryIndexTest#agreesWithAPlainList"),
        new PlantedFault(
            "takes the next file for one that has the word",
            "index/Intersection.java",
            "return low >= 0 && documents[low] == document;",
            "return low >= 0;",
            "index.MemoryIndexTest#agreesWithAPlainList"),
        new PlantedFault(
            "looks at unwanted words only once",
            "index/Intersection.java",
            "behind == wanted.length && !isExcluded(document)",
            "behind == wanted.length",
            "index.MemoryIndexTest#agreesWithAPlainList"),
        new PlantedFault(
            "loses what stands behind an entry that goes",
            "index/HashTable.java",
            "if ((next - home & mask) >= (next - hole & mask)) {",
            "if (home < 0) {",
            "index.HashTableTest#whatIsInIsFoundWhateverElseGoes"),
        new PlantedFault(
            "keeps all that is not needed when a table is full",
            "index/HashTable.java",
            "entry != EMPTY && needed.test(number(entry))",
            "entry != EMPTY",
            "index.HashTableTest#whatIsNotNeededMakesPlace"),
        new PlantedFault(
            "keeps what led to a file that has come and gone",
            "index/HashTable.java",
            "hasHash(slots[slot], hash) && !needed.test(number(slots[slot]))",
            "number < 0",
            "index.TidyingTest#aFileThatComesAndGoesLeavesNothingInTheWayOfItself"),
        new PlantedFault(
            "counts dead files again that it has forgotten",
            "index/DocumentTable.java",
            "    page.forgotten = page.seenDead;\n",
            "",
            "index.TidyingTest#tablesDoNotGrowWithThoseWhoComeAndGo"),
        new PlantedFault(
            "takes any text for a content hash",
            "index/Hash128.java",
            "if (count != DIGITS) {",
            "if (count < 0) {",
            "index.MemoryIndexTest#contentIsFoundByHash"),
        new PlantedFault(
            "counts an owner that has left",
            "index/OwnerTable.java",
            "    openCount--;\n",
            "",
            "index.IndexInvariantsTest#tablesAgreeAfterEachStep"),
        new PlantedFault(
            "counts the bytes of a file that an owner has withdrawn",
            "index/OwnerTable.java",
            "    bytes[owner] -= size;\n",
            "",
            "index.IndexInvariantsTest#tablesAgreeAfterEachStep"),
        new PlantedFault(
            "does not count a page that holds a document again",
            "index/DocumentTable.java",
            "    if (page.liveRows == 0) {\n      livePages++;\n    }\n    page.addSource",
            "    page.addSource",
            "index.IndexInvariantsTest#tablesAgreeAfterEachStep"));
  }
}
