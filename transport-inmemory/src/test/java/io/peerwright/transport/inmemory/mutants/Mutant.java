package io.peerwright.transport.inmemory.mutants;

/**
 * A planted fault, and the test of the contract that has to catch it.
 *
 * @param theme the name of the nested class of the contract
 * @param test the name of its method
 */
record Mutant(String name, Fault fault, String theme, String test) {

  @Override
  public String toString() {
    return name;
  }
}
