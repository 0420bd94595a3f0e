package io.peerwright.overlay.bittorrent.interop;

import io.peerwright.overlay.bittorrent.real.OurTracker;
import io.peerwright.overlay.bittorrent.real.SessionFiles;
import io.peerwright.tck.Needs;
import io.peerwright.tck.OtherJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace with the addresses 10.9.8.1 to 10.9.8.20 on its loopback interface, and
 * programs that run in it: most clients tell peers apart by their address. Nothing else is reached
 * from there. Everything ends with it, even if the tests are broken off.
 */
final class Lab implements AutoCloseable {

  private static final int ADDRESSES = 20;

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name =
      "peerwright-lab-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
  private final Path folder;
  private final List<Program> programs = new ArrayList<>();
  private int uploadLimit;
  private boolean encrypted;
  private @Nullable Path trusted;
  private final Thread atExit = new Thread(this::delete);

  /** A program, what it has said so far, and a way to say something to it. */
  static final class Program {
    private final Process process;
    private final Path log;

    Program(Process process, Path log) {
      this.process = process;
      this.log = log;
    }

    String said() {
      try {
        return Files.exists(log)
            ? new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
            : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Waits for a line that begins like this. */
    String await(String start, int seconds) throws InterruptedException {
      for (int i = 0; i < seconds * 20; i++) {
        Optional<String> line = said().lines().filter(each -> each.startsWith(start)).findFirst();
        if (line.isPresent()) {
          return line.get();
        }
        if (!process.isAlive()) {
          break;
        }
        Thread.sleep(50);
      }
      throw new AssertionError(
          "no line that begins with \"" + start + "\" in " + seconds + " s; said: " + said());
    }

    void say(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }

    /** Ends its input, which is what our peers end with. */
    void end() throws IOException, InterruptedException {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("did not end; said: " + said());
      }
    }
  }

  Lab(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(atExit);
    String up = "ip link set lo up";
    for (int i = 1; i <= ADDRESSES; i++) {
      up += " && ip addr add 10.9.8." + i + "/32 dev lo";
    }
    Needs.namespaces(
        List.of(
            new String[] {"ip", "netns", "add", name},
            new String[] {"ip", "netns", "exec", name, "sh", "-c", up}));
  }

  /** Skips the test where a program is missing. */
  static void need(String... programs) {
    Needs.program(programs);
  }

  /** Skips the test where libtorrent is missing. */
  static void needLibtorrent() {
    Needs.pythonModule("libtorrent");
  }

  private static boolean tryTo(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Program run(String... command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
    whole.addAll(Arrays.asList(command));
    Path log = folder.resolve("program" + programs.size() + ".log");
    Process process =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Program program = new Program(process, log);
    programs.add(program);
    return program;
  }

  /** Runs something that ends by itself. */
  String get(String... command) throws IOException, InterruptedException {
    Program program = run(command);
    if (!program.process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("does not end: " + String.join(" ", command));
    }
    return program.said();
  }

  /** Our own peer; see {@link LivePeer}. */
  Program ours(String listen, Path directory, String torrent, String... peers)
      throws IOException, InterruptedException {
    return ours(List.of(), listen, directory, torrent, peers);
  }

  /** Our own peer that only seeds, started by another program. */
  Program seedOnly(List<String> by, String listen, Path directory, String torrent)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(by);
    whole.addAll(List.of("env", "JDK_JAVA_OPTIONS=-Dpeerwright.seedOnly=true"));
    return ours(whole, listen, directory, torrent);
  }

  private Program ours(
      List<String> by, String listen, Path directory, String torrent, String... peers)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(by);
    command.addAll(OtherJava.command("-Xmx64m", "-cp", System.getProperty("java.class.path")));
    if (trusted != null) {
      command.add("-Dpeerwright.trust=" + trusted);
    }
    command.addAll(List.of(LivePeer.class.getName(), listen, directory.toString(), torrent));
    command.addAll(Arrays.asList(peers));
    Program program = run(command.toArray(String[]::new));
    program.await("ready", 30);
    return program;
  }

  /** Our own tracker. */
  void tracker(String listen) throws IOException, InterruptedException {
    String classes = System.getProperty("java.class.path");
    List<String> command =
        OtherJava.command("-Xmx64m", "-cp", classes, OurTracker.class.getName(), listen);
    run(command.toArray(String[]::new)).await("ready", 30);
  }

  /** Whose certificates our peers trust that are started from now on. */
  void trust(Path certificates) {
    trusted = certificates;
  }

  /** Whether libtorrent peers that are started from now on take encrypted connections only. */
  void encrypt(boolean only) {
    encrypted = only;
  }

  /** The up-link of libtorrent peers that are started from now on, in bytes per second. */
  void limitUploads(int bytesPerSecond) {
    uploadLimit = bytesPerSecond;
  }

  /** A libtorrent peer, {@code seed} or {@code leech}. */
  Program libtorrent(String ip, int port, Path directory, String torrent, String... roleAndPeers)
      throws IOException, InterruptedException {
    Path script = folder.resolve("libtorrent_peer.py");
    if (!Files.exists(script)) {
      try (var in = Lab.class.getResourceAsStream("/interop/libtorrent_peer.py")) {
        Files.copy(in, script);
      }
    }
    List<String> command = new ArrayList<>();
    if (uploadLimit > 0) {
      command.addAll(List.of("env", "PEERWRIGHT_UPLOAD_LIMIT=" + uploadLimit));
    }
    if (encrypted) {
      command.addAll(List.of("env", "PEERWRIGHT_ENCRYPTED=1"));
    }
    command.addAll(List.of("/usr/bin/python3", script.toString(), ip));
    command.addAll(List.of(Integer.toString(port), directory.toString(), torrent));
    command.addAll(Arrays.asList(roleAndPeers));
    Program program = run(command.toArray(String[]::new));
    program.await("ready", 30);
    return program;
  }

  @Override
  public void close() {
    delete();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void delete() {
    List<Path> left = new ArrayList<>();
    for (Program program : programs) {
      left.addAll(SessionFiles.of(program.process));
      program.process.descendants().forEach(ProcessHandle::destroyForcibly);
      program.process.destroyForcibly();
    }
    // What became a daemon is still in the namespace, and nobody else is.
    tryTo("sh", "-c", "ip netns pids " + name + " | xargs -r kill -9");
    tryTo("ip", "netns", "del", name);
    SessionFiles.delete(left);
  }
}
