package io.peerwright.overlay.hybrid.wire;

import io.peerwright.kit.index.Range;
import java.util.List;

/**
 * A search (200).
 *
 * @param contains texts of which every word must occur; a word with a minus in front must not
 * @param excludes texts of which no word may occur
 * @param linkType range of link types
 * @param bitrate kbit/s
 * @param frequency Hz
 * @param sizeBytes size
 * @param seconds duration
 * @param type "any" or a media type; "mp3" if nothing was said
 * @param maxResults 0 if nothing was said
 * @param localOnly not to be passed on to other servers
 */
public record SearchQuery(
    List<String> contains,
    List<String> excludes,
    Range linkType,
    Range bitrate,
    Range frequency,
    Range sizeBytes,
    Range seconds,
    String type,
    long maxResults,
    boolean localOnly) {

  /** The type that stands for all types. */
  public static final String ANY_TYPE = "any";

  /** The type that is meant where none is given. */
  public static final String DEFAULT_TYPE = "mp3";

  /** Part of the notice of a server that it gives fewer hits than were asked for. */
  public static final String CAPPED = "search: no more hits are given than";

  /** Copies the lists. */
  public SearchQuery {
    contains = List.copyOf(contains);
    excludes = List.copyOf(excludes);
  }

  /** Writes it. */
  public void write(FrameWriter writer) {
    writer.begin(MessageType.SEARCH);
    for (String words : contains) {
      writer.field("FILENAME CONTAINS").quoted(words);
    }
    for (String words : excludes) {
      writer.field("FILENAME EXCLUDES").quoted(words);
    }
    if (maxResults > 0) {
      writer.field("MAX_RESULTS").field(maxResults);
    }
    write(writer, "LINESPEED", linkType, false);
    write(writer, "BITRATE", bitrate, true);
    write(writer, "FREQ", frequency, true);
    write(writer, "SIZE", sizeBytes, true);
    write(writer, "DURATION", seconds, true);
    if (!type.equals(DEFAULT_TYPE)) {
      writer.field("TYPE").field(type);
    }
    if (localOnly) {
      writer.field("LOCAL_ONLY");
    }
  }

  private static void write(FrameWriter writer, String name, Range range, boolean quoted) {
    if (range.min() == range.max()) {
      write(writer, name, "EQUAL TO", range.min(), quoted);
      return;
    }
    if (range.min() > 0) {
      write(writer, name, "AT LEAST", range.min(), quoted);
    }
    if (range.max() < Long.MAX_VALUE) {
      write(writer, name, "AT BEST", range.max(), quoted);
    }
  }

  private static void write(
      FrameWriter writer, String name, String comparison, long number, boolean quoted) {
    writer.field(name).quoted(comparison);
    if (quoted) {
      writer.quoted(Long.toString(number));
    } else {
      writer.field(number);
    }
  }
}
