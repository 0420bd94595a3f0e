package io.peerwright.tck.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs Jazzer, which must be on the class path, on one parser in a process of its own; its corpus
 * grows in {@code target/fuzz/NAME}.
 */
final class FuzzerProcess {

  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units: *([0-9]+)");
  private static final int TOLD = 3000;

  private final Class<? extends FuzzContract> contract;
  private final FuzzTarget target;

  FuzzerProcess(Class<? extends FuzzContract> contract, FuzzTarget target) {
    this.contract = contract;
    this.target = target;
  }

  /**
   * Runs so many inputs, for so long at the most, and tells how many it were.
   *
   * @throws AssertionError with the fuzzer's words if an input makes the parser fail
   */
  void run(List<byte[]> samples, long runs, long seconds) throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(FOLDER.resolve(target.name()));
    for (int i = 0; i < samples.size(); i++) {
      Files.write(corpus.resolve("sample-" + i), samples.get(i));
    }
    Path log = FOLDER.resolve(target.name() + ".log");
    long started = System.nanoTime();
    int exit = command(corpus, runs, seconds).redirectOutput(log.toFile()).start().waitFor();
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    Matcher executed = EXECUTED.matcher(said);
    System.out.printf(
        "FUZZED %s: %s inputs in %d s%n",
        target.name(),
        executed.find() ? executed.group(1) : "no",
        (System.nanoTime() - started) / 1_000_000_000);
    if (exit != 0) {
      throw new AssertionError(
          said.substring(Math.max(0, said.length() - TOLD)) + "\nall of it is in " + log);
    }
  }

  private ProcessBuilder command(Path corpus, long runs, long seconds) {
    // Surefire puts the real path here, and starts tests with a jar that only names it.
    String path = System.getProperty("surefire.test.class.path");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    words.add("-Dfuzz.contract=" + contract.getName());
    words.add("-Dfuzz.target=" + target.name());
    words.addAll(List.of("-cp", path == null ? System.getProperty("java.class.path") : path));
    words.add("com.code_intelligence.jazzer.Jazzer");
    words.add("--target_class=" + CoverageFuzz.class.getName());
    words.add("--instrumentation_includes=io.peerwright.**");
    words.add("--instrumentation_excludes=io.peerwright.tck.**");
    words.add("--reproducer_path=" + FOLDER);
    words.add("-artifact_prefix=" + FOLDER + "/" + target.name() + "-");
    words.add("-print_final_stats=1");
    words.add("-runs=" + runs);
    words.add("-max_total_time=" + seconds);
    words.add(corpus.toString());
    return new ProcessBuilder(words).redirectErrorStream(true);
  }
}
