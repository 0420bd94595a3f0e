package io.peerwright.overlay.hybrid.wire;

import io.peerwright.kit.index.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the clauses of a search, which stand in any order and may be repeated. */
public final class SearchParser {

  private static final int MAX_CLAUSES = 32;
  private static final String INVALID = "invalid search request";

  private final Fields fields;
  private final List<String> contains = new ArrayList<>(2);
  private final List<String> excludes = new ArrayList<>(0);
  private Range linkType = Range.ANY;
  private Range bitrate = Range.ANY;
  private Range frequency = Range.ANY;
  private Range sizeBytes = Range.ANY;
  private Range seconds = Range.ANY;
  private String type = SearchQuery.DEFAULT_TYPE;
  private long maxResults;
  private boolean localOnly;

  private SearchParser(Fields fields) {
    this.fields = fields;
  }

  /**
   * Reads a search. Without any clause it is a search for nothing, which finds nothing.
   *
   * @throws MalformedException on an unknown clause or comparison, a missing or bad value
   */
  public static SearchQuery parse(Fields fields) throws MalformedException {
    return new SearchParser(fields).query();
  }

  private SearchQuery query() throws MalformedException {
    int clauses = 0;
    while (fields.next()) {
      if (++clauses > MAX_CLAUSES) {
        throw new MalformedException(INVALID);
      }
      clause();
    }
    return new SearchQuery(
        contains,
        excludes,
        linkType,
        bitrate,
        frequency,
        sizeBytes,
        seconds,
        type,
        maxResults,
        localOnly);
  }

  private void clause() throws MalformedException {
    if (fields.is("FILENAME")) {
      fileName();
    } else if (fields.is("MAX_RESULTS")) {
      maxResults = number();
    } else if (fields.is("LINESPEED")) {
      linkType = compare(linkType);
    } else if (fields.is("BITRATE")) {
      bitrate = compare(bitrate);
    } else if (fields.is("FREQ")) {
      frequency = compare(frequency);
    } else if (fields.is("SIZE")) {
      sizeBytes = compare(sizeBytes);
    } else if (fields.is("DURATION")) {
      seconds = compare(seconds);
    } else if (fields.is("TYPE")) {
      value();
      type = fields.text().toLowerCase(Locale.ROOT);
    } else if (fields.is("LOCAL_ONLY")) {
      localOnly = true;
    } else {
      throw new MalformedException(INVALID);
    }
  }

  private void fileName() throws MalformedException {
    value();
    boolean wanted = fields.is("CONTAINS");
    if (!wanted && !fields.is("EXCLUDES")) {
      throw new MalformedException(INVALID);
    }
    value();
    (wanted ? contains : excludes).add(fields.text());
  }

  private Range compare(Range range) throws MalformedException {
    value();
    boolean atLeast = fields.is("AT LEAST");
    boolean atBest = fields.is("AT BEST");
    if (!atLeast && !atBest && !fields.is("EQUAL TO")) {
      throw new MalformedException(fields.text() + ": invalid comparison for search");
    }
    long number = number();
    Range above = atBest ? range : range.atLeast(number);
    return atLeast ? above : above.atMost(number);
  }

  private long number() throws MalformedException {
    value();
    long number = fields.number();
    if (number < 0) {
      throw new MalformedException(INVALID);
    }
    return number;
  }

  private void value() throws MalformedException {
    if (!fields.next()) {
      throw new MalformedException(INVALID);
    }
  }
}
