package io.peerwright.decorators.limit;

import org.jspecify.annotations.Nullable;

/** One direction of a link, or of the datagrams to one address, and the meters that it passes. */
final class Flow {

  private final Meter.Waiter waiter;
  private final @Nullable Meter link;
  private final @Nullable Meter peer;
  private final @Nullable Meter host;

  Flow(Meter.Waiter waiter, @Nullable Meter link, @Nullable Meter peer, @Nullable Meter host) {
    this.waiter = waiter;
    this.link = link;
    this.peer = peer;
    this.host = host;
  }

  /** How many bytes may pass now; 0 or less for none. */
  long room() {
    return Math.min(room(link), Math.min(room(peer), room(host)));
  }

  private long room(@Nullable Meter meter) {
    return meter == null ? Long.MAX_VALUE : meter.room(waiter);
  }

  /** The most that passes in one turn. */
  long piece() {
    return Math.min(piece(link), Math.min(piece(peer), piece(host)));
  }

  private static long piece(@Nullable Meter meter) {
    return meter == null ? Long.MAX_VALUE : meter.piece();
  }

  /** Bytes pass. */
  void take(long bytes) {
    take(link, bytes);
    take(peer, bytes);
    take(host, bytes);
  }

  private void take(@Nullable Meter meter, long bytes) {
    if (meter != null) {
      meter.take(waiter, bytes);
    }
  }

  /** Lines up at the meter that has the least for us; there must be one. */
  void awaitTurn() {
    Meter least = emptier(link, emptier(peer, host));
    if (least == null) {
      throw new IllegalStateException("nothing to wait for");
    }
    least.await(waiter);
  }

  private @Nullable Meter emptier(@Nullable Meter one, @Nullable Meter other) {
    return room(one) < room(other) ? one : other;
  }

  /** Lets bytes pass if no meter is empty, whoever waits. */
  boolean admits(int bytes) {
    boolean admitted = hasTokens(link) && hasTokens(peer) && hasTokens(host);
    if (admitted) {
      take(bytes);
    }
    return admitted;
  }

  private static boolean hasTokens(@Nullable Meter meter) {
    return meter == null || meter.hasTokens();
  }
}
