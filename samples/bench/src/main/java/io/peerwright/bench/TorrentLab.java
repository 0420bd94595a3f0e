package io.peerwright.bench;

import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One file of random bytes, its torrent, and a network namespace for peers, each with an address of
 * its own, as most clients tell peers apart by their address. Everything ends with it.
 */
final class TorrentLab implements AutoCloseable {

  /** A peer of the lab: where it listens. */
  record Place(String ip, int port) {
    @Override
    public String toString() {
      return ip + ":" + port;
    }
  }

  static final Place SEED = new Place("10.9.8.2", 7002);
  static final Place LEECH = new Place("10.9.8.3", 7003);
  static final Place OTHER = new Place("10.9.8.8", 7008);
  static final Place SECOND_SEED = new Place("10.9.8.4", 7004);

  static final int PIECE_BYTES = 1 << 18;
  static final Path MEMORY = Path.of("/dev/shm");

  /** The content; less can be asked for, to look at something quickly. */
  static final long BYTES = Long.getLong("peerwright.bench.torrentBytes", 1L << 30);

  private final String name = "peerwright-bench-" + ProcessHandle.current().pid();
  private final Path folder;
  private final Path seedFolder;
  private final Path torrent;
  private final List<LabProgram> programs = new ArrayList<>();
  private final Thread atExit = new Thread(this::end);
  private int targets;

  TorrentLab(Progress progress) throws Skipped, IOException, InterruptedException {
    this(progress, PIECE_BYTES);
  }

  TorrentLab(Progress progress, int pieceBytes) throws Skipped, IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(atExit);
    openNamespace();
    folder =
        Files.isDirectory(MEMORY)
            ? Files.createTempDirectory(MEMORY, "peerwright-bench")
            : Files.createTempDirectory("peerwright-bench");
    progress.say(
        String.format(
            "  %,d bytes in pieces of %,d, in %s and namespace %s",
            BYTES, pieceBytes, folder, name));
    seedFolder = Files.createDirectory(folder.resolve("seed"));
    writeContent(content(seedFolder));
    TorrentMaker.Options options =
        new TorrentMaker.Options(pieceBytes, List.of(), List.of(), "", false);
    torrent =
        Files.write(
            folder.resolve("content.torrent"),
            TorrentMaker.make(content(seedFolder), options, read -> {}).toBytes());
  }

  private void openNamespace() throws Skipped, InterruptedException {
    StringBuilder up = new StringBuilder("ip link set lo up");
    for (Place each : List.of(SEED, LEECH, OTHER, SECOND_SEED)) {
      up.append(" && ip addr add ").append(each.ip).append("/32 dev lo");
    }
    if (!works("ip", "netns", "add", name)
        || !works("ip", "netns", "exec", name, "sh", "-c", up.toString())) {
      throw new Skipped("network namespaces need root and ip (iproute2)");
    }
  }

  static void writeContent(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(BYTES);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long left = BYTES; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
  }

  private static Path content(Path directory) {
    return directory.resolve("content.bin");
  }

  Path seedFolder() {
    return seedFolder;
  }

  Path torrent() {
    return torrent;
  }

  static void need(String program) throws Skipped {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    throw new Skipped(program + " is not installed");
  }

  private static boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** A new folder to download to. */
  Path target() throws IOException {
    return Files.createDirectory(folder.resolve("got" + targets++));
  }

  /** Compares what has been downloaded byte by byte, and deletes it. */
  void checkAndDelete(Path target) throws IOException {
    long difference = Files.mismatch(content(seedFolder), content(target));
    if (difference >= 0) {
      throw new IOException("what was downloaded differs at byte " + difference);
    }
    delete(target);
  }

  LabProgram run(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
    whole.addAll(command);
    Process process =
        new ProcessBuilder(whole)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    LabProgram program = new LabProgram(process);
    programs.add(program);
    return program;
  }

  /** Our peer, see {@link TorrentPeer}; it knows the others from the start. */
  LabProgram ours(List<String> jvmOptions, Place place, Place... others) throws Exception {
    List<String> command = new ArrayList<>();
    List<String> arguments = new ArrayList<>(List.of(place.toString(), torrent.toString()));
    Arrays.stream(others).map(Place::toString).forEach(arguments::add);
    command.addAll(
        Jvm.of(jvmOptions, TorrentPeer.class, arguments.toArray(String[]::new)).command());
    command.replaceAll(
        each ->
            each.equals(System.getProperty("java.class.path"))
                ? Path.of(each).toAbsolutePath().toString()
                : each);
    LabProgram program = run(command);
    program.await("ready");
    return program;
  }

  LabProgram libtorrent(Place place) throws Exception {
    if (!works("/usr/bin/python3", "-c", "import libtorrent")) {
      throw new Skipped("libtorrent for Python is not installed (python3-libtorrent)");
    }
    Path script = folder.resolve("libtorrent_peer.py");
    if (!Files.exists(script)) {
      try (InputStream source = TorrentLab.class.getResourceAsStream("libtorrent_peer.py")) {
        Files.copy(source, script);
      }
    }
    String port = Integer.toString(place.port);
    LabProgram program =
        run(List.of("/usr/bin/python3", script.toString(), place.ip, port, torrent.toString()));
    program.await("ready");
    return program;
  }

  LabProgram libtorrentSeed(Place place) throws Exception {
    LabProgram seed = libtorrent(place);
    seed.say("seed " + seedFolder);
    seed.await("seeding");
    return seed;
  }

  /** Waits until somebody listens at a port of the namespace. */
  void awaitListening(Place place) throws IOException, InterruptedException {
    String port = String.format(":%04X 00000000:0000 0A", place.port);
    for (int i = 0; i < 100; i++) {
      try (LabProgram look = run(List.of("grep", "-c", port, "/proc/self/net/tcp"))) {
        if (!look.await("")[0].equals("0")) {
          return;
        }
      }
      Thread.sleep(50);
    }
    throw new IOException("nobody listens at " + place);
  }

  @Override
  public void close() throws IOException {
    end();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void end() {
    try {
      programs.forEach(LabProgram::close);
      works("ip", "netns", "del", name);
      if (folder != null) {
        delete(folder);
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("left behind " + folder + " or namespace " + name + ": " + e.getMessage());
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
