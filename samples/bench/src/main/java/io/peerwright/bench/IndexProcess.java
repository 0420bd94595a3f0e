package io.peerwright.bench;

import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An index server in a process of its own, whose processor time and memory can be read. */
final class IndexProcess implements AutoCloseable {

  /** For how long the server warms up, as it does when it is started by the command line. */
  private static final String WARM_UP = "peerwright.bench.warmUp";

  static final String LISTENING = "listening at port ";

  final InetSocketAddress address;
  private final Process process;

  /** Of each thread, so that what a thread has used counts when it is gone. */
  private final Map<String, Long> nanosOfThreads = new HashMap<>();

  private final Set<String> compilers = new HashSet<>();

  private IndexProcess(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  static IndexProcess start(List<String> jvmOptions) throws IOException {
    return start(jvmOptions, IndexProcess.class);
  }

  /** Another server, which says in the same way where it listens. */
  static IndexProcess start(List<String> jvmOptions, Class<?> main) throws IOException {
    Process process = Jvm.of(jvmOptions, main).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    // With some options a JVM says something of its own first.
    while (line != null && !line.startsWith(LISTENING)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the index server did not start");
    }
    int port = Integer.parseInt(line.substring(LISTENING.length()));
    return new IndexProcess(process, new InetSocketAddress("127.0.0.1", port));
  }

  /** The processor time of all its threads so far, to the nanosecond. */
  long cpuNanos() throws IOException {
    try (var threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : threads) {
        String number = thread.getFileName().toString();
        try {
          String line = Files.readString(thread.resolve("schedstat"));
          nanosOfThreads.put(number, Long.parseLong(line.substring(0, line.indexOf(' '))));
          if (Files.readString(thread.resolve("comm")).matches("(?s)C[12] Compiler.*")) {
            compilers.add(number);
          }
        } catch (NoSuchFileException e) {
          // It has ended meanwhile; what it had used is known.
          continue;
        }
      }
    }
    return nanosOfThreads.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same of the compiler of its JVM only, which works most after the start. */
  long compilerNanos() {
    long sum = 0;
    for (Map.Entry<String, Long> thread : nanosOfThreads.entrySet()) {
      if (compilers.contains(thread.getKey())) {
        sum += thread.getValue();
      }
    }
    return sum;
  }

  /** The memory that it has now, as the system counts it. */
  long residentBytes() throws IOException {
    return Jvm.residentBytes(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /** The server; ends with its input. */
  public static void main(String[] arguments) throws IOException {
    try (Peerwright peerwright = Peerwright.open()) {
      Peer peer =
          peerwright.start(
              peerwright.parse(
                  """
                  {"transport": {"type": "vertx", "acceptsPerSecond": 1000000},
                   "overlays": [{"type": "hybrid-server", "listen": "127.0.0.1:0", "warmUp": "%s",
                                 "maxLoginsPerSecond": 1000000, "maxSearchesPerSecond": 1000000,
                                 "maxMessagesPerSecond": 1000000,
                                 "limits": {"maxAnswerKibibytesPerSecond": 1048576}}]}
                  """
                      .formatted(System.getProperty(WARM_UP, "1s"))));
      System.out.println(LISTENING + peer.endpoints().get(0).port());
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
