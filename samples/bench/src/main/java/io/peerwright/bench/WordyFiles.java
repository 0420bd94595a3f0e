package io.peerwright.bench;

import io.peerwright.api.overlay.SharedItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Files of servents with names of three words out of 2,000 and a number; they have no content. */
final class WordyFiles {

  static final int EACH = 100;

  private static final int WORDS = 2_000;
  private static final String[] CONSONANTS = {"b", "d", "f", "g", "k", "l", "m", "n", "r", "t"};
  private static final String[] VOWELS = {"a", "e", "i", "o", "u"};
  private static final int SYLLABLES = CONSONANTS.length * VOWELS.length;

  private WordyFiles() {}

  /** The files of one servent, the same each time. */
  static List<SharedItem> of(int servent) {
    List<SharedItem> files = new ArrayList<>();
    for (int file = 0; file < EACH; file++) {
      String name = words(servent, file) + " " + servent + "x" + file + ".ogg";
      files.add(new SharedItem(Path.of("none"), name, 1_000_000, Set.of(), Map.of()));
    }
    return files;
  }

  /** The words of one file. */
  static String words(int servent, int file) {
    SplittableRandom random = new SplittableRandom(1_000L * servent + file);
    return word(random) + " " + word(random) + " " + word(random);
  }

  private static String word(SplittableRandom random) {
    int number = random.nextInt(WORDS);
    return syllable(number % SYLLABLES) + syllable(number / SYLLABLES) + "ran";
  }

  private static String syllable(int number) {
    return CONSONANTS[number / VOWELS.length] + VOWELS[number % VOWELS.length];
  }
}
