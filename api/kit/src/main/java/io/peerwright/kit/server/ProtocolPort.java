package io.peerwright.kit.server;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.limit.ConnectionLimits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A port at which one or several protocols are spoken. Where there are several, the first bytes say
 * which: the first protocol of the list that does not turn them down gets the link with every byte,
 * as if nobody had looked.
 *
 * <p>Whoever has not said yet what it wants has one of a few places, in all and of one address, and
 * makes room when it has kept us waiting longest, as {@link ConnectionLimits} has it; it is cut off
 * with {@link Reason#TIMEOUT} when its time is over, and with {@link Reason#PROTOCOL} when no
 * protocol wants what it says. An idle port holds nothing but itself.
 */
public final class ProtocolPort implements LinkAcceptor {

  /** What is done with the port. */
  public interface Owner {

    /** It listens. */
    void onListening(Endpoint bound);

    /** It can be reached from outside at another address; see {@link LinkAcceptor#onReachable}. */
    default void onReachable(Endpoint outside) {}

    /** Somebody is cut off: {@code TIMEOUT} or {@code PROTOCOL}. */
    default void onRefused(Endpoint remote, Reason reason) {}

    /** It listens no more, or never did. */
    void onStopped(Reason reason);
  }

  /**
   * How many may keep us waiting, and for how long.
   *
   * @param maxNewcomers at a time
   * @param maxPerAddress at a time from one IPv4 address or one IPv6 network of 64 bits
   * @param patienceNanos after which a newcomer has had a fair chance; see {@link ConnectionLimits}
   * @param withinNanos how long a newcomer may take to say what it wants
   */
  public record Limits(int maxNewcomers, int maxPerAddress, long patienceNanos, long withinNanos) {}

  private final Loop loop;
  private final Supplier<List<PortProtocol>> spoken;
  private final Limits limits;
  private final Owner owner;
  private final @Nullable PortProtocol silent;
  private final long silenceNanos;
  private @Nullable List<PortProtocol> protocols;
  private @Nullable ConnectionLimits places;
  private @Nullable Set<Newcomer> newcomers;
  private @Nullable Handle listening;
  private boolean closed;

  /** A port at which whoever connects speaks first. */
  public ProtocolPort(Loop loop, Limits limits, Owner owner, List<PortProtocol> protocols) {
    this(loop, limits, owner, checked(protocols), null, 0);
  }

  /**
   * A port at which whoever connects speaks first.
   *
   * @param protocols asked once, when somebody connects: what is spoken may be made then
   */
  public ProtocolPort(
      Loop loop, Limits limits, Owner owner, Supplier<List<PortProtocol>> protocols) {
    this(loop, limits, owner, protocols, null, 0);
  }

  /**
   * A port at which we are to speak first in one of the protocols.
   *
   * @param silent what somebody speaks who says nothing for {@code silenceNanos}: that protocol,
   *     which need not be one of the others; null if there is none
   */
  public ProtocolPort(
      Loop loop,
      Limits limits,
      Owner owner,
      List<PortProtocol> protocols,
      @Nullable PortProtocol silent,
      long silenceNanos) {
    this(loop, limits, owner, checked(protocols), silent, silenceNanos);
  }

  private ProtocolPort(
      Loop loop,
      Limits limits,
      Owner owner,
      Supplier<List<PortProtocol>> spoken,
      @Nullable PortProtocol silent,
      long silenceNanos) {
    this.loop = loop;
    this.limits = limits;
    this.owner = owner;
    this.spoken = spoken;
    this.silent = silent;
    this.silenceNanos = silenceNanos;
  }

  private static Supplier<List<PortProtocol>> checked(List<PortProtocol> protocols) {
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException("a port needs a protocol");
    }
    List<PortProtocol> all = List.copyOf(protocols);
    return () -> all;
  }

  /** Opens it. */
  public void listen(Transport transport, Endpoint at, SocketOptions options) {
    listening = transport.listen(at, options, this);
  }

  /** Closes it, and cuts those off that have not said what they want. */
  public void close() {
    closed = true;
    if (listening != null) {
      listening.close();
    }
    if (newcomers != null) {
      List.copyOf(newcomers).forEach(Newcomer::shutDown);
    }
  }

  /** How many have not said yet what they want. */
  public int newcomers() {
    return newcomers == null ? 0 : newcomers.size();
  }

  /** How many were not taken, or were cut off to make room. */
  public long turnedAway() {
    return places == null ? 0 : places.turnedAway() + places.cut();
  }

  // ---- the listener

  @Override
  public void onListening(Endpoint bound) {
    if (!closed) {
      owner.onListening(bound);
    }
  }

  @Override
  public void onReachable(Endpoint outside) {
    owner.onReachable(outside);
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    if (closed) {
      return null;
    }
    ConnectionLimits.Place place = places().admit(link, loop.nanoTime());
    if (place == null) {
      return null;
    }
    Newcomer newcomer =
        new Newcomer(loop, link, place, limits.withinNanos(), waiting()::remove, owner::onRefused);
    waiting().add(newcomer);
    List<PortProtocol> all = protocols();
    if (all.size() > 1 || silent != null) {
      return new FirstBytes(loop, all, link, newcomer, silent, silenceNanos);
    }
    LinkHandler handler = all.get(0).onLink(link, newcomer);
    if (handler == null) {
      newcomer.release();
    }
    return handler;
  }

  @Override
  public void onClosed(Reason reason) {
    owner.onStopped(reason);
  }

  private ConnectionLimits places() {
    ConnectionLimits known = places;
    if (known == null) {
      known =
          new ConnectionLimits(
              limits.maxNewcomers(), limits.maxPerAddress(), limits.patienceNanos());
      places = known;
    }
    return known;
  }

  private List<PortProtocol> protocols() {
    List<PortProtocol> known = protocols;
    if (known == null) {
      known = spoken.get();
      protocols = known;
    }
    return known;
  }

  private Set<Newcomer> waiting() {
    Set<Newcomer> known = newcomers;
    if (known == null) {
      known = new LinkedHashSet<>();
      newcomers = known;
    }
    return known;
  }
}
