package io.peerwright.samples.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/** What the peers of a {@link CapabilityTrial} have tried, and what came of it. */
final class Tallies {

  private static final class Tally {
    private int tried;
    private int succeeded;
    private int failed;
    private String failure = "";
  }

  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private int underWay;
  private int asked;

  /** Something is tried, and ends with one of the others. */
  void begin(String what) {
    tallies.computeIfAbsent(what, name -> new Tally()).tried++;
    underWay++;
  }

  void succeed(String what) {
    Objects.requireNonNull(tallies.get(what)).succeeded++;
    underWay--;
  }

  void fail(String what, String why) {
    Tally tally = Objects.requireNonNull(tallies.get(what));
    tally.failed++;
    tally.failure = tally.failure.isEmpty() ? why : tally.failure;
    underWay--;
  }

  /** A peer has asked all that it asks. */
  void onAsked() {
    asked++;
  }

  /** How much has begun and not ended. */
  int underWay() {
    return underWay;
  }

  /** Whether so many peers have asked, and nothing is under way. */
  boolean isOver(int peers) {
    return asked == peers && underWay == 0;
  }

  List<CapabilityReport.Row> rows() {
    List<CapabilityReport.Row> rows = new ArrayList<>();
    tallies.forEach(
        (what, tally) ->
            rows.add(new CapabilityReport.Row(what, tally.tried, tally.succeeded, tally.failure)));
    return rows;
  }

  /** How far it is: the rows of the report as they stand. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    tallies.forEach(
        (what, tally) ->
            text.add(
                String.format(Locale.ROOT, "%s %,d", what, tally.succeeded)
                    + (tally.failed == 0 ? "" : " (" + tally.failed + " failed)")));
    return "done: " + text;
  }
}
