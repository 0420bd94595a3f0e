package io.peerwright.bench;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What users share and look for, the same in each run: 1,000 users with 1,000 files each, 266,314
 * distinct ones, names of 55,000 words of which few are common and most are rare (Zipf), and 5,000
 * queries of one to three words that all find something.
 */
final class IndexCorpus {

  static final int USERS = 1_000;
  static final int FILES_PER_USER = 1_000;
  static final int DISTINCT = 266_314;
  static final int QUERIES = 5_000;

  /** Files of the same content have different names here and there. */
  private static final int CONTENTS = 200_000;

  private static final int WORDS = 55_000;
  private static final int WORDS_PER_NAME = 7;
  private static final int MIN_BITRATE = 192;
  private static final int[] BITRATES = {128, 128, 128, 128, 128, 128, 160, 192, 192, 256, 320};

  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[][] words = new byte[WORDS][];
  private final int[][] wordsOfFile = new int[DISTINCT][WORDS_PER_NAME];
  private final byte[][] shares = new byte[DISTINCT][];
  private final int[] bitrates = new int[DISTINCT];
  private final int[] filesOfUsers;
  private final byte[][] queries = new byte[QUERIES][];
  private long pathBytes;

  IndexCorpus() {
    makeWords();
    Zipf wordChoice = new Zipf(WORDS, 1.0);
    for (int file = 0; file < DISTINCT; file++) {
      makeFile(file, wordChoice);
    }
    filesOfUsers = deal();
    for (int i = 0; i < QUERIES; i++) {
      queries[i] = makeQuery(i);
    }
  }

  /** The message that shares a file; all of them are ready to be sent. */
  byte[] share(int user, int position) {
    return shares[filesOfUsers[(user * FILES_PER_USER + position) % filesOfUsers.length]];
  }

  /** A search message; every second one wants 192 kbit/s or more, too. */
  byte[] query(int number) {
    return queries[number % QUERIES];
  }

  /** Bytes of a path, on average over the distinct files. */
  double meanPath() {
    return (double) pathBytes / DISTINCT;
  }

  static byte[] frame(int type, String text) {
    byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
    byte[] frame = new byte[body.length + 4];
    frame[0] = (byte) body.length;
    frame[1] = (byte) (body.length >> 8);
    frame[2] = (byte) type;
    frame[3] = (byte) (type >> 8);
    System.arraycopy(body, 0, frame, 4, body.length);
    return frame;
  }

  private void makeWords() {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < WORDS; ) {
      StringBuilder word = new StringBuilder();
      int length = 3 + random.nextInt(5);
      for (int at = 0; at < length; at++) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      if (known.add(word.toString())) {
        words[i++] = word.toString().getBytes(StandardCharsets.ISO_8859_1);
      }
    }
  }

  private void makeFile(int file, Zipf wordChoice) {
    String[] name = new String[WORDS_PER_NAME];
    for (int i = 0; i < WORDS_PER_NAME; i++) {
      wordsOfFile[file][i] = wordChoice.next(random);
      name[i] = word(wordsOfFile[file][i]);
    }
    String path =
        String.format(
            Locale.ROOT,
            "C:\\mp3\\%s %s\\%s %s\\%02d - %s %s %s.mp3",
            name[0],
            name[1],
            name[2],
            name[3],
            1 + random.nextInt(16),
            name[4],
            name[5],
            name[6]);
    pathBytes += path.length();
    int content = file < CONTENTS ? file : random.nextInt(CONTENTS);
    SplittableRandom of = new SplittableRandom(content);
    int seconds = 120 + of.nextInt(300);
    int bitrate = BITRATES[of.nextInt(BITRATES.length)];
    bitrates[file] = bitrate;
    shares[file] =
        frame(
            100,
            String.format(
                Locale.ROOT,
                "\"%s\" %016x%016x %d %d 44100 %d",
                path,
                of.nextLong(),
                of.nextLong(),
                seconds * bitrate * 125L + of.nextInt(1_000),
                bitrate,
                seconds));
  }

  /** Each file once somewhere, then as popular as it is; none twice at one user. */
  private int[] deal() {
    int[] dealt = new int[USERS * FILES_PER_USER];
    int[] order = new int[dealt.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = 0; i < order.length; i++) {
      int other = i + random.nextInt(order.length - i);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
      dealt[order[i]] = i < DISTINCT ? i : -1;
    }
    Zipf popularity = new Zipf(DISTINCT, 0.8);
    for (int user = 0; user < USERS; user++) {
      BitSet own = new BitSet(DISTINCT);
      int from = user * FILES_PER_USER;
      for (int i = from; i < from + FILES_PER_USER; i++) {
        if (dealt[i] >= 0) {
          own.set(dealt[i]);
        }
      }
      for (int i = from; i < from + FILES_PER_USER; i++) {
        while (dealt[i] < 0) {
          int file = popularity.next(random);
          if (!own.get(file)) {
            own.set(file);
            dealt[i] = file;
          }
        }
      }
    }
    return dealt;
  }

  /** Words of a file that one of the first 900 users shares. */
  private byte[] makeQuery(int number) {
    boolean filtered = number % 2 == 1;
    int file;
    do {
      file = filesOfUsers[random.nextInt(900 * FILES_PER_USER)];
    } while (filtered && bitrates[file] < MIN_BITRATE);
    int[] of = wordsOfFile[file];
    int count = 1 + random.nextInt(3);
    int first = random.nextInt(WORDS_PER_NAME - 2);
    StringBuilder text = new StringBuilder("FILENAME CONTAINS \"");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(word(of[first + i]));
    }
    text.append("\" MAX_RESULTS 100");
    if (filtered) {
      text.append(" BITRATE \"AT LEAST\" \"" + MIN_BITRATE + "\"");
    }
    return frame(200, text.toString());
  }

  private String word(int number) {
    return new String(words[number], StandardCharsets.ISO_8859_1);
  }

  /** Picks small numbers more often than large ones. */
  private static final class Zipf {
    private final double[] sums;

    Zipf(int count, double exponent) {
      sums = new double[count];
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += Math.pow(i + 1, -exponent);
        sums[i] = sum;
      }
    }

    int next(SplittableRandom random) {
      double wanted = random.nextDouble() * sums[sums.length - 1];
      int low = 0;
      int high = sums.length - 1;
      while (low < high) {
        int middle = low + high >>> 1;
        if (sums[middle] < wanted) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
