package io.peerwright.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a simulation is the same wherever it runs: on every JDK that lies beside the running one,
 * on the class path and on the module path, with one and with two threads; and with faults, which
 * take one.
 */
final class Repeatability implements Benchmark {

  private static final int RUNS = 100;
  private static final int FAULTY_RUNS = 20;
  private static final String MAIN = "io.peerwright.samples.cli.Main";
  private static final Pattern TRACE = Pattern.compile("\"trace\":\"([0-9a-f]{16})\"");
  private static final List<String> WORK =
      List.of("simulate", "--json", "--peers", "300", "--servers", "2", "--files", "5");

  /** Ten minutes with crashes, cuts, skewed clocks and whatever else the seed brings. */
  private static final List<String> FAULTY_WORK =
      List.of("simulate", "--json", "--peers", "100", "--servers", "2", "--faults", "default");

  /** One way to start the program. */
  private record Way(String name, List<String> command) {}

  @Override
  public String name() {
    return "repeatability";
  }

  @Override
  public String description() {
    return "different trace hashes of "
        + RUNS
        + " runs by all JDKs beside this one, as class path and modules, with 1 and 2 threads; and of "
        + FAULTY_RUNS
        + " runs with faults";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    int peaceful =
        hashes(RUNS, ways(WORK, List.of("--shards", "1"), List.of("--shards", "2")), progress);
    int faulty = hashes(FAULTY_RUNS, ways(FAULTY_WORK, List.of()), progress);
    return new Figure(name(), peaceful + faulty, "hashes", "wanted, one of each", 2, "1");
  }

  /** How many there are, if the ways take turns. */
  private static int hashes(int runs, List<Way> ways, Progress progress)
      throws IOException, InterruptedException {
    Map<String, Integer> hashes = new TreeMap<>();
    for (int run = 0; run < runs; run++) {
      Way way = ways.get(run % ways.size());
      String hash = traceOf(way);
      hashes.merge(hash, 1, Integer::sum);
      if (run < ways.size()) {
        progress.say(String.format("  %s: %s", hash, way.name));
      }
    }
    progress.say(String.format("  %d runs in %d ways: %s", runs, ways.size(), hashes));
    return hashes.size();
  }

  @SafeVarargs
  private static List<Way> ways(List<String> work, List<String>... options) throws IOException {
    List<Way> ways = new ArrayList<>();
    for (Path java : javas()) {
      Path bin = Objects.requireNonNull(java.getParent());
      String jdk = Objects.requireNonNull(bin.getParent()).getFileName().toString();
      List<String> classPath = List.of("-cp", System.getProperty("java.class.path"), MAIN);
      List<String> modules = List.of("-p", modulePath(), "-m", "io.peerwright.samples/" + MAIN);
      for (List<String> each : options) {
        ways.add(way(jdk + ", class path", java, classPath, work, each));
        ways.add(way(jdk + ", module path", java, modules, work, each));
      }
    }
    return ways;
  }

  private static Way way(
      String name, Path java, List<String> start, List<String> work, List<String> options) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(start);
    command.addAll(work);
    command.addAll(options);
    return new Way((name + " " + String.join(" ", options)).strip(), command);
  }

  /** The running JDK, and others in the same folder; each once, by whatever names. */
  private static List<Path> javas() throws IOException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    Map<Path, Path> found = new TreeMap<>();
    try (Stream<Path> beside = Files.list(home.getParent())) {
      for (Path each : beside.toList()) {
        Path java = each.resolve("bin").resolve("java");
        if (Files.isExecutable(java) && Files.exists(each.resolve("release"))) {
          found.put(each.toRealPath(), each.toRealPath().resolve("bin").resolve("java"));
        }
      }
    }
    found.put(home, home.resolve("bin").resolve("java"));
    return List.copyOf(found.values());
  }

  /** What the build of the samples has laid out beside the jar of the benchmarks. */
  private static String modulePath() throws IOException {
    Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    Path built = Objects.requireNonNull(jar.getParent()).resolve("../../target").normalize();
    List<String> path = new ArrayList<>(List.of(built.resolve("modules").toString()));
    try (Stream<Path> files = Files.list(built)) {
      files
          .map(Path::toString)
          .filter(file -> file.matches(".*peerwright-samples-[^/\\\\]*\\.jar"))
          .forEach(path::add);
    }
    if (path.size() < 2) {
      throw new IllegalStateException(
          "no modules in " + built + "; build with mvn -DskipTests package, run the built jar");
    }
    return String.join(File.pathSeparator, path);
  }

  private static String traceOf(Way way) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(way.command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    Matcher trace = TRACE.matcher(said);
    if (exit != 0 || !trace.find()) {
      throw new IllegalStateException(way.name + " ended with " + exit + " and said: " + said);
    }
    return trace.group(1);
  }
}
