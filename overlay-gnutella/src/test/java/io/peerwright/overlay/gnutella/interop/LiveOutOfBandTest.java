package io.peerwright.overlay.gnutella.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.tck.Needs;
import io.peerwright.tck.OtherJava;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hits out of band over real sockets, between addresses of the open Internet. */
class LiveOutOfBandTest {

  private static final String UP =
      "ip link set lo up && for i in 1 2 3; do ip addr add 81.82.0.$i/32 dev lo || exit; done";

  @Test
  void aHitFromTwoHopsAwayComesAsADatagram(@TempDir Path folder) throws Exception {
    Needs.namespaces(List.<String[]>of(new String[] {"unshare", "-n", "sh", "-c", UP}));
    List<String> command =
        new ArrayList<>(List.of("unshare", "-n", "sh", "-c", UP + " && exec \"$@\"", "sh"));
    String classes = System.getProperty("java.class.path");
    String servents = ThreeServents.class.getName();
    command.addAll(OtherJava.command("-cp", classes, servents, folder.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said;
    try (var output = process.inputReader()) {
      said = output.lines().filter(line -> line.startsWith("found")).toList();
    }
    assertEquals(0, process.waitFor());
    assertTrue(said.stream().noneMatch("found not at all"::equals), said::toString);
    // The first ones may come before strangers are known to reach it.
    assertEquals("found as a datagram", said.get(said.size() - 1), said::toString);
  }
}
