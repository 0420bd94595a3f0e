package io.peerwright.tck.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs Jazzer, which must be on the class path, on one parser in processes of its own; its corpus
 * grows in {@code target/fuzz/NAME}.
 *
 * <p>The first tenth of the inputs follows comparisons too: that finds key words, and costs twice
 * as much. The others follow edges alone. Exceptions carry no stack unless the contract needs it,
 * because most inputs end in one; the suite tells the stack of an input that is put into the folder
 * of samples.
 */
final class FuzzerProcess {

  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units: *([0-9]+)");
  private static final Pattern COVERED =
      Pattern.compile("cov: ([0-9]+) ft: ([0-9]+) corp: ([^ ]+)");
  private static final int TOLD = 3000;
  private static final int LEAST_LENGTH = 512;
  private static final int GUIDED_BY_COMPARISONS = 10;

  /** What Jazzer looks for beside failures: nothing that these parsers do, at a high price. */
  private static final String UNUSED_HOOKS =
      List.of(
              "ClojureLangHooks",
              "Deserialization",
              "ExpressionLanguageInjection",
              "LdapInjection",
              "NamingContextLookup",
              "OsCommandInjection",
              "ReflectiveCall",
              "RegexInjection",
              "RegexRoadblocks",
              "ScriptEngineInjection",
              "ServerSideRequestForgery",
              "SqlInjection",
              "XPathInjection")
          .stream()
          .map("com.code_intelligence.jazzer.sanitizers."::concat)
          .collect(Collectors.joining(":"));

  private final FuzzContract contract;
  private final FuzzTarget target;
  private final Path log;
  private final Path corpus;

  FuzzerProcess(FuzzContract contract, FuzzTarget target) {
    this.contract = contract;
    this.target = target;
    this.log = FOLDER.resolve(target.name() + ".log");
    this.corpus = FOLDER.resolve(target.name());
  }

  /**
   * Runs so many inputs, for so long at the most, and tells how many it were.
   *
   * @throws AssertionError with the fuzzer's words if an input makes the parser fail
   */
  void run(List<byte[]> samples, long runs, long seconds) throws IOException, InterruptedException {
    Files.createDirectories(corpus);
    int longest = LEAST_LENGTH;
    for (int i = 0; i < samples.size(); i++) {
      Files.write(corpus.resolve("sample-" + i), samples.get(i));
      longest = Math.max(longest, 2 * samples.get(i).length);
    }
    long started = System.nanoTime();
    long first =
        stage("cov:cmp", longest, runs / GUIDED_BY_COMPARISONS, seconds / GUIDED_BY_COMPARISONS);
    long spent = (System.nanoTime() - started) / 1_000_000_000;
    long then = stage("cov", longest, runs - first, seconds - spent);
    tell(first + then, (System.nanoTime() - started) / 1e9);
    keep();
  }

  /** How many inputs it were. */
  private long stage(String guidedBy, int longest, long runs, long seconds)
      throws IOException, InterruptedException {
    String said =
        fuzzer(
            guidedBy,
            "-max_len=" + longest,
            "-runs=" + Math.max(1, runs),
            "-max_total_time=" + Math.max(1, seconds),
            corpus.toString());
    Matcher executed = EXECUTED.matcher(said);
    return executed.find() ? Long.parseLong(executed.group(1)) : 0;
  }

  private void tell(long inputs, double seconds) throws IOException {
    Matcher covered = COVERED.matcher(said());
    String found = "";
    while (covered.find()) {
      found =
          String.format(
              ", %s edges, %s features, corpus %s",
              covered.group(1), covered.group(2), covered.group(3));
    }
    System.out.printf(
        Locale.ROOT,
        "FUZZED %s: %d inputs in %.0f s, %.0f/s%s%n",
        target.name(),
        inputs,
        seconds,
        inputs / seconds,
        found);
  }

  /** Leaves those inputs which cover something that no shorter one does, for the tree. */
  private void keep() throws IOException, InterruptedException {
    Path kept = Files.createDirectories(FOLDER.resolve(target.name() + "-kept"));
    fuzzer("cov", "-merge=1", kept.toString(), corpus.toString());
    Corpus.write(kept.resolveSibling(target.name() + "-" + Corpus.FILE), kept);
  }

  /** Runs it to its end; what it said. */
  private String fuzzer(String guidedBy, String... more) throws IOException, InterruptedException {
    List<String> words = command(guidedBy);
    words.addAll(List.of(more));
    ProcessBuilder process = new ProcessBuilder(words).redirectErrorStream(true);
    int exit = process.redirectOutput(log.toFile()).start().waitFor();
    String said = said();
    if (exit != 0) {
      throw new AssertionError(
          said.substring(Math.max(0, said.length() - TOLD)) + "\nall of it is in " + log);
    }
    return said;
  }

  private String said() throws IOException {
    return Files.readString(log, StandardCharsets.ISO_8859_1);
  }

  private List<String> command(String guidedBy) {
    // Surefire puts the real path here, and starts tests with a jar that only names it.
    String path = System.getProperty("surefire.test.class.path");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-Xmx600m"));
    if (!contract.needsStacks()) {
      words.add("-XX:-StackTraceInThrowable");
    }
    words.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    words.add("-Dfuzz.contract=" + contract.getClass().getName());
    words.add("-Dfuzz.target=" + target.name());
    words.addAll(List.of("-cp", path == null ? System.getProperty("java.class.path") : path));
    words.add("com.code_intelligence.jazzer.Jazzer");
    words.add("--target_class=" + CoverageFuzz.class.getName());
    words.add("--instrumentation_includes=io.peerwright.**");
    words.add("--instrumentation_excludes=io.peerwright.tck.**");
    words.add("--disabled_hooks=" + UNUSED_HOOKS);
    words.add("--trace=" + guidedBy);
    // The fuzzer's own mutations are quicker than Jazzer's, which are made for typed arguments.
    words.add("--mutator_framework=false");
    words.add("--reproducer_path=" + FOLDER);
    words.add("-artifact_prefix=" + FOLDER + "/" + target.name() + "-");
    words.addAll(List.of("-print_final_stats=1", "-reload=0"));
    return words;
  }
}
