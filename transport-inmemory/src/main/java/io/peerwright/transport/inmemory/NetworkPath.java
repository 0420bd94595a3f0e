package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.faults.Faults;
import io.peerwright.transport.inmemory.topology.RouterGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies between the hosts: distances, limited lines, cuts. */
final class NetworkPath {

  private static final int WITHIN_MACHINE_NANOS = 20_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A cut between some hosts and others; if these are null, all others. */
  private record Cut(BitSet some, @Nullable BitSet others, Faults.Way way) {

    boolean takes(int from, int to) {
      return way != Faults.Way.IN && some.get(from) && isOther(to)
          || way != Faults.Way.OUT && some.get(to) && isOther(from);
    }

    private boolean isOther(int host) {
      return others == null ? !some.get(host) : others.get(host);
    }

    void replace(int old, int again) {
      some.set(again, some.get(old));
      if (others != null) {
        others.set(again, others.get(old));
      }
    }
  }

  private final @Nullable RouterGraph routers;
  private final List<Cut> cuts = new ArrayList<>();

  NetworkPath(@Nullable RouterGraph routers) {
    this.routers = routers;
  }

  /** Whether a packet sent now would arrive. */
  boolean reaches(PathEnd from, PathEnd to) {
    return !to.isGone() && (cuts.isEmpty() || !isCut(from.index(), to.index()));
  }

  /** Whether an answer would arrive, too. */
  boolean connects(PathEnd from, PathEnd to) {
    return reaches(from, to) && (cuts.isEmpty() || !isCut(to.index(), from.index()));
  }

  private boolean isCut(int from, int to) {
    for (Cut cut : cuts) {
      if (cut.takes(from, to)) {
        return true;
      }
    }
    return false;
  }

  Handle cut(
      Collection<? extends PathEnd> some,
      @Nullable Collection<? extends PathEnd> others,
      Faults.Way way) {
    Cut cut = new Cut(indices(some), others == null ? null : indices(others), way);
    cuts.add(cut);
    return () -> cuts.removeIf(each -> each == cut);
  }

  /** A host is where another one was. */
  void replace(PathEnd old, PathEnd again) {
    for (Cut cut : cuts) {
      cut.replace(old.index(), again.index());
    }
  }

  private static BitSet indices(Collection<? extends PathEnd> hosts) {
    BitSet set = new BitSet();
    for (PathEnd host : hosts) {
      set.set(host.index());
    }
    return set;
  }

  private static boolean happens(
      PathEnd from, PathEnd to, int packet, int purpose, int perMillion) {
    return from != to
        && PacketChance.happens(from.identity(), to.identity(), packet, purpose, perMillion);
  }

  /** Whether a datagram gets lost. */
  boolean isLost(PathEnd from, PathEnd to, int packet) {
    return happens(from, to, packet, PacketChance.LOSS, from.model().lossPpm());
  }

  /** Whether a datagram arrives twice. */
  boolean isDoubled(PathEnd from, PathEnd to, int packet) {
    return happens(from, to, packet, PacketChance.DOUBLE, from.model().duplicatePpm());
  }

  /** How long a datagram is under way. */
  long delay(PathEnd from, PathEnd to, int packet) {
    long latency = latency(from, to, packet);
    return happens(from, to, packet, PacketChance.REORDER, from.model().reorderPpm())
        ? latency + detour(from, to, packet, latency)
        : latency;
  }

  /** Whether nothing but its latency is to be found out of a datagram of this host. */
  boolean isPlain(PathEnd from) {
    return routers == null && cuts.isEmpty() && from.model().deliversAll();
  }

  private static long detour(PathEnd from, PathEnd to, int packet, long latency) {
    long chance = PacketChance.draw(from.identity(), to.identity(), packet, PacketChance.DETOUR);
    return Mix.scale(chance, latency + 1);
  }

  /** Nanoseconds that a packet takes one way. */
  long latency(PathEnd from, PathEnd to, int packet) {
    if (from == to) {
      return WITHIN_MACHINE_NANOS;
    }
    NetworkModel model = from.model();
    return distance(model, from, to)
        + to.lateNanos()
        + PacketChance.jitter(model, from.identity(), to.identity(), packet);
  }

  /** Hosts behind one box have their own distances; to all others they are where the box is. */
  private long distance(NetworkModel model, PathEnd from, PathEnd to) {
    if (routers != null) {
      return routed(routers, model, from.site(), to.site());
    }
    boolean near = from.isNear(to);
    PathEnd one = near ? from : from.site();
    PathEnd other = near ? to : to.site();
    return PacketChance.distance(model, one.identity(), other.identity());
  }

  /** Between hosts of one site there is no router. */
  private static long routed(RouterGraph routers, NetworkModel model, PathEnd from, PathEnd to) {
    long least = model.latencyMinMicros() * 1_000L;
    if (from == to) {
      return least;
    }
    return Math.max(least, routers.cross(from, to));
  }

  /** Sends bytes through the up-link of a host, after those that wait; when the last has left. */
  long leave(PathEnd from, int bytes) {
    long rate = from.model().bandwidthUpBytesPerSecond();
    if (rate == 0) {
      return from.kernel().now();
    }
    return from.line().send(bytes, rate, from.kernel().now());
  }

  /** How long the up-link of a host is busy with what it was given. */
  long upBacklog(PathEnd from) {
    return from.model().bandwidthUpBytesPerSecond() == 0
        ? 0
        : Math.max(0, from.line().sendsFor(from.kernel().now()));
  }

  /** How long a full queue takes to leave. */
  static long queueNanos(NetworkModel model, long rate) {
    return model.queueBytes() * NANOS_PER_SECOND / rate;
  }

  /** Whether what arrives at a host still has to come through a limited down-link. */
  static boolean isDownLimited(PathEnd host) {
    return host.model().bandwidthDownBytesPerSecond() > 0;
  }

  /** Receives bytes through the down-link of a host, after those that wait; when all are in. */
  static long enter(PathEnd to, int bytes) {
    long rate = to.model().bandwidthDownBytesPerSecond();
    return to.line().receive(bytes, rate, to.kernel().now());
  }

  /** Whether a datagram finds the queue in front of the down-link full. */
  static boolean isDownFull(PathEnd to) {
    NetworkModel model = to.model();
    long rate = model.bandwidthDownBytesPerSecond();
    return to.line().receivesFor(to.kernel().now()) > queueNanos(model, rate);
  }
}
