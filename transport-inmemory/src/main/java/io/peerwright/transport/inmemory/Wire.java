package io.peerwright.transport.inmemory;

import io.peerwright.api.Handle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** What lies between the hosts: distances, limited lines, cuts. */
final class Wire {

  private static final int WITHIN_MACHINE_NANOS = 20_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private record Cut(BitSet one, BitSet other) {
    boolean separates(int a, int b) {
      return one.get(a) && other.get(b) || one.get(b) && other.get(a);
    }
  }

  /** What a draw of chance is for. */
  private static final int JITTER = 1;

  private static final int LOSS = 2;
  private static final int DOUBLE = 3;
  private static final int REORDER = 4;
  private static final int DETOUR = 5;

  private final List<Cut> cuts = new ArrayList<>();

  /** Whether a packet sent now would arrive. */
  boolean reaches(SimHost from, SimHost to) {
    return !to.isCrashed() && (cuts.isEmpty() || !isCut(from.index(), to.index()));
  }

  private boolean isCut(int from, int to) {
    for (Cut cut : cuts) {
      if (cut.separates(from, to)) {
        return true;
      }
    }
    return false;
  }

  Handle cut(Collection<SimHost> one, Collection<SimHost> other) {
    Cut cut = new Cut(indices(one), indices(other));
    cuts.add(cut);
    return () -> cuts.removeIf(each -> each == cut);
  }

  private static BitSet indices(Collection<SimHost> hosts) {
    BitSet set = new BitSet();
    for (SimHost host : hosts) {
      set.set(host.index());
    }
    return set;
  }

  /** Random bits for a packet: they follow from what it is, not from what was drawn before. */
  private static long draw(SimHost from, SimHost to, int packet, int purpose) {
    return Mix.of(Mix.of(from.identity() + packet, to.identity()), purpose);
  }

  private static boolean happens(
      SimHost from, SimHost to, int packet, int purpose, int perMillion) {
    return perMillion > 0
        && from != to
        && Mix.scale(draw(from, to, packet, purpose), 1_000_000) < perMillion;
  }

  /** Whether a datagram gets lost. */
  boolean isLost(SimHost from, SimHost to, int packet) {
    return happens(from, to, packet, LOSS, from.model().lossPpm());
  }

  /** Whether a datagram arrives twice. */
  boolean isDoubled(SimHost from, SimHost to, int packet) {
    return happens(from, to, packet, DOUBLE, from.model().duplicatePpm());
  }

  /** How long a datagram is under way. */
  long delay(SimHost from, SimHost to, int packet) {
    long latency = latency(from, to, packet);
    return happens(from, to, packet, REORDER, from.model().reorderPpm())
        ? latency + Mix.scale(draw(from, to, packet, DETOUR), latency + 1)
        : latency;
  }

  /** Nanoseconds that a packet takes one way. */
  long latency(SimHost from, SimHost to, int packet) {
    if (from == to) {
      return WITHIN_MACHINE_NANOS;
    }
    NetworkModel model = from.model();
    long micros = model.latencyMinMicros();
    long span = model.latencyMaxMicros() - micros;
    if (span > 0) {
      // A sum is the same in both directions.
      boolean near = from.realm() == to.realm();
      SimHost one = near ? from : from.site();
      SimHost other = near ? to : to.site();
      micros += Mix.scale(Mix.of(one.identity() + other.identity(), 3), span + 1);
    }
    if (model.jitterMicros() > 0) {
      micros += Mix.scale(draw(from, to, packet, JITTER), model.jitterMicros() + 1L);
    }
    return micros * 1_000;
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
