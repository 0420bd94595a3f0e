package io.peerwright.transport.inmemory;

import io.peerwright.kit.network.NetworkModel;
import io.peerwright.transport.inmemory.chance.Mix;

/**
 * What chance does to a packet, as a function of who sends it to whom and of its number: it follows
 * from what the packet is, not from what was drawn before.
 */
final class PacketChance {

  /** What a draw of chance is for. */
  static final int JITTER = 1;

  static final int LOSS = 2;
  static final int DOUBLE = 3;
  static final int REORDER = 4;
  static final int DETOUR = 5;

  private PacketChance() {}

  /** Random bits for a packet. */
  static long draw(long from, long to, int packet, int purpose) {
    return Mix.of(Mix.of(from + packet, to), purpose);
  }

  static boolean happens(long from, long to, int packet, int purpose, int perMillion) {
    return perMillion > 0 && Mix.scale(draw(from, to, packet, purpose), 1_000_000) < perMillion;
  }

  /** Nanoseconds that a packet takes where nothing but distance and jitter counts. */
  static long latency(NetworkModel model, long from, long to, int packet) {
    return distance(model, from, to) + jitter(model, from, to, packet);
  }

  /** Nanoseconds between two hosts; a sum is the same in both directions. */
  static long distance(NetworkModel model, long from, long to) {
    return model.latencyMicros(Mix.of(from + to, 3)) * 1_000;
  }

  static long jitter(NetworkModel model, long from, long to, int packet) {
    return model.jitterMicros() == 0
        ? 0
        : Mix.scale(draw(from, to, packet, JITTER), model.jitterMicros() + 1L) * 1_000;
  }
}
