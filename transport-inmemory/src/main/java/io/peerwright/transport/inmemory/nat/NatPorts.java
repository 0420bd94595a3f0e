package io.peerwright.transport.inmemory.nat;

import io.peerwright.transport.inmemory.chance.Mix;
import java.util.function.IntPredicate;

/** Which outside port a NAT box gives a mapping. */
final class NatPorts {

  private static final int LAST = 65_535;

  private final NatModel model;
  private final long seed;
  private final Mix chance;
  private int next;

  NatPorts(NatModel model, long seed) {
    this.model = model;
    this.seed = seed;
    this.chance = new Mix(seed);
    this.next = anyPort();
  }

  /**
   * A free port, 0 if there is none.
   *
   * @param wished the inside port
   * @param dependsOn the inside endpoint, and as much of the destination as the mapping goes by
   */
  int choose(int wished, long dependsOn, IntPredicate isFree) {
    return switch (model.allocation()) {
      case PRESERVE -> isFree.test(wished) ? wished : firstFree(anyPort(), isFree);
      case RANDOM -> firstFree(anyPort(), isFree);
      case HASHED -> firstFree(port(Mix.of(seed, dependsOn)), isFree);
      case SEQUENTIAL -> {
        int port = firstFree(next, isFree);
        next = port == 0 ? next : after(port, model.firstPort(), model.lastPort());
        yield port;
      }
    };
  }

  /** Any free port at all, 0 if there is none. */
  int anyOf(IntPredicate isFree) {
    return firstFree(1 + (int) Mix.scale(chance.nextLong(), LAST), 1, LAST, isFree);
  }

  private int firstFree(int from, IntPredicate isFree) {
    return firstFree(from, model.firstPort(), model.lastPort(), isFree);
  }

  private static int firstFree(int from, int first, int last, IntPredicate isFree) {
    int port = from;
    do {
      if (isFree.test(port)) {
        return port;
      }
      port = after(port, first, last);
    } while (port != from);
    return 0;
  }

  private static int after(int port, int first, int last) {
    return port == last ? first : port + 1;
  }

  private int anyPort() {
    return port(chance.nextLong());
  }

  private int port(long bits) {
    return model.firstPort() + (int) Mix.scale(bits, model.lastPort() - model.firstPort() + 1L);
  }
}
