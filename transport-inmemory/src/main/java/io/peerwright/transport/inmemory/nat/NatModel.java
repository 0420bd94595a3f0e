package io.peerwright.transport.inmemory.nat;

import io.peerwright.kit.network.Bounds;
import java.util.function.Consumer;

/**
 * How a NAT box or firewall behaves, in the terms of RFC 4787 (UDP) and RFC 5382 (TCP). {@link #of}
 * makes the usual kinds by name.
 *
 * @param mapping which destinations see one inside endpoint at one outside port
 * @param filtering from where packets that nobody inside asked for are let in
 * @param allocation which outside port a mapping is given
 * @param firstPort the first port of the pool that mappings are given ports of
 * @param lastPort the last port of the pool; {@link Allocation#PRESERVE} keeps ports outside it too
 * @param hairpin whether hosts behind the box reach each other by their outside endpoints
 * @param refresh which packets make mappings and filters last longer
 * @param answersUnsolicited whether the box answers what it does not let in (ICMP unreachable, RST)
 *     where others are silent. An answered packet occupies its ports for a while: the host inside
 *     that then sends to where the packet came from is seen at another port
 * @param egress what the box lets out
 * @param udpUnrepliedMillis how long a datagram that was not answered lets answers in
 * @param udpRepliedMillis the same once there was an answer
 * @param tcpTransitoryMillis how long an attempt to connect lets answers in, and how long a link
 *     that is over keeps its port; a link that is open is kept for as long as it is
 * @param maxFlows the most pairs of endpoints that the box remembers; beyond them it drops
 */
public record NatModel(
    Mapping mapping,
    Filtering filtering,
    Allocation allocation,
    int firstPort,
    int lastPort,
    boolean hairpin,
    Refresh refresh,
    boolean answersUnsolicited,
    Egress egress,
    int udpUnrepliedMillis,
    int udpRepliedMillis,
    int tcpTransitoryMillis,
    int maxFlows) {

  /** Which destinations see one inside endpoint at one outside port (RFC 4787 section 4.1). */
  public enum Mapping {
    /**
     * No translation but of the address: ports stay as they are. The box stands before one host.
     */
    ONE_TO_ONE,
    /** All destinations. */
    ENDPOINT_INDEPENDENT,
    /** The destinations of one address. */
    ADDRESS_DEPENDENT,
    /** Each destination sees another port. */
    ADDRESS_AND_PORT_DEPENDENT
  }

  /** From where packets that nobody inside asked for are let in (RFC 4787 section 5). */
  public enum Filtering {
    /** From anywhere. */
    ENDPOINT_INDEPENDENT,
    /** From addresses that the mapping has sent to. */
    ADDRESS_DEPENDENT,
    /** From endpoints that the mapping has sent to. */
    ADDRESS_AND_PORT_DEPENDENT
  }

  /** Which outside port a mapping is given; the next free one if that is taken. */
  public enum Allocation {
    /** The inside port; any other if it is taken. */
    PRESERVE,
    /** Any port of the pool. */
    RANDOM,
    /** One after the other, from a start by chance. */
    SEQUENTIAL,
    /** A port of the pool that follows from what the mapping depends on: the same each time. */
    HASHED
  }

  /** Which packets make mappings and filters last longer (RFC 4787 section 4.3). */
  public enum Refresh {
    /** Those from inside. */
    OUTBOUND,
    /** Those from outside that are let in. */
    INBOUND,
    /** All. */
    BOTH
  }

  /** What a box lets out. */
  public enum Egress {
    /** Everything. */
    ANY,
    /** Streams only. */
    TCP,
    /** Streams to port 443 only. */
    TCP_443
  }

  private static final int DAY_MILLIS = 86_400_000;

  /** A box of the most common kind: port-restricted, with the lifetimes of Linux. */
  public static final NatModel DEFAULT =
      new NatModel(
          Mapping.ENDPOINT_INDEPENDENT,
          Filtering.ADDRESS_AND_PORT_DEPENDENT,
          Allocation.PRESERVE,
          1_024,
          65_535,
          false,
          Refresh.BOTH,
          false,
          Egress.ANY,
          30_000,
          120_000,
          120_000,
          65_536);

  /** Checks the ranges. */
  public NatModel {
    Bounds.check("firstPort", firstPort, 1, lastPort);
    Bounds.check("lastPort", lastPort, 1, 65_535);
    Bounds.check("udpUnrepliedMillis", udpUnrepliedMillis, 1, DAY_MILLIS);
    Bounds.check("udpRepliedMillis", udpRepliedMillis, udpUnrepliedMillis, DAY_MILLIS);
    Bounds.check("tcpTransitoryMillis", tcpTransitoryMillis, 1, DAY_MILLIS);
    Bounds.check("maxFlows", maxFlows, 1, 1 << 24);
  }

  /**
   * The model of a kind by its name.
   *
   * <p>{@code MAPPING+FILTERING}, and after it {@code +hairpin} and {@code +open} (answers what it
   * does not let in). Mappings: {@code eim} (keeps ports), {@code eimr} (does not), {@code adm},
   * {@code apdm} (random ports), {@code apdms} (ports in sequence). Filterings: {@code eif}, {@code
   * adf}, {@code apdf}. Or one of {@code none} (one-to-one, lets all in), {@code fw} (one-to-one,
   * lets in what was asked for), {@code udp-blocked} and {@code blocked} (eim+apdf that let out
   * streams only, and streams to port 443 only), {@code full-cone}, {@code restricted}, {@code
   * port-restricted}, {@code symmetric}.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public static NatModel of(String kind) {
    return NatKinds.model(kind);
  }

  /** This model with another mapping. */
  public NatModel withMapping(Mapping other) {
    return but(draft -> draft.mapping = other);
  }

  /** This model with another filtering. */
  public NatModel withFiltering(Filtering other) {
    return but(draft -> draft.filtering = other);
  }

  /** This model with other ports. */
  public NatModel withAllocation(Allocation other) {
    return but(draft -> draft.allocation = other);
  }

  /** This model with another pool of ports. */
  public NatModel withPorts(int first, int last) {
    return but(
        draft -> {
          draft.firstPort = first;
          draft.lastPort = last;
        });
  }

  /** This model with hairpinning or without. */
  public NatModel withHairpin(boolean other) {
    return but(draft -> draft.hairpin = other);
  }

  /** This model with another refresh rule. */
  public NatModel withRefresh(Refresh other) {
    return but(draft -> draft.refresh = other);
  }

  /** This model, answering what it does not let in or not. */
  public NatModel withAnswersUnsolicited(boolean other) {
    return but(draft -> draft.answersUnsolicited = other);
  }

  /** This model, letting out something else. */
  public NatModel withEgress(Egress other) {
    return but(draft -> draft.egress = other);
  }

  /** This model with other lifetimes, in milliseconds. */
  public NatModel withLifetimes(int udpUnreplied, int udpReplied, int tcpTransitory) {
    return but(
        draft -> {
          draft.udpUnrepliedMillis = udpUnreplied;
          draft.udpRepliedMillis = udpReplied;
          draft.tcpTransitoryMillis = tcpTransitory;
        });
  }

  /** This model with another limit. */
  public NatModel withMaxFlows(int other) {
    return but(draft -> draft.maxFlows = other);
  }

  private NatModel but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.model();
  }

  /** The components while some of them are changed. */
  private static final class Draft {

    private Mapping mapping;
    private Filtering filtering;
    private Allocation allocation;
    private int firstPort;
    private int lastPort;
    private boolean hairpin;
    private Refresh refresh;
    private boolean answersUnsolicited;
    private Egress egress;
    private int udpUnrepliedMillis;
    private int udpRepliedMillis;
    private int tcpTransitoryMillis;
    private int maxFlows;

    Draft(NatModel model) {
      mapping = model.mapping;
      filtering = model.filtering;
      allocation = model.allocation;
      firstPort = model.firstPort;
      lastPort = model.lastPort;
      hairpin = model.hairpin;
      refresh = model.refresh;
      answersUnsolicited = model.answersUnsolicited;
      egress = model.egress;
      udpUnrepliedMillis = model.udpUnrepliedMillis;
      udpRepliedMillis = model.udpRepliedMillis;
      tcpTransitoryMillis = model.tcpTransitoryMillis;
      maxFlows = model.maxFlows;
    }

    NatModel model() {
      return new NatModel(
          mapping,
          filtering,
          allocation,
          firstPort,
          lastPort,
          hairpin,
          refresh,
          answersUnsolicited,
          egress,
          udpUnrepliedMillis,
          udpRepliedMillis,
          tcpTransitoryMillis,
          maxFlows);
    }
  }
}
