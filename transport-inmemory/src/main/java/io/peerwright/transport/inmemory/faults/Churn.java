package io.peerwright.transport.inmemory.faults;

import io.peerwright.transport.inmemory.chance.Mix;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Peers that come and go: as crashes, for most peers go without a word, and restarts. Each host has
 * a stream of chance of its own, so that one more shifts nobody's sessions.
 *
 * @param session how long a peer stays
 * @param absence how long it is away
 * @param keepsDisk whether it finds its files again when it comes back
 */
public record Churn(SessionLengths session, SessionLengths absence, boolean keepsDisk) {

  /** How long peers are away if nothing else is said: a minute in the mean. */
  private static final SessionLengths SHORTLY =
      new SessionLengths.Exponential(Duration.ofMinutes(1));

  /**
   * Reads how long peers stay, after a comma how long they are away (a minute in the mean if that
   * is not said), each as {@link SessionLengths#parse} reads it, and after another {@code fresh} if
   * they do not keep their disk: {@code pareto:1.5:60s,exponential:30s,fresh}.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Churn parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length > 3 || parts.length == 3 && !parts[2].equals("fresh")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not SESSION, or SESSION,ABSENCE, or SESSION,ABSENCE,fresh");
    }
    SessionLengths absence = parts.length == 1 ? SHORTLY : SessionLengths.parse(parts[1]);
    return new Churn(SessionLengths.parse(parts[0]), absence, parts.length < 3);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return session + "," + absence + (keepsDisk ? "" : ",fresh");
  }

  /**
   * Draws a plan. Who is away at the end comes back then.
   *
   * @param hosts who comes and goes, by name; all of them are there at first
   */
  public FaultPlan draw(long seed, List<String> hosts, Duration from, Duration until) {
    List<Fault> faults = new ArrayList<>();
    for (String host : hosts) {
      Mix random = new Mix(Mix.of(Mix.of(seed, 9), Mix.of(host)));
      long end = until.toMillis();
      long goes = from.toMillis() + session.draw(random).toMillis();
      while (goes < end) {
        long back = Math.min(end, goes + absence.draw(random).toMillis());
        faults.add(new Fault.Crash(host, goes, back - goes, keepsDisk));
        goes = back + session.draw(random).toMillis();
      }
    }
    return new FaultPlan(faults);
  }

  /**
   * Reads who was there when, as measured in some real system. Each line of the trace is a session:
   * a host's name, when it begins and when it ends, in seconds (with up to three decimals) from the
   * start, with spaces between them. Lines may come in any order; empty ones and what follows a #
   * do not count.
   *
   * <pre>
   * # host  from  until
   * peer1   0     360.5
   * peer1   900   1800
   * peer2   120   1800
   * </pre>
   *
   * <p>A host is away whenever it has no session: also before its first one. After its last one it
   * comes back at {@code until}, as all others. Who is not in the trace is always there.
   *
   * @throws IllegalArgumentException if it cannot be read, or two sessions of a host overlap
   */
  public static FaultPlan replay(List<String> trace, Duration until, boolean keepsDisk) {
    Map<String, TreeMap<Long, Long>> sessions = new TreeMap<>();
    for (int i = 0; i < trace.size(); i++) {
      String line = trace.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        addSession(sessions, line, "line " + (i + 1) + " of the trace, \"" + line + "\", ");
      }
    }
    List<Fault> faults = new ArrayList<>();
    sessions.forEach(
        (host, its) -> {
          long goes = 0;
          for (Map.Entry<Long, Long> session : its.entrySet()) {
            addAbsence(faults, host, goes, Math.min(session.getKey(), until.toMillis()), keepsDisk);
            goes = session.getValue();
          }
          addAbsence(faults, host, goes, until.toMillis(), keepsDisk);
        });
    return new FaultPlan(faults);
  }

  private static void addSession(
      Map<String, TreeMap<Long, Long>> sessions, String line, String where) {
    String[] words = line.split("\\s+");
    String seconds = "[0-9]{1,9}(\\.[0-9]{1,3})?";
    if (words.length != 3 || !words[1].matches(seconds) || !words[2].matches(seconds)) {
      throw new IllegalArgumentException(where + "is not HOST FROM UNTIL with times in seconds");
    }
    long from = millis(words[1]);
    long until = millis(words[2]);
    TreeMap<Long, Long> its = sessions.computeIfAbsent(words[0], host -> new TreeMap<>());
    Map.Entry<Long, Long> before = its.lowerEntry(until);
    if (from >= until || before != null && before.getValue() > from) {
      throw new IllegalArgumentException(
          where + (from >= until ? "ends before it begins" : "overlaps with another session"));
    }
    its.put(from, until);
  }

  private static long millis(String seconds) {
    return new BigDecimal(seconds).movePointRight(3).longValueExact();
  }

  private static void addAbsence(
      List<Fault> faults, String host, long goes, long back, boolean keepsDisk) {
    if (goes < back) {
      faults.add(new Fault.Crash(host, goes, back - goes, keepsDisk));
    }
  }
}
