package io.peerwright.samples.simulate;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import io.peerwright.kit.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The files of a simulated world: many titles, few contents on one disk, so that a hundred thousand
 * peers can share without a hundred thousand copies.
 */
final class Catalogue {

  private static final int CONTENTS = 16;
  private static final List<ContentDigest.Kind> KINDS = List.of(Digests.SHA1, Digests.NAPSTER_MD5);
  private static final Map<String, String> DETAILS =
      Map.of("bitrate", "128", "frequency", "44100", "duration", "180");
  private static final String[] SYLLABLES = {
    "ba", "co", "di", "fu", "ga", "he", "ji", "ko", "lu", "ma", "ne", "po", "qui", "ra", "so", "ti",
    "vu", "we", "xa", "yo", "zi"
  };

  private record Content(Path file, long size, Set<Urn> urns) {}

  private final List<Content> contents = new ArrayList<>();

  /** One for each title: whoever shares it keeps the same one. */
  private final SharedItem[] items;

  /** Writes the contents below {@code folder}. */
  Catalogue(Path folder, int titles, int fileBytes, long seed) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(folder);
    for (int i = 0; i < CONTENTS; i++) {
      byte[] bytes = new byte[fileBytes];
      random.nextBytes(bytes);
      Path file = Files.write(folder.resolve("content-" + i), bytes);
      contents.add(new Content(file, fileBytes, Digests.of(bytes, KINDS)));
    }
    items = new SharedItem[titles];
    for (int title = 0; title < titles; title++) {
      items[title] = newItem(title);
    }
  }

  int titles() {
    return items.length;
  }

  /** Two words that are in the names of this title, and of few others. */
  String words(int title) {
    return word(title * 2_654_435_761L) + " " + word(title * 40_503L + 7);
  }

  /** A title as peers share it. */
  SharedItem item(int title) {
    return items[title];
  }

  private SharedItem newItem(int title) {
    Content content = contents.get(title % CONTENTS);
    return new SharedItem(
        content.file, words(title) + " " + title + ".ogg", content.size, content.urns, DETAILS);
  }

  /** The bytes of a title are those of this file. */
  Path content(int title) {
    return contents.get(title % CONTENTS).file;
  }

  private static String word(long number) {
    StringBuilder word = new StringBuilder();
    long rest = (number ^ number >>> 17) & 0xffff;
    for (int i = 0; i < 3; i++) {
      word.append(SYLLABLES[(int) (rest % SYLLABLES.length)]);
      rest /= SYLLABLES.length;
    }
    return word.toString();
  }
}
