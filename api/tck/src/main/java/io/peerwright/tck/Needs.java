package io.peerwright.tck;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine that it runs on: other programs, or the right to make network
 * namespaces. Where that is missing the test is skipped, which {@link SkippedTests} tells; with
 * {@code -Dpeerwright.interop=required} it fails instead.
 */
public final class Needs {

  private static final String PROPERTY = "peerwright.interop";
  private static final String PYTHON = "/usr/bin/python3";

  private Needs() {}

  /** Programs on the path; looked for without asking another program. */
  public static void program(String... names) {
    for (String name : names) {
      that(isOnPath(name), name + " is not installed");
    }
  }

  /** A module of the system's Python. */
  public static void pythonModule(String name) {
    that(
        Files.isExecutable(Path.of(PYTHON)) && succeeds(PYTHON, "-c", "import " + name),
        "the Python module " + name + " is not installed");
  }

  /** A network namespace, made by {@code commands} that all have to succeed. */
  public static void namespaces(List<String[]> commands) {
    program("ip");
    for (String[] command : commands) {
      that(
          succeeds(command),
          "network namespaces need root: this failed: " + String.join(" ", command));
    }
  }

  /**
   * Anything else.
   *
   * @param there whether the machine has it
   * @param missing what to tell if not
   */
  public static void that(boolean there, String missing) {
    if (there) {
      return;
    }
    if (isRequired(System.getProperty(PROPERTY))) {
      throw new AssertionError(missing + ", and -D" + PROPERTY + "=required forbids to skip tests");
    }
    Assumptions.abort(missing);
  }

  private static boolean isRequired(String value) {
    if (value == null || value.equals("optional")) {
      return false;
    }
    if (value.equals("required")) {
      return true;
    }
    throw new AssertionError(
        "-D" + PROPERTY + "=" + value + ": must be required or optional (the default)");
  }

  private static boolean isOnPath(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program was looked for", e);
    }
  }
}
