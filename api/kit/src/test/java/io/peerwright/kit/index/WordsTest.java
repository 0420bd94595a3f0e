package io.peerwright.kit.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void wordsAreRunsOfLettersAndDigitsWithoutAccents() {
    assertEquals(List.of("alpha", "2", "grosse"), Words.list("Alpha_(2) Grosse"));
    assertEquals(List.of("cafe"), Words.whole("  Café. "));
    assertEquals(List.of(), Words.whole("-"));
  }

  @Test
  void theIndexTellsLongWordsApartByTheirBeginning() {
    String word = "abcdefghij".repeat(7);
    assertEquals(List.of(word.substring(0, Words.MAX_WORD_BYTES)), Words.list(word));
    assertEquals(List.of(word), Words.whole(word));
  }
}
