package io.peerwright.transport.inmemory.nat;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.nat.NatModel.Filtering;
import io.peerwright.transport.inmemory.nat.NatModel.Mapping;
import org.jspecify.annotations.Nullable;

/**
 * A NAT box or firewall as a state machine: what becomes of each packet follows from the packets
 * before it, the time, and a seed. It translates IPv4 only.
 *
 * <p>It keeps three kinds of things. A binding is the mapping of RFC 4787: an outside port for an
 * inside endpoint. A flow is one pair of endpoints on each side; once it exists, its packets pass
 * both ways. A permit lets an address in that a binding has sent to. All of them are leases.
 */
public final class NatBox {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** How long a refused attempt to connect occupies its ports. */
  private static final long REFUSED_NANOS = 10_000_000_000L;

  /** How long a full box waits before it looks for room again. */
  private static final long SWEEP_NANOS = 1_000_000_000L;

  /** Marks the keys that begin with an outside port, not with an inside endpoint. */
  private static final long OUTER = 1L << 62;

  private final NatModel model;
  private final Endpoint address;
  private final NatPorts ports;

  /** By inside endpoint and what the mapping goes by of the remote; and by outside port. */
  private final NatTable<NatBinding> bindings = new NatTable<>();

  /** By inside endpoint and the remote as it is seen there; and by outside port and remote. */
  private final NatTable<NatFlow> flows = new NatTable<>();

  /** By outside port and address of the remote. */
  private final NatTable<NatLease> permits = new NatTable<>();

  /** What was answered in place of the inside host, by outside port and remote. */
  private final NatTable<NatLease> answered = new NatTable<>();

  private @Nullable Endpoint standsBefore;
  private long sweptAt = -SWEEP_NANOS;

  /**
   * A box that remembers nothing yet.
   *
   * @param address its outside address
   */
  public NatBox(NatModel model, Endpoint address, long seed) {
    this.model = model;
    this.address = address;
    this.ports = new NatPorts(model, seed);
  }

  public NatModel model() {
    return model;
  }

  public Endpoint address() {
    return address;
  }

  /** Names the inside host that a one-to-one box stands before. */
  public void standBefore(Endpoint inside) {
    standsBefore = inside;
  }

  // Packets from inside.

  /** The flow by which a packet from inside leaves; null if it is dropped. */
  public @Nullable NatFlow outbound(IpProtocol protocol, Endpoint from, Endpoint to, long now) {
    NatFlow flow = flows.find(inner(protocol, from), endpoint(to), now);
    if (flow == null) {
      return lets(protocol, to.port()) && hasRoom(now) ? open(protocol, from, to, now) : null;
    }
    pass(protocol, flow, true, now);
    return flow;
  }

  private boolean lets(IpProtocol protocol, int port) {
    return switch (model.egress()) {
      case ANY -> true;
      case TCP -> protocol == IpProtocol.TCP;
      case TCP_443 -> protocol == IpProtocol.TCP && port == 443;
    };
  }

  private @Nullable NatFlow open(IpProtocol protocol, Endpoint from, Endpoint to, long now) {
    NatBinding binding = bindingFor(protocol, from, to, now);
    if (binding == null) {
      return null;
    }
    NatLease permit = null;
    if (model.filtering() == Filtering.ADDRESS_DEPENDENT) {
      permit = permit(protocol, binding, to, now);
    }
    NatFlow flow = new NatFlow(binding, permit, to, to, true);
    flow.extendAll(now + unanswered(protocol));
    add(protocol, flow, now);
    return flow;
  }

  private NatLease permit(IpProtocol protocol, NatBinding binding, Endpoint to, long now) {
    long port = outer(protocol, binding.outside().port());
    NatLease permit = permits.find(port, ip(to), now);
    if (permit == null) {
      permit = new NatLease();
      permit.extend(now + unanswered(protocol));
      permits.put(port, ip(to), permit, now);
    }
    return permit;
  }

  private @Nullable NatBinding bindingFor(
      IpProtocol protocol, Endpoint from, Endpoint to, long now) {
    long partOfRemote = mappedPart(to);
    NatBinding known = bindings.find(inner(protocol, from), partOfRemote, now);
    if (known != null && !isTaken(protocol, known.outside().port(), to, now)) {
      return known;
    }
    NatBinding fresh = bind(protocol, from, to, now);
    if (fresh != null && known == null) {
      bindings.put(inner(protocol, from), partOfRemote, fresh, now);
    }
    return fresh;
  }

  /** Lends a port, known from outside only; null if there is none. */
  private @Nullable NatBinding bind(IpProtocol protocol, Endpoint from, Endpoint to, long now) {
    int port = from.port();
    if (model.mapping() != Mapping.ONE_TO_ONE) {
      port =
          ports.choose(
              port, Mix.of(endpoint(from), mappedPart(to)), p -> isFree(protocol, p, to, now));
    }
    if (port == 0) {
      return null;
    }
    NatBinding binding = new NatBinding(from, address.withPort(port));
    binding.extend(now + unanswered(protocol));
    bindings.put(outer(protocol, port), 0, binding, now);
    return binding;
  }

  private boolean isFree(IpProtocol protocol, int port, Endpoint to, long now) {
    return bindings.find(outer(protocol, port), 0, now) == null
        && !isTaken(protocol, port, to, now);
  }

  /** Whether something else between an outside port and a remote is in the way. */
  private boolean isTaken(IpProtocol protocol, int port, Endpoint remote, long now) {
    long from = outer(protocol, port);
    return model.mapping() != Mapping.ONE_TO_ONE
        && (answered.find(from, endpoint(remote), now) != null
            || flows.find(from, endpoint(remote), now) != null);
  }

  // Packets from outside.

  /**
   * The flow by which a packet to one of our ports gets in; null if it does not. Whether it is then
   * answered or dropped without a word, {@link NatModel#answersUnsolicited} says.
   */
  public @Nullable NatFlow inbound(IpProtocol protocol, Endpoint from, int port, long now) {
    NatFlow flow = flows.find(outer(protocol, port), endpoint(from), now);
    if (flow != null) {
      pass(protocol, flow, false, now);
      return flow;
    }
    NatBinding binding = bindingAt(protocol, port, now);
    if (binding == null || !admits(protocol, from, port, now)) {
      refuse(protocol, from, port, now);
      return null;
    }
    Endpoint seen = distinct(inner(protocol, binding.inside()), from, now);
    return seen != null && hasRoom(now) ? admit(protocol, binding, from, seen, now) : null;
  }

  private @Nullable NatBinding bindingAt(IpProtocol protocol, int port, long now) {
    NatBinding binding = bindings.find(outer(protocol, port), 0, now);
    if (binding != null || standsBefore == null) {
      return binding;
    }
    return new NatBinding(standsBefore.withPort(port), address.withPort(port));
  }

  private boolean admits(IpProtocol protocol, Endpoint from, int port, long now) {
    return switch (model.filtering()) {
      case ENDPOINT_INDEPENDENT -> true;
      case ADDRESS_DEPENDENT -> permits.find(outer(protocol, port), ip(from), now) != null;
      // What the inside has sent to is a flow already.
      case ADDRESS_AND_PORT_DEPENDENT -> false;
    };
  }

  private NatFlow admit(
      IpProtocol protocol, NatBinding binding, Endpoint from, Endpoint seen, long now) {
    long port = outer(protocol, binding.outside().port());
    NatLease permit = permits.find(port, ip(from), now);
    NatFlow flow = new NatFlow(binding, permit, from, seen, false);
    long until = now + unanswered(protocol);
    if (standsBefore != null || refreshes(false)) {
      flow.extendAll(until);
    } else {
      flow.extendWithin(until);
    }
    add(protocol, flow, now);
    return flow;
  }

  /**
   * The remote as the inside is to see it. If the inside has a flow to it by another of its ports,
   * answers could not be told apart: then it is shown with another port, as Linux does.
   */
  private @Nullable Endpoint distinct(long inside, Endpoint remote, long now) {
    if (flows.find(inside, endpoint(remote), now) == null) {
      return remote;
    }
    long anyPort = endpoint(remote.withPort(0));
    int port = ports.anyOf(p -> flows.find(inside, anyPort | p, now) == null);
    return port == 0 ? null : remote.withPort(port);
  }

  private void refuse(IpProtocol protocol, Endpoint from, int port, long now) {
    if (model.answersUnsolicited() && hasRoom(now)) {
      NatLease lease = new NatLease();
      lease.extend(now + (protocol == IpProtocol.UDP ? unreplied() : REFUSED_NANOS));
      answered.put(outer(protocol, port), endpoint(from), lease, now);
    }
  }

  // Lifetimes.

  private void pass(IpProtocol protocol, NatFlow flow, boolean outbound, long now) {
    long ends = flow.ends();
    boolean firstAnswer = flow.passed(outbound);
    if (refreshes(outbound)) {
      flow.extendAll(now + lifetime(protocol, flow));
    } else if (firstAnswer && protocol == IpProtocol.UDP) {
      // The longer lifetime counts from the packet that was answered.
      flow.extendAll(ends - unreplied() + replied());
    }
  }

  private boolean refreshes(boolean outbound) {
    return switch (model.refresh()) {
      case OUTBOUND -> outbound;
      case INBOUND -> !outbound;
      case BOTH -> true;
    };
  }

  private long lifetime(IpProtocol protocol, NatFlow flow) {
    return protocol == IpProtocol.UDP && flow.isReplied() ? replied() : unanswered(protocol);
  }

  private long unanswered(IpProtocol protocol) {
    return protocol == IpProtocol.UDP ? unreplied() : transitory();
  }

  private long unreplied() {
    return model.udpUnrepliedMillis() * NANOS_PER_MILLI;
  }

  private long replied() {
    return model.udpRepliedMillis() * NANOS_PER_MILLI;
  }

  private long transitory() {
    return model.tcpTransitoryMillis() * NANOS_PER_MILLI;
  }

  /**
   * A link through us is open: its flow is kept until it is {@link #closed}; null if it is none of
   * ours.
   */
  public @Nullable NatFlow opened(Endpoint inside, Endpoint seen, long now) {
    NatFlow flow = flows.find(inner(IpProtocol.TCP, inside), endpoint(seen), now);
    if (flow != null) {
      flow.opened();
    }
    return flow;
  }

  /** A link through us is over; its flow. */
  public @Nullable NatFlow closed(Endpoint inside, Endpoint seen, long now) {
    NatFlow flow = flows.find(inner(IpProtocol.TCP, inside), endpoint(seen), now);
    if (flow != null) {
      flow.closed(now + transitory());
    }
    return flow;
  }

  // The tables.

  private void add(IpProtocol protocol, NatFlow flow, long now) {
    flows.put(inner(protocol, flow.inside()), endpoint(flow.seen()), flow, now);
    flows.put(outer(protocol, flow.outside().port()), endpoint(flow.remote()), flow, now);
  }

  private boolean hasRoom(long now) {
    if (isFull() && now - sweptAt >= SWEEP_NANOS) {
      sweptAt = now;
      flows.sweep(now);
      answered.sweep(now);
    }
    return !isFull();
  }

  private boolean isFull() {
    return flows.size() / 2 + answered.size() >= model.maxFlows();
  }

  /** What two destinations have in common if the mapping goes by the same port to both. */
  private long mappedPart(Endpoint remote) {
    return switch (model.mapping()) {
      case ONE_TO_ONE, ENDPOINT_INDEPENDENT -> 0;
      case ADDRESS_DEPENDENT -> ip(remote);
      case ADDRESS_AND_PORT_DEPENDENT -> endpoint(remote);
    };
  }

  private static long ip(Endpoint of) {
    return of.ipv4() & 0xffff_ffffL;
  }

  private static long endpoint(Endpoint of) {
    return ip(of) << 16 | of.port();
  }

  private static long inner(IpProtocol protocol, Endpoint inside) {
    return (long) protocol.ordinal() << 48 | endpoint(inside);
  }

  private static long outer(IpProtocol protocol, int port) {
    return OUTER | (long) protocol.ordinal() << 16 | port;
  }

  /**
   * Looks at all that the box remembers, as tests want it.
   *
   * @return how many things that is
   * @throws IllegalStateException if something cannot be found again or is counted wrongly
   */
  public int checkInvariants() {
    return bindings.checkInvariants()
        + flows.checkInvariants()
        + permits.checkInvariants()
        + answered.checkInvariants();
  }
}
