package io.peerwright.transport.inmemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.NatLab.Udp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The birthday paradox against ports by chance: a host behind a hard box opens 256 sockets towards
 * a host behind an easy one, which probes 1024 ports. Measured with a Linux kernel: 39 of 40.
 */
class NatBirthdayTest {

  private static final int SOCKETS = 256;
  private static final int PROBES = 1024;
  private static final int BATCH = 64;
  private static final int RUNS = 40;

  @Test
  void manySocketsMeetManyProbes() {
    int won = 0;
    int probes = 0;
    for (int seed = 1; seed <= RUNS; seed++) {
      int needed = probesNeeded(seed);
      won += needed > 0 ? 1 : 0;
      probes += needed;
    }
    // 1 - (1 - 256 / 64512) ^ 1024 = 0.983
    assertTrue(won >= 37, won + " of " + RUNS);
    // 64512 / 256 = 252, and half a batch; the kernel took 279.
    assertEquals(284, probes / won, 60);
  }

  /** Probes until both sides had heard each other; 0 if they did not. */
  private static int probesNeeded(long seed) {
    NatLab lab = new NatLab(seed);
    Host hard = lab.behind("apdm+apdf", "hard");
    Udp easy = lab.udp(lab.behind("eim+apdf", "easy"));
    Endpoint atEasy = lab.reflexive(easy);
    List<Udp> sockets = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      sockets.add(lab.udp(hard));
    }
    Endpoint atHard = lab.reflexive(sockets.get(0));
    sockets.forEach(socket -> socket.send(atEasy, "h"));
    assertTrue(easy.inbox.isEmpty(), "the easy side's filter is shut");
    int probes = 0;
    for (int port : randomPorts(new Random(seed))) {
      easy.send(atHard.withPort(port), "g");
      if (++probes % BATCH == 0 && isAnswered(sockets, easy)) {
        return probes;
      }
    }
    return 0;
  }

  private static Set<Integer> randomPorts(Random random) {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < PROBES) {
      ports.add(1_024 + random.nextInt(64_512));
    }
    return ports;
  }

  private static boolean isAnswered(List<Udp> sockets, Udp easy) {
    for (Udp socket : sockets) {
      if (!socket.inbox.isEmpty()) {
        socket.send(socket.inbox.remove().from(), "h2");
      }
    }
    return !easy.inbox.isEmpty();
  }
}
