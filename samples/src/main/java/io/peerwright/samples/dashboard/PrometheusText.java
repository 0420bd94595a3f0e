package io.peerwright.samples.dashboard;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Meters in the text format of Prometheus, version 0.0.4. All that Peerwright has are counters and
 * gauges, for which no library is needed.
 */
final class PrometheusText {

  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private PrometheusText() {}

  /** All meters, those of one name together. */
  static String of(MeterRegistry registry) {
    Map<String, List<Meter>> byName =
        registry.getMeters().stream()
            .collect(
                Collectors.groupingBy(PrometheusText::name, TreeMap::new, Collectors.toList()));
    StringBuilder text = new StringBuilder();
    byName.forEach((name, meters) -> write(text, name, meters));
    return text.toString();
  }

  private static boolean isCounter(Meter meter) {
    return meter.getId().getType() == Meter.Type.COUNTER;
  }

  /** {@code peerwright.overlay.links.now} is {@code peerwright_overlay_links_now}. */
  private static String name(Meter meter) {
    String name = meter.getId().getName().replaceAll("[^a-zA-Z0-9_]", "_");
    return isCounter(meter) ? name + "_total" : name;
  }

  private static void write(StringBuilder text, String name, List<Meter> meters) {
    Meter first = meters.get(0);
    String description = first.getId().getDescription();
    if (description != null) {
      text.append("# HELP ").append(name).append(' ').append(escaped(description)).append('\n');
    }
    String type = isCounter(first) ? "counter" : "gauge";
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    meters.stream()
        .sorted(Comparator.comparing(meter -> meter.getId().getTags().toString()))
        .forEach(meter -> write(text, name, meter));
  }

  private static void write(StringBuilder text, String name, Meter meter) {
    for (Measurement measurement : meter.measure()) {
      text.append(name)
          .append(
              meter.getId().getTags().stream()
                  .map(PrometheusText::label)
                  .collect(Collectors.joining(",", "{", "}")))
          .append(' ')
          .append(measurement.getValue())
          .append('\n');
    }
  }

  private static String label(Tag tag) {
    String key = tag.getKey().replaceAll("[^a-zA-Z0-9_]", "_");
    return key + "=\"" + escaped(tag.getValue()).replace("\"", "\\\"") + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
