package io.peerwright.samples.architecture.planted;

/** Breaks a rule on purpose. */
public final class Prints {
  void tell(String name) {
    System.out.println(name);
  }
}
