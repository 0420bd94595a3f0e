package io.peerwright.kit.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The power fails at any step of a download's way to the disk. */
class PartFileCrashTest {

  private static final int SEEDS = 300;
  private static final int SIZE = 40_000;
  private static final int HALF = 20_000;
  private static final byte[] CONTENT = new byte[SIZE];

  static {
    new Random(1).nextBytes(CONTENT);
  }

  private static Path target(Host host) {
    return host.directory().resolve("downloads").resolve("a.bin");
  }

  private static boolean load(Path target) throws IOException {
    try (PartFile part = PartFile.open(target, SIZE, "x")) {
      part.write(0, ByteBuffer.wrap(CONTENT, 0, HALF));
      part.sync();
      part.write(HALF, ByteBuffer.wrap(CONTENT, HALF, SIZE - HALF));
      part.sync();
      part.finish();
      return true;
    }
  }

  private static Host crashed(Simulation sim, Duration after) {
    Host host = sim.newHost("a", null, null);
    Path target = target(host);
    host.loop().offload(() -> load(target), 1_000_000_000, (done, failure) -> {});
    sim.runFor(after);
    sim.crash(host);
    return sim.faults().restart(host, true);
  }

  @Test
  void nothingIsVouchedForThatIsNotThere() throws IOException {
    Set<Long> kept = new TreeSet<>();
    int whole = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Path target = target(crashed(sim, Duration.ofMillis(500)));
        String at = "seed " + seed;
        if (Files.exists(target)) {
          assertArrayEquals(CONTENT, Files.readAllBytes(target), at);
          whole++;
        }
        try (PartFile part = PartFile.open(target, SIZE, "x")) {
          int have = (int) part.firstMissing(0);
          ByteBuffer bytes = ByteBuffer.allocate(have);
          part.read(0, bytes);
          assertArrayEquals(Arrays.copyOf(CONTENT, have), bytes.array(), at);
          kept.add((long) have);
          part.write(have, ByteBuffer.wrap(CONTENT, have, SIZE - have));
          part.finish();
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(target), at);
        assertEquals(List.of(target), children(target.getParent()), at);
      }
    }
    assertTrue(whole > 0);
    assertEquals(Set.of(0L, (long) HALF, (long) SIZE), kept);
  }

  @Test
  void whatWasToldAsCompleteIsThereForGood() throws IOException {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (Simulation sim = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed)).strict()) {
        Path target = target(crashed(sim, Duration.ofSeconds(2)));
        assertArrayEquals(CONTENT, Files.readAllBytes(target));
        assertEquals(List.of(target), children(target.getParent()));
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
