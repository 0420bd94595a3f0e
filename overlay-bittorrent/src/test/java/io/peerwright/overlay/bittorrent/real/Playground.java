package io.peerwright.overlay.bittorrent.real;

import io.peerwright.tck.Needs;
import io.peerwright.tck.OtherJava;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network namespace with twenty addresses, {@code 10.9.8.1} to {@code .20} and {@code fd09::1} to
 * {@code ::20}, and the programs that run in it. Most clients tell peers apart by their addresses,
 * so loopback alone does not do.
 *
 * <p>It reaches nothing else. It and the programs end with the test, even if that is broken off.
 */
public final class Playground implements AutoCloseable {

  private static final int ADDRESSES = 20;
  private static final long PATIENCE_SECONDS = 120;

  /** A program that was started. */
  public static final class Program {
    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private Program(Process process, Path errors) {
      this.process = process;
      this.errors = errors;
      output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits for a line that contains the words. */
    public String await(String words) throws IOException {
      List<String> seen = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        seen.add(line);
        if (line.contains(words)) {
          return line;
        }
      }
      throw new AssertionError(
          "it ended without a line with \"" + words + "\": " + seen + "\n" + said());
    }

    /** Sends it a line. */
    public void tell(String line) throws IOException {
      process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** What it has written to standard error. */
    public String said() throws IOException {
      return Files.readString(errors, StandardCharsets.ISO_8859_1);
    }

    /** Closes its input and waits for its end. */
    public void end() throws IOException, InterruptedException {
      process.outputWriter(StandardCharsets.UTF_8).close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end: " + said());
      }
    }

    /** Waits for its end; what it writes until then is left out. */
    public void awaitEnd() throws IOException, InterruptedException {
      output.transferTo(Writer.nullWriter());
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end: " + said());
      }
    }

    private void ask() {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }

    /** Ends it, softly first: some programs do not listen. */
    public void kill() {
      ask();
      try {
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final String PYTHON = "python3:";

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name =
      "peerwright-bt-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
  private final Path folder;
  private final List<Program> programs = new ArrayList<>();
  private final Thread atExit = new Thread(this::endAll);

  /**
   * Skips the test where there can be no namespace, or one of the programs is not installed; {@code
   * python3:MODULE} is a module in Python.
   */
  public Playground(Path folder, String... needed) throws IOException, InterruptedException {
    this.folder = folder;
    for (String program : needed) {
      if (program.startsWith(PYTHON)) {
        Needs.pythonModule(program.substring(PYTHON.length()));
      } else {
        Needs.program(program);
      }
    }
    Needs.namespaces(List.<String[]>of(new String[] {"ip", "netns", "add", name}));
    Runtime.getRuntime().addShutdownHook(atExit);
    StringBuilder script = new StringBuilder("ip link set lo up");
    for (int i = 1; i <= ADDRESSES; i++) {
      script.append("; ip addr add 10.9.8." + i + "/32 dev lo");
      script.append("; ip addr add fd09::" + i + "/128 dev lo nodad");
    }
    if (!succeeds("ip", "netns", "exec", name, "sh", "-ec", script.toString())) {
      endAll();
      throw new IllegalStateException("cannot give addresses to the namespace " + name);
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Starts a program in the namespace. */
  public Program start(String... command) throws IOException {
    return start(folder, List.of(command));
  }

  /** Starts a program in the namespace and a folder. */
  public Program start(Path in, List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
    whole.addAll(command);
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    Process process =
        new ProcessBuilder(whole).directory(in.toFile()).redirectError(errors.toFile()).start();
    Program program = new Program(process, errors);
    programs.add(program);
    return program;
  }

  /** Starts a class with a main method of these tests in the namespace. */
  public Program java(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        OtherJava.command("-cp", System.getProperty("java.class.path"), main.getName());
    command.addAll(List.of(arguments));
    return start(folder, command);
  }

  /** Runs a program to its end and returns what it has written. */
  public List<String> run(String... command) throws IOException, InterruptedException {
    Program program = start(command);
    List<String> lines = program.output.lines().toList();
    program.awaitEnd();
    if (program.process.exitValue() != 0) {
      throw new AssertionError(List.of(command) + " failed: " + lines + program.said());
    }
    return lines;
  }

  private synchronized void endAll() {
    List<Path> left = new ArrayList<>();
    programs.forEach(program -> left.addAll(SessionFiles.of(program.process)));
    // All at once: some take their time.
    programs.forEach(Program::ask);
    programs.forEach(Program::kill);
    SessionFiles.delete(left);
    programs.clear();
    try {
      succeeds("ip", "netns", "del", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException exiting) {
      Thread.yield();
    }
  }
}
