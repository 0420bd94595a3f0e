package io.peerwright.kit.limit;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of one kind, such as what a link sends, and the up to three rates that they pass: its own,
 * one that it shares with some, and one that it shares with all. The tightest decides.
 */
public final class Flow {

  private final SharedRate.Waiter waiter;
  private final @Nullable SharedRate own;
  private final @Nullable SharedRate group;
  private final @Nullable SharedRate whole;

  /**
   * A flow.
   *
   * @param waiter who has a turn when it was waited for
   * @param own null for none
   * @param group null for none
   * @param whole null for none
   */
  public Flow(
      SharedRate.Waiter waiter,
      @Nullable SharedRate own,
      @Nullable SharedRate group,
      @Nullable SharedRate whole) {
    this.waiter = waiter;
    this.own = own;
    this.group = group;
    this.whole = whole;
  }

  /** How many bytes may pass now; 0 or less for none. */
  public long room() {
    return Math.min(room(own), Math.min(room(group), room(whole)));
  }

  private long room(@Nullable SharedRate rate) {
    return rate == null ? Long.MAX_VALUE : rate.room(waiter);
  }

  /** The most that passes in one turn. */
  public long piece() {
    return Math.min(piece(own), Math.min(piece(group), piece(whole)));
  }

  private static long piece(@Nullable SharedRate rate) {
    return rate == null ? Long.MAX_VALUE : rate.piece();
  }

  /** Bytes pass. */
  public void take(long bytes) {
    take(own, bytes);
    take(group, bytes);
    take(whole, bytes);
  }

  private void take(@Nullable SharedRate rate, long bytes) {
    if (rate != null) {
      rate.take(waiter, bytes);
    }
  }

  /** Bytes that were taken did not pass after all. */
  public void giveBack(long bytes) {
    giveBack(own, bytes);
    giveBack(group, bytes);
    giveBack(whole, bytes);
  }

  private static void giveBack(@Nullable SharedRate rate, long bytes) {
    if (rate != null) {
      rate.giveBack(bytes);
    }
  }

  /** Lines up at the rate that has the least for us; there must be one. */
  public void awaitTurn() {
    SharedRate least = emptier(own, emptier(group, whole));
    if (least == null) {
      throw new IllegalStateException("nothing to wait for");
    }
    least.await(waiter);
  }

  private @Nullable SharedRate emptier(@Nullable SharedRate one, @Nullable SharedRate other) {
    return room(one) < room(other) ? one : other;
  }

  /** Lets bytes pass if no rate is empty, whoever waits. */
  public boolean admits(int bytes) {
    boolean admitted = hasTokens(own) && hasTokens(group) && hasTokens(whole);
    if (admitted) {
      take(bytes);
    }
    return admitted;
  }

  private static boolean hasTokens(@Nullable SharedRate rate) {
    return rate == null || rate.hasTokens();
  }
}
