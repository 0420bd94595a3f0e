package io.peerwright.samples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerwright.tck.OtherJava;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program in a process of its own, as a user runs it: from its jar, or as a module. */
final class Program implements AutoCloseable {

  private static final Set<String> STILL_AT_IT = Set.of("joining", "progress");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path BUILT = Path.of("target");
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final BufferedReader lines;
  private final Path errors;

  private Program(List<String> command, Path folder) throws IOException {
    this(command, folder, Map.of());
  }

  private Program(List<String> command, Path folder, Map<String, String> environment)
      throws IOException {
    errors = Files.createTempFile("peerwright-it-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    builder.environment().put("XDG_STATE_HOME", stateOf(folder));
    builder.environment().putAll(environment);
    process = builder.start();
    lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Programs of one folder find what those before them have kept, and no others meet them there.
   */
  private static String stateOf(Path folder) {
    String name = folder.toAbsolutePath().toString().replace(File.separatorChar, '_');
    return BUILT.resolve("state").resolve(name).toAbsolutePath().toString();
  }

  /** {@code java -jar peerwright.jar arguments}. */
  static Program jar(Path folder, String... arguments) throws IOException {
    return start(
        folder,
        List.of("-jar", BUILT.resolve("peerwright.jar").toAbsolutePath().toString()),
        arguments);
  }

  /** The same with a temporary folder of its own. */
  static Program jar(Path folder, Path temporary, String... arguments) throws IOException {
    String jar = BUILT.resolve("peerwright.jar").toAbsolutePath().toString();
    return start(folder, List.of("-Djava.io.tmpdir=" + temporary, "-jar", jar), arguments);
  }

  /** The same with all that it does to files told in {@code trace}, by {@code strace}. */
  static Program traced(Path folder, Path trace, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-y", "-s", "0"));
    command.addAll(List.of("-e", "trace=" + SystemCalls.NAMES, "-o", trace.toString()));
    command.addAll(
        OtherJava.command("-jar", BUILT.resolve("peerwright.jar").toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return new Program(command, folder);
  }

  /** The same with so large a heap, such as {@code 64m}. */
  static Program withHeap(String heap, Path folder, String... arguments) throws IOException {
    String jar = BUILT.resolve("peerwright.jar").toAbsolutePath().toString();
    return start(folder, List.of("-Xmx" + heap, "-jar", jar), arguments);
  }

  /** The same as in a container, which has no locale. */
  static Program withoutLocale(Path folder, String... arguments) throws IOException {
    List<String> command =
        OtherJava.command("-jar", BUILT.resolve("peerwright.jar").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    return new Program(command, folder, Map.of("LC_ALL", "C"));
  }

  /** {@code java -p modules -m io.peerwright.samples arguments}. */
  static Program modules(Path folder, String... arguments) throws IOException {
    List<String> path = new ArrayList<>();
    path.add(BUILT.resolve("modules").toAbsolutePath().toString());
    try (Stream<Path> files = Files.list(BUILT)) {
      files
          .filter(file -> file.getFileName().toString().matches("peerwright-samples-.*\\.jar"))
          .forEach(file -> path.add(file.toAbsolutePath().toString()));
    }
    return start(
        folder,
        List.of(
            "-p",
            String.join(File.pathSeparator, path),
            "-m",
            "io.peerwright.samples/io.peerwright.samples.cli.Main"),
        arguments);
  }

  private static Program start(Path folder, List<String> options, String... arguments)
      throws IOException {
    List<String> command = OtherJava.command();
    command.addAll(options);
    command.addAll(List.of(arguments));
    return new Program(command, folder);
  }

  /**
   * The next event; those that only a slow machine tells, of work that goes on, are passed over.
   */
  JsonNode event() throws IOException {
    JsonNode next = line();
    while (STILL_AT_IT.contains(next.get("event").asText())) {
      next = line();
    }
    return next;
  }

  private JsonNode line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new AssertionError("the program ended early: " + errors());
    }
    return MAPPER.readTree(line);
  }

  /** The next event of a kind; those before it are passed over. */
  JsonNode event(String kind) throws IOException {
    JsonNode next = line();
    while (!next.get("event").asText().equals(kind)) {
      next = line();
    }
    return next;
  }

  /** All that it still prints; waits for its end. */
  List<String> output() throws IOException, InterruptedException {
    List<String> output = lines.lines().toList();
    exitCode();
    return output;
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the program does not end");
    }
    return process.exitValue();
  }

  /** Whether it ends within a moment. */
  boolean endsSoon() throws InterruptedException {
    return process.waitFor(20, TimeUnit.MILLISECONDS);
  }

  /** What it said on standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** The most memory that it has taken so far, as Linux counts it. */
  long mostMebibytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", process.pid() + "", "status"))) {
      String most = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(most.replaceAll("[^0-9]", "")) / 1024;
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    exitCode();
  }

  /** Asks it to end, as Ctrl-C does. */
  void interrupt() {
    // By its handle, which leaves open what it still has to say.
    process.toHandle().destroy();
  }

  /** Sends it a signal, such as {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    // Who is traced would live on without the one that traces it.
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    errors.toFile().delete();
  }
}
