package io.peerwright.bench;

/** Where a benchmark tells how it gets on; the figures of single rounds, for instance. */
@FunctionalInterface
interface Progress {

  void say(String line);
}
