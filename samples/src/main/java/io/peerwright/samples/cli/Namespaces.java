package io.peerwright.samples.cli;

import io.peerwright.api.overlay.KeyLookup;
import java.util.TreeSet;

/** The kinds of keys that an overlay has. */
final class Namespaces {

  private Namespaces() {}

  /** Throws if it is none of them, and names them. */
  static void check(KeyLookup overlay, String namespace) {
    if (!overlay.namespaces().contains(namespace)) {
      throw new UserException(
          "the overlay has no keys of the namespace "
              + namespace
              + "; it has "
              + String.join(", ", new TreeSet<>(overlay.namespaces())));
    }
  }
}
