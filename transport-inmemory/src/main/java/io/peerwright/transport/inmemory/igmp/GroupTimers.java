package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a router knows of one group on one LAN: a mode, a time for the mode, and a time for each
 * source (RFC 3376, sections 6.2 to 6.5). In mode EXCLUDE a source without time is blocked.
 */
final class GroupTimers {

  /** What the querier must ask for now. */
  record Questions(boolean isWholeGroup, List<Endpoint> sources) {
    static final Questions NONE = new Questions(false, List.of());
  }

  private static final long NEVER = Long.MIN_VALUE;

  private boolean exclude;
  private long excludeUntil;

  /** {@link #NEVER} for those that are blocked. */
  private final Map<Endpoint, Long> sources = new TreeMap<>();

  private boolean heardV2;
  private long v2Until;
  private long timer;
  private long answeredAt = NEVER;
  private long loweredAt = NEVER;

  /** What is being asked for; hosts repeat what is asked about, and are asked once. */
  private final Set<List<Endpoint>> asking = new HashSet<>();

  /** Asks for the group, or for these sources; false if that is being asked already. */
  boolean begin(List<Endpoint> about) {
    return asking.add(about);
  }

  void done(List<Endpoint> about) {
    asking.remove(about);
  }

  void hearV2(long now) {
    heardV2 = true;
    v2Until = now + MembershipTimes.GROUP_MEMBERSHIP_INTERVAL;
  }

  boolean isV2(long now) {
    return heardV2 && v2Until - now > 0;
  }

  boolean forwards(Endpoint source, long now) {
    Long until = sources.get(source);
    boolean runs = until != null && until != NEVER && until - now > 0;
    return runs || exclude && excludeUntil - now > 0 && until == null;
  }

  boolean wasAnswered(long now) {
    return answeredAt != NEVER && loweredAt != NEVER && answeredAt - loweredAt > 0;
  }

  /** Applies a record of a report, and says what is to be asked. */
  Questions apply(GroupRecord record, long now) {
    List<Endpoint> told = record.sources();
    long until = now + MembershipTimes.GROUP_MEMBERSHIP_INTERVAL;
    return switch (record.type()) {
      case MODE_IS_INCLUDE, ALLOW_NEW_SOURCES -> {
        answeredAt = now;
        told.forEach(each -> sources.put(each, until));
        yield Questions.NONE;
      }
      case CHANGE_TO_INCLUDE -> {
        List<Endpoint> others = running(now);
        others.removeAll(told);
        told.forEach(each -> sources.put(each, until));
        yield new Questions(exclude, others);
      }
      case BLOCK_OLD_SOURCES -> block(told, now);
      case MODE_IS_EXCLUDE -> {
        answeredAt = now;
        toExclude(told, until, until, now);
        yield Questions.NONE;
      }
      case CHANGE_TO_EXCLUDE -> {
        answeredAt = now;
        long rest = exclude ? excludeUntil : NEVER;
        toExclude(told, rest, until, now);
        List<Endpoint> asked = running(now);
        asked.retainAll(told);
        yield new Questions(false, asked);
      }
    };
  }

  private Questions block(List<Endpoint> told, long now) {
    List<Endpoint> asked = new ArrayList<>();
    for (Endpoint source : told) {
      Long until = sources.get(source);
      if (exclude && until == null) {
        sources.put(source, excludeUntil);
        asked.add(source);
      } else if (until != null && until != NEVER && until - now > 0) {
        asked.add(source);
      }
    }
    return new Questions(false, asked);
  }

  /** Sources that are new in the list get {@code fresh}; who is in none of both lists goes. */
  private void toExclude(List<Endpoint> told, long fresh, long until, long now) {
    Set<Endpoint> list = new HashSet<>(told);
    sources.keySet().retainAll(list);
    long value = exclude ? fresh : NEVER;
    told.forEach(each -> sources.putIfAbsent(each, value));
    exclude = true;
    excludeUntil = until;
    assert excludeUntil - now > 0 : "excluded for no time";
  }

  private List<Endpoint> running(long now) {
    List<Endpoint> running = new ArrayList<>();
    sources.forEach(
        (source, until) -> {
          if (until != NEVER && until - now > 0) {
            running.add(source);
          }
        });
    return running;
  }

  /** Leaves the group, or these sources, no more time than the questions for them take. */
  void lower(Collection<Endpoint> only, long now) {
    long latest = now + MembershipTimes.LAST_MEMBER_QUERY_TIME;
    loweredAt = now;
    if (only.isEmpty()) {
      excludeUntil = exclude && excludeUntil - latest > 0 ? latest : excludeUntil;
    }
    for (Endpoint source : only) {
      sources.computeIfPresent(
          source, (each, until) -> until != NEVER && until - latest > 0 ? latest : until);
    }
  }

  /** Drops what has no time left. */
  void expire(long now) {
    if (exclude && excludeUntil - now <= 0) {
      exclude = false;
      sources.values().removeIf(until -> until == NEVER || until - now <= 0);
    } else if (exclude) {
      sources.replaceAll((source, until) -> until != NEVER && until - now <= 0 ? NEVER : until);
    } else {
      sources.values().removeIf(until -> until == NEVER || until - now <= 0);
    }
  }

  boolean isOver() {
    return !exclude && sources.isEmpty();
  }

  void wakeAtNext(Loop loop, Runnable expire) {
    long now = loop.nanoTime();
    long next = exclude ? excludeUntil - now : Long.MAX_VALUE;
    for (long until : sources.values()) {
      next = until == NEVER ? next : Math.min(next, until - now);
    }
    loop.cancel(timer);
    timer = loop.schedule(next, expire);
  }

  void stop(Loop loop) {
    loop.cancel(timer);
    timer = 0;
  }
}
