package io.peerwright.decorators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.tck.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the machine. */
public final class Tool {

  private static final long PATIENCE_SECONDS = 60;

  private Tool() {}

  /** Skips the test where the program is missing. */
  public static void assumeInstalled(String program) {
    Needs.program(program);
  }

  /** What a program prints; fails if the program does. */
  public static String run(Object... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(word.toString());
    }
    Path errors = Files.createTempFile("peerwright-tool-", ".log");
    Process process =
        new ProcessBuilder(words)
            .redirectError(errors.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String complaint = Files.readString(errors);
    Files.delete(errors);
    assertEquals(0, ended ? process.exitValue() : -1, words + ": " + complaint);
    return printed;
  }
}
