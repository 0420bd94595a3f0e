package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
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
  boolean reaches(SimHost from, SimHost to) {
    return !to.isGone() && (cuts.isEmpty() || !isCut(from.index(), to.index()));
  }

  /** Whether an answer would arrive, too. */
  boolean connects(SimHost from, SimHost to) {
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

  Handle cut(Collection<SimHost> some, @Nullable Collection<SimHost> others, Faults.Way way) {
    Cut cut = new Cut(indices(some), others == null ? null : indices(others), way);
    cuts.add(cut);
    return () -> cuts.removeIf(each -> each == cut);
  }

  /** A host is where another one was. */
  void replace(SimHost old, SimHost again) {
    for (Cut cut : cuts) {
      cut.replace(old.index(), again.index());
    }
  }

  private static BitSet indices(Collection<SimHost> hosts) {
    BitSet set = new BitSet();
    for (SimHost host : hosts) {
      set.set(host.index());
    }
    return set;
  }

  private static boolean happens(
      SimHost from, SimHost to, int packet, int purpose, int perMillion) {
    return from != to
        && PacketChance.happens(from.identity(), to.identity(), packet, purpose, perMillion);
  }

  /** Whether a datagram gets lost. */
  boolean isLost(SimHost from, SimHost to, int packet) {
    return happens(from, to, packet, PacketChance.LOSS, from.model().lossPpm());
  }

  /** Whether a datagram arrives twice. */
  boolean isDoubled(SimHost from, SimHost to, int packet) {
    return happens(from, to, packet, PacketChance.DOUBLE, from.model().duplicatePpm());
  }

  /** How long a datagram is under way. */
  long delay(SimHost from, SimHost to, int packet) {
    long latency = latency(from, to, packet);
    return happens(from, to, packet, PacketChance.REORDER, from.model().reorderPpm())
        ? latency + detour(from, to, packet, latency)
        : latency;
  }

  /**
   * The number of the host that a datagram goes to if nothing but its latency is to be found out;
   * -1 if more has to be.
   */
  int plainRoute(SimHost from, Endpoint to) {
    if (routers != null || !cuts.isEmpty() || !from.model().deliversAll()) {
      return -1;
    }
    Hosts hosts = from.network().hosts;
    int index = hosts.isOrdinary(from.index()) ? hosts.ordinaryAt(to) : -1;
    return index == from.index() ? -1 : index;
  }

  private static long detour(SimHost from, SimHost to, int packet, long latency) {
    long chance = PacketChance.draw(from.identity(), to.identity(), packet, PacketChance.DETOUR);
    return Mix.scale(chance, latency + 1);
  }

  /** Nanoseconds that a packet takes one way. */
  long latency(SimHost from, SimHost to, int packet) {
    if (from == to) {
      return WITHIN_MACHINE_NANOS;
    }
    NetworkModel model = from.model();
    return distance(model, from, to)
        + to.lateNanos()
        + PacketChance.jitter(model, from.identity(), to.identity(), packet);
  }

  /** Hosts behind one box have their own distances; to all others they are where the box is. */
  private long distance(NetworkModel model, SimHost from, SimHost to) {
    if (routers != null) {
      return routed(routers, model, from.site(), to.site());
    }
    boolean near = from.realm() == to.realm();
    SimHost one = near ? from : from.site();
    SimHost other = near ? to : to.site();
    return PacketChance.distance(model, one.identity(), other.identity());
  }

  /** Between hosts of one site there is no router. */
  private static long routed(RouterGraph routers, NetworkModel model, SimHost from, SimHost to) {
    long least = model.latencyMinMicros() * 1_000L;
    if (from == to) {
      return least;
    }
    return Math.max(least, routers.cross(from, to));
  }

  /** Sends bytes through the up-link of a host, after those that wait; when the last has left. */
  long leave(SimHost from, int bytes) {
    long rate = from.model().bandwidthUpBytesPerSecond();
    if (rate == 0) {
      return from.kernel().now();
    }
    Stack stack = from.stack();
    stack.upFreeAt =
        Math.max(stack.upFreeAt, from.kernel().now()) + bytes * NANOS_PER_SECOND / rate;
    return stack.upFreeAt;
  }

  /** How long the up-link of a host is busy with what it was given. */
  long upBacklog(SimHost from) {
    return from.model().bandwidthUpBytesPerSecond() == 0
        ? 0
        : Math.max(0, from.stack().upFreeAt - from.kernel().now());
  }

  /** How long a full queue takes to leave. */
  static long queueNanos(NetworkModel model, long rate) {
    return model.queueBytes() * NANOS_PER_SECOND / rate;
  }

  /** Whether what arrives at a host still has to come through a limited down-link. */
  static boolean isDownLimited(SimHost host) {
    return host.model().bandwidthDownBytesPerSecond() > 0;
  }

  /** Receives bytes through the down-link of a host, after those that wait; when all are in. */
  static long enter(SimHost to, int bytes) {
    long rate = to.model().bandwidthDownBytesPerSecond();
    Stack stack = to.stack();
    stack.downFreeAt =
        Math.max(stack.downFreeAt, to.kernel().now()) + bytes * NANOS_PER_SECOND / rate;
    return stack.downFreeAt;
  }

  /** Whether a datagram finds the queue in front of the down-link full. */
  static boolean isDownFull(SimHost to) {
    NetworkModel model = to.model();
    long rate = model.bandwidthDownBytesPerSecond();
    return to.stack().downFreeAt - to.kernel().now() > queueNanos(model, rate);
  }
}
