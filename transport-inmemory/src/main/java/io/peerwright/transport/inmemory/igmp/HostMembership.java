package io.peerwright.transport.inmemory.igmp;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.igmp.GroupRecord.Type;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Leave;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Query;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.Report;
import io.peerwright.transport.inmemory.igmp.MembershipMessage.ReportV2;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The host's part, on one LAN and for one version of IP: tells of changes at once and once more
 * after a random while, answers queries after a random while, and with a querier of IGMPv2 keeps
 * silent where another member has answered (RFC 2236, section 3; RFC 3376, section 5).
 */
public final class HostMembership {

  /** What is known of one group. */
  private static final class GroupState {
    SourceFilter filter = SourceFilter.NONE;

    /** How often the change of the mode is still to be told. */
    int modeReports;

    /** How often each change of a source is still to be told. */
    final Map<Endpoint, Integer> sourceReports = new TreeMap<>();

    long repeat;
    long answer;
    long answerAt;

    /** What the answer is for; null if it is for the whole group. */
    @Nullable TreeSet<Endpoint> asked;

    /** Of IGMPv2: nobody has reported the group after us, so we say when we leave. */
    boolean isLastReporter;
  }

  private final MembershipPort port;
  private final Map<Endpoint, GroupState> groups = new TreeMap<>();
  private long generalAnswer;
  private long generalAnswerAt;
  private boolean spokeV2;
  private long v2Until;

  /** A host that is a member of nothing. */
  public HostMembership(MembershipPort port) {
    this.port = port;
  }

  private Loop loop() {
    return port.loop();
  }

  private boolean speaksV2() {
    return spokeV2 && v2Until - loop().nanoTime() > 0;
  }

  /** A querier of IGMPv2 was heard before this host was a member of anything. */
  public void hasHeardV2(long at) {
    spokeV2 = true;
    v2Until = at + MembershipTimes.OLDER_VERSION_QUERIER_PRESENT;
  }

  /** The sockets of the host want this of a group from now on. */
  public void change(Endpoint group, SourceFilter wanted) {
    if (Addresses.isNeverReported(group)) {
      return;
    }
    GroupState state = groups.computeIfAbsent(group, unknown -> new GroupState());
    SourceFilter before = state.filter;
    state.filter = wanted;
    if (speaksV2()) {
      changeV2(group, state, before);
    } else if (!before.equals(wanted)) {
      note(state, before);
      tellChange(group, state);
    }
  }

  private void changeV2(Endpoint group, GroupState state, SourceFilter before) {
    if (before.isNone() && !state.filter.isNone()) {
      state.modeReports = MembershipTimes.ROBUSTNESS;
      reportV2(group, state);
    } else if (state.filter.isNone()) {
      forget(group, state);
      if (state.isLastReporter) {
        port.send(new Leave(group));
      }
    }
  }

  private void reportV2(Endpoint group, GroupState state) {
    port.send(new ReportV2(group));
    state.isLastReporter = true;
    if (--state.modeReports > 0) {
      again(group, state, MembershipTimes.UNSOLICITED_REPORT_INTERVAL_V2);
    }
  }

  /** A new change is told as often as the first; what it undoes is told no more. */
  private static void note(GroupState state, SourceFilter before) {
    SourceFilter now = state.filter;
    if (before.isExclude() != now.isExclude()) {
      state.modeReports = MembershipTimes.ROBUSTNESS;
      state.sourceReports.clear();
    } else {
      TreeSet<Endpoint> changed = new TreeSet<>(before.sources());
      changed.addAll(now.sources());
      for (Endpoint source : changed) {
        if (before.sources().contains(source) != now.sources().contains(source)) {
          state.sourceReports.put(source, MembershipTimes.ROBUSTNESS);
        }
      }
    }
  }

  private void tellChange(Endpoint group, GroupState state) {
    SourceFilter now = state.filter;
    List<GroupRecord> records = new ArrayList<>();
    if (state.modeReports > 0) {
      state.modeReports--;
      Type type = now.isExclude() ? Type.CHANGE_TO_EXCLUDE : Type.CHANGE_TO_INCLUDE;
      records.add(new GroupRecord(type, group, now.sources()));
    } else {
      List<Endpoint> allowed = new ArrayList<>();
      List<Endpoint> blocked = new ArrayList<>();
      for (Endpoint source : state.sourceReports.keySet()) {
        boolean heard = now.sources().contains(source) != now.isExclude();
        (heard ? allowed : blocked).add(source);
      }
      addUnlessEmpty(records, Type.ALLOW_NEW_SOURCES, group, allowed);
      addUnlessEmpty(records, Type.BLOCK_OLD_SOURCES, group, blocked);
      state.sourceReports.replaceAll((source, times) -> times - 1);
      state.sourceReports.values().removeIf(times -> times == 0);
    }
    port.send(new Report(records));
    if (state.modeReports > 0 || !state.sourceReports.isEmpty()) {
      again(group, state, MembershipTimes.UNSOLICITED_REPORT_INTERVAL);
    } else if (now.isNone()) {
      forget(group, state);
    }
  }

  private static void addUnlessEmpty(
      List<GroupRecord> records, Type type, Endpoint group, List<Endpoint> sources) {
    if (!sources.isEmpty()) {
      records.add(new GroupRecord(type, group, sources));
    }
  }

  private void again(Endpoint group, GroupState state, long within) {
    loop().cancel(state.repeat);
    state.repeat =
        loop()
            .schedule(
                random(within),
                () -> {
                  if (speaksV2()) {
                    reportV2(group, state);
                  } else {
                    tellChange(group, state);
                  }
                });
  }

  private void forget(Endpoint group, GroupState state) {
    loop().cancel(state.repeat);
    loop().cancel(state.answer);
    groups.remove(group);
  }

  /** Says nothing more: the host is gone. */
  public void end() {
    groups.values().forEach(HostMembership.this::silence);
    groups.clear();
    loop().cancel(generalAnswer);
  }

  private void silence(GroupState state) {
    loop().cancel(state.repeat);
    loop().cancel(state.answer);
    state.answer = 0;
    state.modeReports = 0;
    state.sourceReports.clear();
  }

  private long random(long within) {
    return 1 + (long) (port.random().nextDouble() * within);
  }

  /** Somebody else on the LAN has sent this. */
  public void hear(MembershipMessage message) {
    if (message instanceof Query query) {
      if (query.isV2()) {
        hearV2(query);
      } else if (query.group() == null) {
        hearGeneral(query);
      } else {
        hearSpecific(query, query.group());
      }
    } else if (message instanceof ReportV2 report && speaksV2()) {
      GroupState state = groups.get(report.group());
      if (state != null) {
        silence(state);
        state.isLastReporter = false;
      }
    }
  }

  private void hearV2(Query query) {
    if (!speaksV2()) {
      groups.values().forEach(this::silence);
      groups.values().removeIf(state -> state.filter.isNone());
      loop().cancel(generalAnswer);
      generalAnswer = 0;
    }
    hasHeardV2(loop().nanoTime());
    groups.forEach(
        (group, state) -> {
          if (query.group() == null || group.equals(query.group())) {
            answerWithin(query, state, () -> answerV2(group, state));
          }
        });
  }

  private void answerV2(Endpoint group, GroupState state) {
    state.answer = 0;
    port.send(new ReportV2(group));
    state.isLastReporter = true;
  }

  /** Sets the timer of a group, unless one runs that is due as soon. */
  private void answerWithin(Query query, GroupState state, Runnable answer) {
    long at = loop().nanoTime() + random(query.maxResponseMillis() * 1_000_000L);
    if (state.answer == 0 || state.answerAt - at > 0) {
      loop().cancel(state.answer);
      state.answerAt = at;
      state.answer = loop().schedule(at - loop().nanoTime(), answer);
    }
  }

  private void hearGeneral(Query query) {
    long at = loop().nanoTime() + random(query.maxResponseMillis() * 1_000_000L);
    if (generalAnswer == 0 || generalAnswerAt - at > 0) {
      loop().cancel(generalAnswer);
      generalAnswerAt = at;
      generalAnswer = loop().schedule(at - loop().nanoTime(), this::answerGeneral);
    }
  }

  private void answerGeneral() {
    generalAnswer = 0;
    List<GroupRecord> records = new ArrayList<>();
    groups.forEach(
        (group, state) -> {
          if (!state.filter.isNone()) {
            records.add(current(group, state.filter));
          }
        });
    if (!records.isEmpty()) {
      port.send(new Report(records));
    }
  }

  private static GroupRecord current(Endpoint group, SourceFilter filter) {
    Type type = filter.isExclude() ? Type.MODE_IS_EXCLUDE : Type.MODE_IS_INCLUDE;
    return new GroupRecord(type, group, filter.sources());
  }

  private void hearSpecific(Query query, Endpoint group) {
    GroupState state = groups.get(group);
    if (state == null || state.filter.isNone()) {
      return;
    }
    if (query.sources().isEmpty()) {
      state.asked = null;
    } else if (state.answer == 0) {
      state.asked = new TreeSet<>(query.sources());
    } else if (state.asked != null) {
      state.asked.addAll(query.sources());
    }
    answerWithin(query, state, () -> answerSpecific(group, state));
  }

  private void answerSpecific(Endpoint group, GroupState state) {
    state.answer = 0;
    if (state.asked == null) {
      port.send(new Report(List.of(current(group, state.filter))));
      return;
    }
    List<Endpoint> heard = new ArrayList<>(state.asked);
    heard.removeIf(each -> state.filter.sources().contains(each) == state.filter.isExclude());
    if (!heard.isEmpty()) {
      port.send(new Report(List.of(new GroupRecord(Type.MODE_IS_INCLUDE, group, heard))));
    }
  }
}
