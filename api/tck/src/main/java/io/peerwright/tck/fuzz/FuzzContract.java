package io.peerwright.tck.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each parser of a package under its samples and {@value FuzzTarget#ROUNDS} damaged ones. With the
 * fuzzer of the profile {@code fuzz} the same parsers get as many as it is told to, guided by
 * coverage; what it finds goes into the folder of samples, and is tried here from then on. Other
 * tests may run meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
public abstract class FuzzContract {

  private static final long SEED = 20_261_129;
  private static final long USUAL_SECONDS = 900;

  /** For subclasses. */
  protected FuzzContract() {}

  /** The parsers. */
  protected abstract List<FuzzTarget> targets();

  /**
   * Whether exceptions keep their stacks in the fuzzer, which costs much of its speed: where a
   * library reads them, as Guice does to tell who has bound something.
   */
  protected boolean needsStacks() {
    return false;
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicTest> survivesDamagedSamples() {
    return targets().stream()
        .map(target -> DynamicTest.dynamicTest(target.name(), () -> run(target)));
  }

  /** With {@code -Dfuzz.runs=N} and Jazzer on the class path; else there is nothing to do. */
  @TestFactory
  Stream<DynamicTest> withstandsTheFuzzer() {
    long runs = Long.getLong("fuzz.runs", 0);
    long seconds = Long.getLong("fuzz.seconds", USUAL_SECONDS);
    return (runs == 0 ? List.<FuzzTarget>of() : targets())
        .stream()
            .map(
                target ->
                    DynamicTest.dynamicTest(
                        target.name(),
                        () -> new FuzzerProcess(this, target).run(samples(target), runs, seconds)));
  }

  private void run(FuzzTarget target) {
    List<byte[]> samples = samples(target);
    samples.forEach(sample -> read(target, sample));
    Mutator mutator = new Mutator(samples, SEED);
    for (int round = 0; round < target.rounds(); round++) {
      read(target, mutator.next());
    }
  }

  private static void read(FuzzTarget target, byte[] input) {
    byte[] kept = input.clone();
    try {
      target.parser().read(input);
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(
          target.name() + " fails for the bytes " + HexFormat.of().formatHex(kept), e);
    }
  }

  /** Those of the target and those of its folder. */
  List<byte[]> samples(FuzzTarget target) {
    List<byte[]> samples = new ArrayList<>(target.samples());
    URL folder = getClass().getResource("/fuzz/" + target.name());
    if (folder == null) {
      return samples;
    }
    try {
      if (folder.openConnection() instanceof JarURLConnection) {
        throw new IllegalStateException("samples are read from folders only, not from " + folder);
      }
      samples.addAll(Corpus.read(Path.of(folder.toURI())));
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
