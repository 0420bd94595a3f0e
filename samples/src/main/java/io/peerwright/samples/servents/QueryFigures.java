package io.peerwright.samples.servents;

import io.peerwright.samples.servents.ServentNetwork.Outcome;
import io.peerwright.samples.swarm.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What some queries cost that were forwarded in the same way, and what they found. */
public final class QueryFigures {

  private record Entry(Outcome outcome, int others, int findable) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Of no query. */
  public QueryFigures() {}

  /**
   * Adds a query.
   *
   * @param others how many servents it could have come to
   * @param findable how many servents could have answered, or were wanted if these are fewer
   */
  public void add(Outcome outcome, int others, int findable) {
    entries.add(new Entry(outcome, others, findable));
  }

  /** Messages of a query, counted where they arrive. */
  public Quantiles messages() {
    return all(each -> each.outcome().messages());
  }

  /** The share of messages that came to a servent that had seen the query. */
  public Quantiles duplicates() {
    return all(
        each -> (double) each.outcome().duplicates() / Math.max(1, each.outcome().messages()));
  }

  /** The share of servents that the query came to. */
  public Quantiles reach() {
    return all(each -> (double) each.outcome().reached() / each.others());
  }

  /** The share that was found of those that could have answered, or were wanted. */
  public Quantiles recall() {
    return all(each -> (double) each.outcome().peers() / Math.max(1, each.findable()));
  }

  /** How many servents answered whose hits came back. */
  public Quantiles found() {
    return all(each -> each.outcome().peers());
  }

  /** Seconds to the first hit, of queries that had one; empty if none had. */
  public Optional<Quantiles> first() {
    return of(Outcome::firstSeconds);
  }

  /** Seconds to the fiftieth hit, of queries that had so many; empty if none had. */
  public Optional<Quantiles> fiftieth() {
    return of(Outcome::fiftiethSeconds);
  }

  private Quantiles all(ToDoubleFunction<Entry> figure) {
    return Quantiles.of(entries.stream().mapToDouble(figure).toArray());
  }

  private Optional<Quantiles> of(ToDoubleFunction<Outcome> time) {
    double[] values =
        entries.stream()
            .map(Entry::outcome)
            .mapToDouble(time)
            .filter(each -> !Double.isNaN(each))
            .toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(Quantiles.of(values));
  }

  /** All of them, a line each. */
  public List<String> lines() {
    return List.of(
        line("messages", messages(), "%,.0f"),
        line("duplicates", duplicates(), "%.3f"),
        line("reached", reach(), "%.3f"),
        line("recall", recall(), "%.3f"),
        first()
            .map(times -> line("first hit, s", times, "%.2f"))
            .orElse("first hit    none had one"),
        fiftieth()
            .map(times -> line("50th hit, s", times, "%.2f"))
            .orElse("50th hit     none had so many"));
  }

  private static String line(String name, Quantiles values, String format) {
    String pattern = "%-12s median FORMAT (10 %% FORMAT, 90 %% FORMAT)".replace("FORMAT", format);
    return String.format(
        Locale.ROOT, pattern, name, values.median(), values.at(0.1), values.at(0.9));
  }
}
