package io.peerwright.samples.cli;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows from time to time how a servent does: a line for each neighbour that has come or gone, and
 * a row of how many messages of each type came in and went out since the row before.
 */
final class TrafficReport implements Handle {

  private static final List<String> IN =
      List.of("ping", "pong", "query", "query-hit", "push", "other");
  private static final List<String> OUT = List.of("ping", "pong", "query", "query-hit", "other");
  private static final String RECEIVED = "messages.";
  private static final String SENT = "messages.sent.";
  private static final String BYTES = "messages.bytes";

  /** After so many rows the names of the columns have left the window. */
  private static final int ROWS_UNDER_A_HEAD = 20;

  private final Console console;
  private final Overlay servent;
  private final Loop loop;
  private final long everyNanos;
  private Map<String, Neighbour> neighbours = Map.of();
  private Map<String, Long> before = Map.of();
  private int rows;
  private volatile boolean closed;

  TrafficReport(Console console, Overlay servent, Loop loop, long everyNanos) {
    this.console = console;
    this.servent = servent;
    this.loop = loop;
    this.everyNanos = everyNanos;
  }

  /** Shows it now, and from now on; any thread. */
  void start() {
    loop.execute(this::show);
  }

  private void show() {
    if (closed) {
      return;
    }
    showNeighbours();
    Map<String, Long> now = new HashMap<>();
    servent.meters(now::put);
    if (!before.isEmpty()) {
      showTraffic(now);
    }
    before = now;
    loop.schedule(everyNanos, this::show);
  }

  private void showNeighbours() {
    Map<String, Neighbour> now = new LinkedHashMap<>();
    servent.neighbours().forEach(each -> now.put(each.name(), each));
    for (Neighbour each : now.values()) {
      if (!neighbours.containsKey(each.name())) {
        String agent = each.figures().getOrDefault("agent", "");
        console.say("+ %s, %s, %s", each.name(), each.role(), agent);
        console.event("neighbour", "name", each.name(), "role", each.role(), "agent", agent);
      }
    }
    for (String name : neighbours.keySet()) {
      if (!now.containsKey(name)) {
        console.say("- %s", name);
        console.event("gone", "name", name);
      }
    }
    neighbours = now;
  }

  private void showTraffic(Map<String, Long> now) {
    if (rows++ % ROWS_UNDER_A_HEAD == 0) {
      console.say("%12s |%-39s | out", "neighbours", " in");
      console.say("%s", head());
    }
    long ultrapeers = now.getOrDefault("links.ultrapeers.now", 0L);
    long leaves = now.getOrDefault("links.leaves.now", 0L);
    Map<String, Long> in = since(now, RECEIVED, IN);
    Map<String, Long> out = since(now, SENT, OUT);
    long bytes = now.getOrDefault(BYTES, 0L) - before.getOrDefault(BYTES, 0L);
    StringBuilder row = new StringBuilder(cell(ultrapeers)).append(cell(leaves)).append(" |");
    in.values().forEach(count -> row.append(cell(count)));
    row.append(String.format(Locale.ROOT, "%9s |", Text.bytes(bytes)));
    out.values().forEach(count -> row.append(cell(count)));
    console.say("%s", row);
    console.event(
        "traffic",
        "ultrapeers",
        ultrapeers,
        "leaves",
        leaves,
        "in",
        in,
        "bytes",
        bytes,
        "out",
        out);
  }

  private Map<String, Long> since(Map<String, Long> now, String prefix, List<String> types) {
    Map<String, Long> since = new LinkedHashMap<>();
    for (String type : types) {
      String name = prefix + type;
      since.put(type, now.getOrDefault(name, 0L) - before.getOrDefault(name, 0L));
    }
    return since;
  }

  private static String head() {
    StringBuilder head = new StringBuilder(cell("ups")).append(cell("leaves")).append(" |");
    IN.forEach(type -> head.append(cell(type)));
    head.append("    bytes |");
    OUT.forEach(type -> head.append(cell(type)));
    return head.toString();
  }

  private static String cell(Object value) {
    String text = String.valueOf(value);
    return String.format(Locale.ROOT, "%6s", text.equals("query-hit") ? "hit" : text);
  }

  @Override
  public void close() {
    closed = true;
  }
}
