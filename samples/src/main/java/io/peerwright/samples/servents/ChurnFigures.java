package io.peerwright.samples.servents;

import io.peerwright.api.overlay.Overlay;
import io.peerwright.samples.swarm.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** What was counted in a network in which peers come and go. */
public final class ChurnFigures {

  private static final String NOW = ".now";

  long joins;
  long leaves;
  long crashes;
  private long searches;
  private long unfinished;
  private long findable;
  private final Samples recall = new Samples();
  private final Samples found = new Samples();
  private final Samples first = new Samples();
  private final List<Double> probes = new ArrayList<>();
  private final Map<String, long[]> gone = new HashMap<>();

  ChurnFigures() {}

  /** Values that are many. */
  private static final class Samples {
    private float[] values = new float[1 << 10];
    private int count;

    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = (float) value;
    }

    Quantiles quantiles() {
      double[] all = count == 0 ? new double[] {Double.NaN} : new double[count];
      for (int i = 0; i < count; i++) {
        all[i] = values[i];
      }
      return Quantiles.of(all);
    }
  }

  /** One that has crashed, and with it what it has counted. */
  void addGone(Overlay servent) {
    servent.meters(into(gone, false));
  }

  private static ObjLongConsumer<String> into(Map<String, long[]> sums, boolean now) {
    return (name, value) -> {
      if (now || !name.endsWith(NOW)) {
        sums.computeIfAbsent(name, any -> new long[1])[0] += value;
      }
    };
  }

  Map<String, Long> meters(Consumer<Consumer<Overlay>> everybody) {
    Map<String, long[]> sums = new HashMap<>();
    gone.forEach((name, value) -> sums.put(name, value.clone()));
    ObjLongConsumer<String> sink = into(sums, true);
    everybody.accept(servent -> servent.meters(sink));
    Map<String, Long> all = new TreeMap<>();
    sums.forEach((name, sum) -> all.put(name, sum[0]));
    return all;
  }

  void add(ChurnPeer.Search search, int wanted) {
    searches++;
    unfinished += search.isOver() ? 0 : 1;
    found.add(search.found());
    if (search.findable() > 0) {
      findable++;
      recall.add(search.recall(wanted));
    }
    if (search.found() > 0) {
      first.add(search.firstSeconds());
    }
  }

  void addProbe(long messages) {
    probes.add((double) messages);
  }

  /** Peers that have come. */
  public long joins() {
    return joins;
  }

  /** Peers that have gone, with a word or without one. */
  public long departures() {
    return leaves + crashes;
  }

  /** Searches that are over. */
  public long searches() {
    return searches;
  }

  /** The share that was found of those that could have answered, or were wanted. */
  public Quantiles recall() {
    return recall.quantiles();
  }

  /** Messages of a query that was alone. */
  public Quantiles messages() {
    return Quantiles.of(
        probes.isEmpty()
            ? new double[] {Double.NaN}
            : probes.stream().mapToDouble(each -> each).toArray());
  }

  /** All of them, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d joins, %,d leaves, %,d crashes; %,d searches, %,d of them for what somebody has,"
                + " %,d cut off",
            joins,
            leaves,
            crashes,
            searches,
            findable,
            unfinished));
    lines.add("messages of a query that is alone: " + messages());
    lines.add("recall: " + recall() + String.format(Locale.ROOT, ", mean %.3f", recall().mean()));
    lines.add("servents found: " + found.quantiles());
    lines.add("seconds to the first hit: " + first.quantiles());
    return lines;
  }
}
