package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;

/** Reasons as the arguments of events. */
final class Reasons {

  private static final Reason[] ALL = Reason.values();

  private Reasons() {}

  static Reason of(long ordinal) {
    return ALL[(int) ordinal];
  }
}
