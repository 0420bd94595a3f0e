package io.peerwright.testkit;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a test in a JVM of its own, to learn what trace hash its runs have there. What is the same
 * throughout a process, such as the salt of {@code Map.of}, is another one there.
 *
 * <p>The other JVM makes an instance of the test's class by its constructor without parameters, and
 * calls the method; each run that it makes on the way adds a line to a file.
 */
final class OtherJvm {

  /** The file that runs tell their hash to, in a JVM that was started for that. */
  private static final String TELL = "peerwright.testkit.hashes";

  private static final long PATIENCE_SECONDS = 300;
  private static final int SHOWN_LINES = 30;

  private OtherJvm() {}

  /** True in a JVM that was started by {@link #hash}. */
  static boolean isThis() {
    return System.getProperty(TELL) != null;
  }

  /** Tells the hash of a run to whoever started this JVM. */
  static void tell(String run, long hash) {
    try {
      Files.writeString(
          Path.of(System.getProperty(TELL)),
          run + "=" + Long.toHexString(hash) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException("cannot tell the hash of a run", e);
    }
  }

  /**
   * The hash of a run in another JVM.
   *
   * @param test the test that makes it: its class, {@code #} and its method
   * @param run which of the runs of that test
   */
  static String hash(String test, String run) {
    try {
      Path told = Files.createTempFile("peerwright", ".hashes");
      Path said = Files.createTempFile("peerwright", ".out");
      try {
        start(test, told, said);
        for (String line : Files.readAllLines(told)) {
          if (line.startsWith(run + "=")) {
            return line.substring(run.length() + 1);
          }
        }
        throw new AssertionError(
            "in another JVM " + test + " came to no end of this run:\n" + lastLines(said));
      } finally {
        Files.delete(told);
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new IllegalStateException("another JVM cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another JVM ran", e);
    }
  }

  private static String lastLines(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  private static void start(String test, Path told, Path said)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-ea");
    command.add("-D" + TELL + "=" + told);
    String seed = System.getProperty(RepeatLine.SEED);
    if (seed != null) {
      command.add("-D" + RepeatLine.SEED + "=" + seed);
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(OtherJvm.class.getName());
    command.add(test);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /**
   * Calls one test method.
   *
   * @param arguments the test: its class, {@code #} and its method
   */
  public static void main(String[] arguments) throws Throwable {
    String test = arguments[0];
    int end = test.indexOf('#');
    Class<?> type = Class.forName(test.substring(0, end));
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method method = method(type, test.substring(end + 1));
    if (method == null) {
      throw new IllegalArgumentException(test + " has parameters, or is not there");
    }
    method.setAccessible(true);
    try {
      method.invoke(constructor.newInstance());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static @Nullable Method method(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      try {
        return each.getDeclaredMethod(name);
      } catch (NoSuchMethodException e) {
        // Perhaps in its superclass.
      }
    }
    return null;
  }
}
