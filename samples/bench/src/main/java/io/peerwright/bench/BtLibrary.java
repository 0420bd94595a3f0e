package io.peerwright.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Java library bt as a leech. It is no part of the product: Maven fetches it when a benchmark
 * asks for it, and our driver is compiled against it. Both are kept for the next time.
 */
final class BtLibrary {

  private static final String FETCH =
      "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";

  private static final Path FOLDER =
      Path.of(
          System.getProperty(
              "peerwright.bench.cache",
              System.getProperty("user.home") + "/.cache/peerwright-bench"),
          "bt-1.10");

  /** It bans a peer that is slow with a piece for a minute. */
  private static final int PATIENCE_SECONDS = 120;

  private BtLibrary() {}

  /** Fetches it if it is not here yet. */
  static void prepare(Progress progress) throws Skipped, IOException, InterruptedException {
    Path library = FOLDER.resolve("lib");
    Files.createDirectories(FOLDER);
    if (!Files.exists(library.resolve("bt-core-1.10.jar"))) {
      progress.say("  fetching bt 1.10 to " + FOLDER);
      Path pom = copy("bt_pom.xml");
      run("mvn", "-q", "-B", "-f", pom.toString(), FETCH, "-DoutputDirectory=" + library);
    }
    Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
    String source = copy("BtPeer.java").toString();
    run(
        javac.toString(),
        "-cp",
        library + "/*",
        "-d",
        FOLDER.resolve("classes").toString(),
        source);
  }

  private static Path copy(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    try (InputStream in = BtLibrary.class.getResourceAsStream(name)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static void run(String... command) throws Skipped, InterruptedException {
    String what = "bt 1.10 is not here: \"" + String.join(" ", command) + "\" ";
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new Skipped(what + "does not end");
      }
      if (process.exitValue() != 0) {
        throw new Skipped(what + "fails");
      }
    } catch (IOException e) {
      throw new Skipped(what + "cannot be run: " + e.getMessage());
    }
  }

  /**
   * A leech that knows the seed.
   *
   * @param tuned with more pieces asked of a peer at a time, and a second thread to hash them
   */
  static LabProgram leech(TorrentLab lab, List<String> jvmOptions, boolean tuned)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            FOLDER.resolve("classes") + File.pathSeparator + FOLDER.resolve("lib") + "/*",
            "BtPeer",
            TorrentLab.OTHER.ip(),
            Integer.toString(TorrentLab.OTHER.port()),
            lab.torrent().toString(),
            TorrentLab.SEED.ip(),
            Integer.toString(TorrentLab.SEED.port()),
            tuned ? "tuned" : "defaults"));
    LabProgram program = lab.run(command);
    program.await("ready");
    return program;
  }

  /** Lets it download so much; returns the seconds that it took. */
  static double download(LabProgram bt, Path target, long bytes)
      throws IOException, InterruptedException {
    bt.say(target + " " + bytes);
    return Double.parseDouble(bt.await("done", PATIENCE_SECONDS)[1]);
  }
}
