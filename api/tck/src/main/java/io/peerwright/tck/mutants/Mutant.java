package io.peerwright.tck.mutants;

/**
 * A fault to plant, and the test of the contract that has to catch it.
 *
 * @param theme the simple name of the nested class of the contract that has the test; empty if the
 *     contract has none
 * @param test the name of the test's method
 * @param <F> what can be planted
 */
public record Mutant<F>(String name, F fault, String theme, String test) {

  /** A mutant that a contract without themes has to catch. */
  public static <F> Mutant<F> of(String name, F fault, String test) {
    return new Mutant<>(name, fault, "", test);
  }

  /** The test that has to catch it, as people write it. */
  String killer() {
    return theme.isEmpty() ? test : theme + "." + test;
  }

  @Override
  public String toString() {
    return name;
  }
}
