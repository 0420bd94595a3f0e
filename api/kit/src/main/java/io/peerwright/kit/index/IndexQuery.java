package io.peerwright.kit.index;

import java.util.List;

/**
 * What is searched for.
 *
 * @param contains texts of which every word must occur; a word with a minus in front must not
 * @param excludes texts of which no word may occur
 * @param type as it was shared, {@link #ANY_TYPE}, or {@link #NO_TYPE} for one that there is not
 * @param bitrate kbit/s
 * @param frequency Hz
 * @param sizeBytes size
 * @param seconds duration
 */
public record IndexQuery(
    List<String> contains,
    List<String> excludes,
    int type,
    Range bitrate,
    Range frequency,
    Range sizeBytes,
    Range seconds) {

  /** All types. */
  public static final int ANY_TYPE = -1;

  /** A type that no file has. */
  public static final int NO_TYPE = -2;

  /** A search for words, without further conditions. */
  public static IndexQuery of(String words) {
    return new IndexQuery(
        List.of(words), List.of(), ANY_TYPE, Range.ANY, Range.ANY, Range.ANY, Range.ANY);
  }
}
