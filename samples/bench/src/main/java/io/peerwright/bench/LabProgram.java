package io.peerwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process of a {@link TorrentLab}: what it says, and what it costs. */
final class LabProgram implements AutoCloseable {

  private static final String ENDED = "";

  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  LabProgram(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "lines of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line.isEmpty() ? " " : line);
      }
    } catch (IOException e) {
      said.add("lost: " + e.getMessage());
    }
    said.add(ENDED);
  }

  /** Waits for the next line that begins with this word, and returns its words. */
  String[] await(String word) throws InterruptedException, IOException {
    return await(word, 180);
  }

  String[] await(String word, int seconds) throws InterruptedException, IOException {
    StringBuilder others = new StringBuilder();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      String line = said.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.isEmpty()) {
        throw new IOException("no line \"" + word + "\" from " + command() + "; said: " + others);
      }
      if (line.startsWith(word)) {
        return line.split(" ");
      }
      others.append(line).append('\n');
    }
  }

  private String command() {
    return process.info().commandLine().orElse("process " + process.pid());
  }

  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Seconds of processor time of the whole process so far; the system counts hundredths. */
  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** A line of the system's account of the memory of the process, {@code VmHWM} for instance. */
  long memoryBytes(String what) {
    try {
      String line =
          Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
              .filter(each -> each.startsWith(what + ":"))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended by itself. */
  void awaitEnd() throws InterruptedException, IOException {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IOException("does not end: " + command());
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
