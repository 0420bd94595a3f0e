package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.igmp.GroupRecord.Type;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Leave;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Query;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Report;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.ReportV2;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The router's part, on one LAN and for one version of IP: asks while it is the querier, which the
 * router of the lowest address is, and knows the groups that have members, each until its time is
 * over (RFC 2236, section 7; RFC 3376, section 6).
 */
public final class RouterMembership {

  private final MembershipPort port;
  private final boolean isV2;
  private final Endpoint self;
  private final Consumer<Endpoint> changed;
  private final Map<Endpoint, GroupTimers> groups = new TreeMap<>();
  private int startupQueries = MembershipTimes.ROBUSTNESS;
  private long generalQuery;
  private long otherQuerier;

  /**
   * A router that begins to ask.
   *
   * @param self by which the querier is elected
   * @param changed told of a group whose members may be others now
   */
  public RouterMembership(
      MembershipPort port, boolean isV2, Endpoint self, Consumer<Endpoint> changed) {
    this.port = port;
    this.isV2 = isV2;
    this.self = self;
    this.changed = changed;
    askGeneral();
  }

  private Loop loop() {
    return port.loop();
  }

  /** Whether it asks, and no other router of the LAN. */
  public boolean isQuerier() {
    return otherQuerier == 0;
  }

  /** Whether somebody on the LAN hears a source of a group. */
  public boolean hasMember(Endpoint group, Endpoint source) {
    GroupTimers timers = groups.get(group);
    return timers != null && timers.forwards(source, loop().nanoTime());
  }

  /** Stops all timers. */
  public void end() {
    loop().cancel(generalQuery);
    loop().cancel(otherQuerier);
    groups.values().forEach(each -> each.stop(loop()));
    groups.clear();
  }

  private void askGeneral() {
    port.send(query(null, MembershipTimes.QUERY_RESPONSE_INTERVAL, false, List.of()));
    startupQueries = Math.max(0, startupQueries - 1);
    long next =
        startupQueries > 0
            ? MembershipTimes.STARTUP_QUERY_INTERVAL
            : MembershipTimes.QUERY_INTERVAL;
    generalQuery = loop().schedule(next, this::askGeneral);
  }

  private Query query(
      @Nullable Endpoint group, long within, boolean silent, Collection<Endpoint> sources) {
    int millis = (int) (within / 1_000_000);
    return new Query(isV2, group, millis, silent && !isV2, List.copyOf(sources));
  }

  /** Somebody else on the LAN has sent this. */
  public void hear(MembershipMessage message, Endpoint from) {
    if (message instanceof Query query) {
      hearQuery(query, from);
    } else if (message instanceof ReportV2 report) {
      // As an any-source member, whose version holds for as long as it reports (section 7.3.2).
      GroupTimers timers = of(report.group());
      timers.hearV2(loop().nanoTime());
      apply(new GroupRecord(Type.MODE_IS_EXCLUDE, report.group(), List.of()), timers);
    } else if (message instanceof Leave leave) {
      GroupTimers timers = groups.get(leave.group());
      if (timers != null) {
        apply(new GroupRecord(Type.CHANGE_TO_INCLUDE, leave.group(), List.of()), timers);
      }
    } else if (message instanceof Report report && !isV2) {
      report.records().forEach(this::hear);
    }
  }

  private void hear(GroupRecord record) {
    GroupTimers timers = of(record.group());
    boolean ignored =
        timers.isV2(loop().nanoTime())
            && (record.type() == Type.BLOCK_OLD_SOURCES
                || record.type() == Type.CHANGE_TO_EXCLUDE && !record.sources().isEmpty());
    if (!ignored) {
      apply(record, timers);
    }
  }

  private GroupTimers of(Endpoint group) {
    return groups.computeIfAbsent(group, unknown -> new GroupTimers());
  }

  private void apply(GroupRecord record, GroupTimers timers) {
    GroupTimers.Questions asked = timers.apply(record, loop().nanoTime());
    if (isQuerier()) {
      if (asked.isWholeGroup()) {
        ask(record.group(), List.of(), MembershipTimes.ROBUSTNESS);
      }
      if (!asked.sources().isEmpty()) {
        ask(record.group(), asked.sources(), MembershipTimes.ROBUSTNESS);
      }
    }
    settle(record.group(), timers);
  }

  /** Asks who is left, and gives the group, or these sources, as long as the questions take. */
  private void ask(Endpoint group, List<Endpoint> sources, int times) {
    GroupTimers timers = groups.get(group);
    if (timers == null || !isQuerier()) {
      return;
    }
    // Others leave their timers alone once somebody has answered.
    boolean silent = times < MembershipTimes.ROBUSTNESS && timers.wasAnswered(loop().nanoTime());
    if (times == MembershipTimes.ROBUSTNESS) {
      if (!timers.begin(sources)) {
        return;
      }
      timers.lower(sources, loop().nanoTime());
    }
    port.send(query(group, MembershipTimes.LAST_MEMBER_QUERY_INTERVAL, silent, sources));
    if (times > 1) {
      loop()
          .schedule(
              MembershipTimes.LAST_MEMBER_QUERY_INTERVAL, () -> ask(group, sources, times - 1));
    } else {
      timers.done(sources);
    }
  }

  private void settle(Endpoint group, GroupTimers timers) {
    timers.expire(loop().nanoTime());
    if (timers.isOver()) {
      timers.stop(loop());
      groups.remove(group);
    } else {
      timers.wakeAtNext(loop(), () -> settle(group, timers));
    }
    changed.accept(group);
  }

  private void hearQuery(Query query, Endpoint from) {
    if (from.compareTo(self) < 0) {
      loop().cancel(generalQuery);
      loop().cancel(otherQuerier);
      otherQuerier =
          loop().schedule(MembershipTimes.OTHER_QUERIER_PRESENT_INTERVAL, this::querierIsGone);
    }
    GroupTimers timers = query.group() == null ? null : groups.get(query.group());
    if (timers != null && query.group() != null && !query.isRouterSilent() && !isQuerier()) {
      timers.lower(query.sources(), loop().nanoTime());
      settle(query.group(), timers);
    }
  }

  private void querierIsGone() {
    otherQuerier = 0;
    askGeneral();
  }
}
