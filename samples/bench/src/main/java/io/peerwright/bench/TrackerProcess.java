package io.peerwright.bench;

import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A tracker in a process of its own, ours or opentracker, whose processor time can be read. */
final class TrackerProcess implements AutoCloseable {

  private static final int OPENTRACKER_PORT = 46_969;

  final InetSocketAddress address;
  private final Process process;
  private final Path folder;

  private TrackerProcess(Process process, InetSocketAddress address, Path folder) {
    this.process = process;
    this.address = address;
    this.folder = folder;
  }

  static TrackerProcess ours() throws IOException {
    Path folder = Files.createTempDirectory("peerwright-tracker");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString(),
                TrackerProcess.class.getName())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String port = lines.readLine();
    if (port == null) {
      throw new IOException("our tracker did not start");
    }
    return new TrackerProcess(
        process, new InetSocketAddress("127.0.0.1", Integer.parseInt(port)), folder);
  }

  /** The build of Debian, which serves listed torrents only. */
  static TrackerProcess opentracker() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("opentracker");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    StringBuilder list = new StringBuilder();
    for (int swarm = 0; swarm < TrackerLoad.SWARMS; swarm++) {
      list.append(TrackerLoad.hash(swarm)).append('\n');
    }
    Files.writeString(folder.resolve("list.txt"), list);
    String conf =
        "listen.tcp_udp 127.0.0.1:"
            + OPENTRACKER_PORT
            + "\naccess.whitelist list.txt\ntracker.user nobody\ntracker.rootdir "
            + folder
            + "\n";
    Files.writeString(folder.resolve("tracker.conf"), conf);
    Process process;
    try {
      process =
          new ProcessBuilder("opentracker", "-f", "tracker.conf")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new IOException("opentracker is not installed (apt-get install opentracker)", e);
    }
    if (process.waitFor(1, TimeUnit.SECONDS)) {
      throw new IOException("opentracker has ended at once; it wants to be started by root");
    }
    return new TrackerProcess(
        process, new InetSocketAddress("127.0.0.1", OPENTRACKER_PORT), folder);
  }

  /** The processor time that it has used so far. */
  Duration cpuTime() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Our tracker; ends with its input. */
  public static void main(String[] arguments) throws IOException {
    try (Peerwright peerwright = Peerwright.open()) {
      Peer peer =
          peerwright.start(
              peerwright.parse(
                  """
                  {"transport": {"type": "vertx"},
                   "overlays": [{"type": "bittorrent-tracker", "listen": "127.0.0.1:0",
                                 "maxRequestsPerSecond": 100000000, "maxPeersPerAddress": 65535}]}
                  """));
      System.out.println(peer.endpoints().get(0).port());
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
