package io.peerwright.transport.inmemory.nat;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.nat.NatModel.Filtering;
import io.peerwright.transport.inmemory.nat.NatModel.Mapping;
import io.peerwright.transport.inmemory.nat.NatModel.Refresh;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * A NAT box as one would write it down from RFC 4787: lists that are searched from end to end. The
 * choice of a port is left to the box under test, and checked.
 */
final class NaiveNat {

  /** One pair of endpoints, with all that is known of it. */
  static final class Flow {
    final Binding binding;
    final Endpoint remote;
    final Endpoint seen;
    final boolean fromInside;
    boolean replied;
    boolean open;
    long ends;

    Flow(Binding binding, Endpoint remote, Endpoint seen, boolean fromInside) {
      this.binding = binding;
      this.remote = remote;
      this.seen = seen;
      this.fromInside = fromInside;
    }
  }

  static final class Binding {
    final IpProtocol protocol;
    final Endpoint inside;
    final int port;

    /** The destination that it was made for, null if it is an exception for that one alone. */
    final Endpoint madeFor;

    long ends;

    Binding(IpProtocol protocol, Endpoint inside, int port, Endpoint madeFor) {
      this.protocol = protocol;
      this.inside = inside;
      this.port = port;
      this.madeFor = madeFor;
    }
  }

  private record Permit(Binding binding, Endpoint address, long[] ends) {}

  private record Answered(IpProtocol protocol, int port, Endpoint remote, long ends) {}

  private final NatModel model;
  private final List<Flow> flows = new ArrayList<>();
  private final List<Binding> bindings = new ArrayList<>();
  private final List<Permit> permits = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private long now;

  NaiveNat(NatModel model) {
    this.model = model;
  }

  void setTime(long time) {
    now = time;
    flows.removeIf(flow -> !flow.open && flow.ends <= now);
    permits.removeIf(p -> p.ends[0] <= now && !isOpen(p.binding, p.address));
    bindings.removeIf(binding -> binding.ends <= now && !isOpen(binding, null));
    answered.removeIf(each -> each.ends <= now);
  }

  private boolean isOpen(Binding binding, Endpoint address) {
    return flows.stream()
        .anyMatch(
            flow ->
                flow.open
                    && flow.binding == binding
                    && (address == null || sameAddress(flow.remote, address)));
  }

  Flow outbound(IpProtocol protocol, Endpoint from, Endpoint to, IntSupplier chosenPort) {
    Flow known = inner(protocol, from, to);
    if (known != null) {
      touch(known, true);
      return known;
    }
    Binding binding = null;
    for (Binding each : bindings) {
      if (each.protocol == protocol
          && each.inside.equals(from)
          && each.madeFor != null
          && isMappedAlike(each.madeFor, to)) {
        binding = each;
      }
    }
    boolean exception = binding != null && isTaken(protocol, binding.port, to);
    if (binding == null || exception) {
      int port = chosenPort.getAsInt();
      if (isBound(protocol, port) || isTaken(protocol, port, to)) {
        throw new AssertionError("port " + port + " is not free");
      }
      binding = new Binding(protocol, from, port, exception ? null : to);
      bindings.add(binding);
    }
    Flow flow = new Flow(binding, to, to, true);
    flows.add(flow);
    if (model.filtering() == Filtering.ADDRESS_DEPENDENT && permit(binding, to) == null) {
      permits.add(new Permit(binding, to, new long[1]));
    }
    extend(flow, now + unanswered(protocol));
    return flow;
  }

  boolean isBound(IpProtocol protocol, int port) {
    return bindings.stream().anyMatch(each -> each.protocol == protocol && each.port == port);
  }

  private boolean isMappedAlike(Endpoint one, Endpoint other) {
    return switch (model.mapping()) {
      case ONE_TO_ONE, ENDPOINT_INDEPENDENT -> true;
      case ADDRESS_DEPENDENT -> sameAddress(one, other);
      case ADDRESS_AND_PORT_DEPENDENT -> one.equals(other);
    };
  }

  private boolean isTaken(IpProtocol protocol, int port, Endpoint remote) {
    return model.mapping() != Mapping.ONE_TO_ONE
        && (outer(protocol, port, remote) != null
            || answered.stream()
                .anyMatch(
                    each ->
                        each.protocol == protocol
                            && each.port == port
                            && each.remote.equals(remote)));
  }

  Flow inbound(IpProtocol protocol, Endpoint from, int port, Endpoint chosenSeen) {
    Flow known = outer(protocol, port, from);
    if (known != null) {
      touch(known, false);
      return known;
    }
    Binding binding =
        bindings.stream()
            .filter(each -> each.protocol == protocol && each.port == port)
            .findFirst()
            .orElse(null);
    if (binding == null || !admits(binding, from)) {
      if (model.answersUnsolicited()) {
        long life = protocol == IpProtocol.UDP ? unanswered(protocol) : 10_000_000_000L;
        answered.removeIf(e -> e.protocol == protocol && e.port == port && e.remote.equals(from));
        answered.add(new Answered(protocol, port, from, now + life));
      }
      return null;
    }
    boolean ambiguous = inner(protocol, binding.inside, from) != null;
    Flow flow = new Flow(binding, from, ambiguous ? chosenSeen : from, false);
    long until = now + unanswered(protocol);
    long bindingEnds = isOpen(binding, null) ? Long.MAX_VALUE : binding.ends;
    Permit permit = permit(binding, from);
    boolean permitLasts = permit == null || isOpen(binding, from);
    long permitEnds = permitLasts ? Long.MAX_VALUE : permit.ends[0];
    flows.add(flow);
    if (refreshes(false)) {
      extend(flow, until);
    } else {
      flow.ends = Math.min(until, Math.min(bindingEnds, permitEnds));
    }
    return flow;
  }

  private boolean admits(Binding binding, Endpoint from) {
    return model.filtering() == Filtering.ENDPOINT_INDEPENDENT || permit(binding, from) != null;
  }

  private Permit permit(Binding binding, Endpoint address) {
    return permits.stream()
        .filter(each -> each.binding == binding && sameAddress(each.address, address))
        .findFirst()
        .orElse(null);
  }

  Flow inner(IpProtocol protocol, Endpoint inside, Endpoint seen) {
    return flows.stream()
        .filter(
            each ->
                each.binding.protocol == protocol
                    && each.binding.inside.equals(inside)
                    && each.seen.equals(seen))
        .findFirst()
        .orElse(null);
  }

  private Flow outer(IpProtocol protocol, int port, Endpoint remote) {
    return flows.stream()
        .filter(
            each ->
                each.binding.protocol == protocol
                    && each.binding.port == port
                    && each.remote.equals(remote))
        .findFirst()
        .orElse(null);
  }

  private void touch(Flow flow, boolean outbound) {
    boolean first = !flow.replied && flow.fromInside != outbound;
    flow.replied |= first;
    boolean udp = flow.binding.protocol == IpProtocol.UDP;
    long replied = model.udpRepliedMillis() * 1_000_000L;
    if (refreshes(outbound)) {
      extend(flow, now + (udp && flow.replied ? replied : unanswered(flow.binding.protocol)));
    } else if (first && udp) {
      extend(flow, flow.ends - unanswered(IpProtocol.UDP) + replied);
    }
  }

  private void extend(Flow flow, long until) {
    flow.ends = Math.max(flow.ends, until);
    flow.binding.ends = Math.max(flow.binding.ends, until);
    Permit permit = permit(flow.binding, flow.remote);
    if (permit != null) {
      permit.ends[0] = Math.max(permit.ends[0], until);
    }
  }

  private boolean refreshes(boolean outbound) {
    return model.refresh() == Refresh.BOTH || (model.refresh() == Refresh.OUTBOUND) == outbound;
  }

  private long unanswered(IpProtocol protocol) {
    int millis =
        protocol == IpProtocol.UDP ? model.udpUnrepliedMillis() : model.tcpTransitoryMillis();
    return millis * 1_000_000L;
  }

  void opened(Endpoint inside, Endpoint seen) {
    Flow flow = inner(IpProtocol.TCP, inside, seen);
    if (flow != null) {
      flow.open = true;
    }
  }

  void closed(Endpoint inside, Endpoint seen) {
    Flow flow = inner(IpProtocol.TCP, inside, seen);
    if (flow != null && flow.open) {
      flow.open = false;
      extend(flow, now + unanswered(IpProtocol.TCP));
    }
  }

  static boolean sameAddress(Endpoint one, Endpoint other) {
    return one.ipv4() == other.ipv4();
  }
}
