package io.peerwright.overlay.gnutella.qrp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The values are those of appendix A of the document. */
class WordHashTest {

  private static void check(int bits, String word, int slot) {
    assertEquals(slot, WordHash.slot(WordHash.of(word), bits), word);
  }

  @Test
  void slotsAreThoseOfTheDocument() {
    check(13, "", 0);
    check(13, "eb", 6791);
    check(13, "ebc", 7082);
    check(13, "ebck", 6698);
    check(13, "ebckl", 3179);
    check(13, "ebcklm", 3235);
    check(13, "ebcklme", 6438);
    check(13, "ebcklmen", 1062);
    check(13, "ebcklmenq", 3527);
    check(16, "", 0);
    check(16, "n", 65_003);
    check(16, "nd", 54_193);
    check(16, "ndf", 4953);
    check(16, "ndfl", 58_201);
    check(16, "ndfla", 34_830);
    check(16, "ndflal", 36_910);
    check(16, "ndflale", 34_586);
    check(16, "ndflalem", 37_658);
    check(16, "ndflaleme", 45_559);
    check(10, "ol2j34lj", 318);
    check(10, "asdfas23", 503);
    check(10, "9um3o34fd", 758);
    check(10, "a234d", 281);
    check(10, "a3f", 767);
    check(10, "3nja9", 581);
    check(10, "2459345938032343", 146);
    check(10, "7777a88a8a8a8", 342);
    check(10, "asdfjklkj3k", 861);
    check(10, "adfk32l", 1011);
    check(10, "zzzzzzzzzzz", 944);
  }

  @Test
  void caseDoesNotMatter() {
    check(10, "3NJA9", 581);
    check(10, "3nJa9", 581);
  }

  @Test
  void slotsOfSmallerTablesAreThoseOfLargerOnesHalved() {
    for (String word : List.of("alpha", "bravo", "charlie", "grün", "東京都")) {
      for (int bits = 2; bits <= 21; bits++) {
        int larger = WordHash.slot(WordHash.of(word), bits);
        assertEquals(larger >> 1, WordHash.slot(WordHash.of(word), bits - 1));
      }
    }
  }

  @Test
  void wordsAreRunsOfLettersAndDigits() {
    assertEquals(List.of("alpha", "bravo", "2", "txt"), Keywords.of("Alpha_BRAVO (2).txt"));
    assertEquals(List.of("cafe", "uber"), Keywords.of("Café-über"));
    assertEquals(List.of(), Keywords.of(" .,-"));
    // Decomposed by NFKD, these three letters would be others than they look.
    assertEquals(List.of("한국어"), Keywords.of("한국어"));
  }

  @Test
  void tablesHoldStartsOfWords() {
    assertEquals(
        new TreeSet<>(Set.of("foxtrot", "foxtro", "foxtr", "foxt", "bin")),
        Keywords.forTable(List.of("foxtrot.bin a")));
    assertEquals(
        new TreeSet<>(
            Set.of(
                "abcdefghijkl", "abcdefghijk", "abcdefghij", "abcdefghi", "abcdefgh", "abcdefg")),
        Keywords.forTable(List.of("abcdefghijkl")));
    assertEquals(Set.of("日本語", "日本"), Keywords.forTable(List.of("日本語")));
    assertEquals(Set.of("語"), Keywords.forTable(List.of("語 é")));
  }

  @Test
  void queriesAreHashedWhereTheyLie() {
    QueryHashes hashes = new QueryHashes();
    for (String text :
        List.of(
            "Alpha BRAVO", "a bc def", "", "x", "Café über", "日本語 text", "--one--two--", "größe")) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes = ByteBuffer.allocate(utf8.length + 7).position(3).put(utf8);
      List<Integer> expected =
          Keywords.of(text).stream()
              .filter(word -> word.getBytes(StandardCharsets.UTF_8).length >= 3)
              .map(WordHash::of)
              .toList();
      assertEquals(expected.size(), hashes.read(bytes, 3, 3 + utf8.length), text);
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i), hashes.hash(i), text);
      }
    }
  }

  @Test
  void longWordsAreNotCut() {
    String word = "abcdefghij".repeat(9);
    byte[] ascii = word.getBytes(StandardCharsets.US_ASCII);
    QueryHashes hashes = new QueryHashes();
    assertEquals(1, hashes.read(ByteBuffer.wrap(ascii), 0, ascii.length));
    assertEquals(WordHash.of(word), hashes.hash(0));
    assertEquals(List.of(word), Keywords.of(word));
  }

  @Test
  void wordsOfAQueryAreCounted() {
    byte[] many = "abc ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    QueryHashes hashes = new QueryHashes();
    assertEquals(QueryHashes.MAX_WORDS, hashes.read(ByteBuffer.wrap(many), 0, many.length));
    assertEquals(QueryHashes.MAX_WORDS, hashes.read("äbc ".repeat(1000)));
  }
}
