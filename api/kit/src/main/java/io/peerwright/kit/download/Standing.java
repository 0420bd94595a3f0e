package io.peerwright.kit.download;

/** A source of one download, and what became of the attempts to get bytes there. */
final class Standing {

  private static final int MAX_FAILURES = 5;

  /** A source of blocks is asked for as much in one go as it sends in that time. */
  private static final int BLOCK_SECONDS = 8;

  private static final long FIRST_BLOCK_BYTES = 1 << 20;
  static final long MAX_BLOCK_BYTES = 8 << 20;

  /** How often a piece may be wrong that others gave a part of. */
  private static final int MAX_SUSPICIONS = 3;

  private final ContentSource source;
  private int failures;
  private int suspicions;
  private boolean gone;

  /** It says that it has nothing for us, which may change. */
  private boolean away;

  private boolean proven;
  private boolean disagrees;
  private boolean busy;

  /** It has said when it is to be asked again. */
  private boolean waits;

  private long waitsUntil;
  private SourceRate rate = SourceRate.UNKNOWN;

  Standing(ContentSource source) {
    this.source = source;
  }

  ContentSource source() {
    return source;
  }

  String name() {
    return source.name();
  }

  /** What it did when it was asked last. */
  SourceRate rate() {
    return rate;
  }

  /** So fast it is. */
  void measured(double bytesPerSecond) {
    rate = new SourceRate(bytesPerSecond, rate.setupSeconds());
  }

  /** So long it took to the first byte of use. */
  void begun(double setupSeconds) {
    rate = new SourceRate(rate.bytesPerSecond(), setupSeconds);
  }

  /** What it is asked for in one go. */
  long blockBytes() {
    if (!source.isRanged()) {
      return Long.MAX_VALUE;
    }
    long block = (long) Math.max(1, rate.bytesPerSecond() * BLOCK_SECONDS);
    return rate.bytesPerSecond() == 0 ? FIRST_BLOCK_BYTES : Math.min(MAX_BLOCK_BYTES, block);
  }

  /** True while it is asked, or sends. */
  boolean isBusy() {
    return busy;
  }

  void busy(boolean yes) {
    busy = yes;
  }

  /** It is not to be asked for so long; 0 for any time. */
  void waitFor(long nanos, long now) {
    waits = nanos > 0;
    waitsUntil = now + nanos;
  }

  /** So long it is not to be asked; 0 if it may be. */
  long waitNanos(long now) {
    return waits ? Math.max(0, waitsUntil - now) : 0;
  }

  /** True once when the time has come that it has said. */
  boolean hasWaited(long now) {
    boolean over = waits && waitsUntil - now <= 0;
    waits &= !over;
    return over;
  }

  /** True while it is not to be asked. */
  boolean waits() {
    return waits;
  }

  boolean isUsable() {
    return isUsableAnew() && !disagrees;
  }

  /** It sends other bytes than those that are kept; which of them are wrong is not known. */
  void disagrees() {
    disagrees = true;
  }

  /** True if it could be asked if nothing were kept. */
  boolean isUsableAnew() {
    return !gone && !away && suspicions < MAX_SUSPICIONS && failures < MAX_FAILURES;
  }

  /** Nothing is kept any more. */
  void startAnew() {
    disagrees = false;
  }

  /** It can never be had here. */
  void giveUp() {
    gone = true;
  }

  /** Bytes came, so that what went wrong before does not count any more. */
  void succeeded() {
    failures = 0;
    proven = true;
  }

  /**
   * What its end says of it.
   *
   * @param progress some bytes of use came before
   * @return true if it is to be asked again before the others
   */
  boolean ended(SourceEnd.Kind kind, boolean progress) {
    switch (kind) {
      case BROKEN -> {
        if (progress) {
          succeeded();
          return true;
        }
        failures++;
      }
      case OTHER_WAY -> {
        failures++;
        return true;
      }
      case FAILED -> failures++;
      case REFUSED -> {
        // It may come back if it was of use before.
        away = !proven;
        failures++;
      }
      case GONE -> away = true;
      case QUEUED -> succeeded();
      case NOT_READY -> {
        return true;
      }
    }
    return false;
  }

  /** Somebody says again, after a while, that it has the content. */
  void foundAgain() {
    away = false;
    failures = 0;
  }

  /** It gave a part of a piece that is wrong, or all of it. */
  void suspected(boolean isProven) {
    suspicions += isProven ? MAX_SUSPICIONS : 1;
  }

  /** The pieces that it gave may have been right. */
  void forgive() {
    suspicions = 0;
  }
}
