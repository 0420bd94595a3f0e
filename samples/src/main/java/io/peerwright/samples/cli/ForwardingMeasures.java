package io.peerwright.samples.cli;

import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.servents.QueryFigures;
import io.peerwright.samples.servents.TierPlan;
import io.peerwright.samples.servents.Tiers;
import io.peerwright.samples.swarm.Quantiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What searches cost that are forwarded in one way, beside a flood in the same network. */
final class ForwardingMeasures {

  private static final int LEAVES_OF_EACH = 10;
  private static final int QUERIES = 10;
  private static final double SHARERS = 0.1;

  private ForwardingMeasures() {}

  /**
   * Measures and tells.
   *
   * @param peers how many servents, about: one of eleven is an ultrapeer
   * @param name of the way, as the option has it
   */
  static void tell(Console console, int peers, long seed, String name) {
    Map<String, String> settings = ForwardingOption.settings(name);
    String word = settings.getOrDefault("forwarding", "flood");
    ForwardingKind kind = ForwardingKind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    boolean tables = Boolean.parseBoolean(settings.get("queryRouting"));
    int ultrapeers = Math.max(2, peers / (LEAVES_OF_EACH + 1));
    List<ForwardingKind> kinds =
        kind == ForwardingKind.FLOOD ? List.of(kind) : List.of(ForwardingKind.FLOOD, kind);
    TierPlan plan = TierPlan.of(ultrapeers, kinds).withSharers(SHARERS);
    console.say(
        "%d searches among %,d ultrapeers and %,d leaves, of which a tenth has what is looked for:",
        QUERIES, plan.ultrapeers(), plan.leaves());
    QueryFigures flood = measure(plan, seed, ForwardingKind.FLOOD, false);
    QueryFigures figures = measure(plan, seed, kind, tables);
    double ratio = flood.messages().median() / Math.max(1, figures.messages().median());
    figures.lines().forEach(line -> console.say("  %s", line));
    console.say(
        "  a flood takes %,.0f messages: %.1f times as many", flood.messages().median(), ratio);
    console.event(
        "searches",
        "forwarding",
        name,
        "messages",
        figures.messages().median(),
        "flood",
        flood.messages().median(),
        "duplicates",
        figures.duplicates().median(),
        "reached",
        figures.reach().median(),
        "recall",
        figures.recall().median(),
        "firstHitSeconds",
        figures.first().map(Quantiles::median).orElse(null));
  }

  private static QueryFigures measure(
      TierPlan plan, long seed, ForwardingKind kind, boolean tables) {
    QueryFigures figures = new QueryFigures();
    try (Tiers tiers = new Tiers(plan, seed, tables)) {
      for (int i = 0; i < QUERIES; i++) {
        tiers.search(kind, figures);
      }
    }
    return figures;
  }
}
