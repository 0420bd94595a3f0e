package io.peerwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Other JVMs: of the JDK and the class path of this one. */
final class Jvm {

  /** A large heap that is walked all over; huge pages where the system has them. */
  static final List<String> LARGE_HEAP =
      List.of(
          "-Xmx4g",
          "-XX:+UseParallelGC",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UseTransparentHugePages");

  private Jvm() {}

  /**
   * One to be started. What it says on standard error is passed on; its standard output is not,
   * unless the caller redirects it.
   */
  static ProcessBuilder of(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Lets one run to its end, with its output as ours; it ends with this one. */
  static int run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    int exit = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return exit;
  }

  /** The memory that a process has now, as the system counts it. */
  static long residentBytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
