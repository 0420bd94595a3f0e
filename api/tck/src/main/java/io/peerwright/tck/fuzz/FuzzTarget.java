package io.peerwright.tck.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A parser and samples of what it reads.
 *
 * @param name also of the folder with more samples, {@code fuzz/NAME} among the test resources
 * @param parser may throw what it documents for malformed input only inside, where it is caught
 * @param samples that a mutation begins with; at least one
 * @param rounds how many damaged samples it gets in the suite
 */
public record FuzzTarget(String name, Parser parser, List<byte[]> samples, int rounds) {

  /** How many damaged samples a parser gets. */
  public static final int ROUNDS = 100_000;

  private static final int CONVERSATIONS = ROUNDS / 10;

  /** Reads bytes; whatever it throws is a defect. */
  @FunctionalInterface
  public interface Parser {

    /** Reads them, and checks what came of it. */
    void read(byte[] input) throws Exception;
  }

  /** Refuses to be without a sample. */
  public FuzzTarget {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples of " + name);
    }
  }

  /** A target with the usual number of rounds. */
  public FuzzTarget(String name, Parser parser, List<byte[]> samples) {
    this(name, parser, samples, ROUNDS);
  }

  /**
   * The same with a tenth of the rounds, for what is a whole peer more than a parser, so that an
   * input is a conversation with it, or costs as much.
   */
  public FuzzTarget conversation() {
    return new FuzzTarget(name, parser, samples, CONVERSATIONS);
  }

  /** A target whose samples are text; each character is a byte (ISO 8859-1). */
  public static FuzzTarget of(String name, Parser parser, String... samples) {
    return new FuzzTarget(
        name,
        parser,
        Arrays.stream(samples).map(each -> each.getBytes(StandardCharsets.ISO_8859_1)).toList());
  }

  /** The same with samples that are no text. */
  public FuzzTarget with(byte[]... more) {
    List<byte[]> all = new ArrayList<>(samples);
    all.addAll(Arrays.asList(more));
    return new FuzzTarget(name, parser, all, rounds);
  }
}
