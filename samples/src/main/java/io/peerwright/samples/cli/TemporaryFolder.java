package io.peerwright.samples.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with the command, also where that is interrupted. */
final class TemporaryFolder implements AutoCloseable {

  private final Path path;
  private final Thread atExit = new Thread(this::removeWhatCanBe);

  TemporaryFolder(String prefix) throws IOException {
    path = Files.createTempDirectory(prefix);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  Path path() {
    return path;
  }

  private void remove() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(path)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }

  /** Peers may still be writing to it while the process ends: then some of it stays. */
  private void removeWhatCanBe() {
    try {
      remove();
    } catch (IOException | UncheckedIOException inUse) {
      Thread.yield();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
      remove();
    } catch (IllegalStateException exiting) {
      // Removed by the hook.
      Thread.yield();
    }
  }
}
