package io.peerwright.kit.download;

import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.hosts.BackOff;
import org.jspecify.annotations.Nullable;

/** A source of one download, and what became of the attempts to get bytes there. */
final class SourceState {

  private static final int MAX_FAILURES = 5;

  /** A source of blocks is asked for as much in one go as it sends in that time. */
  private static final int BLOCK_SECONDS = 8;

  private static final long FIRST_BLOCK_BYTES = 1 << 20;
  static final long MAX_BLOCK_BYTES = 8 << 20;

  /** How often a piece may be wrong that others gave a part of. */
  private static final int MAX_SUSPICIONS = 3;

  /** After such pauses one that has only parts is asked what it has by then. */
  private static final BackOff PARTS_PAUSES = BackOff.doubling(10_000_000_000L, 2);

  private final ContentSource source;
  private int failures;
  private int suspicions;
  private boolean gone;

  /** It says that it has nothing for us, which may change. */
  private boolean away;

  private boolean proven;
  private boolean disagrees;

  /** Nobody was told yet that it is not asked any more. */
  private boolean mayBeTold = true;

  private boolean busy;

  /** When one that has told parts is to be asked again what it has. */
  private long partsDue;

  private boolean isPartsDue;
  private int partsAsked;

  /** It has said when it is to be asked again. */
  private boolean waits;

  private long waitsUntil;
  private SourceRate rate = SourceRate.UNKNOWN;

  SourceState(ContentSource source) {
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

  /** The parts that it has, as far as is known; null for all, and if that is to be asked again. */
  @Nullable Ranges parts(long now) {
    Ranges told = source.parts();
    return told == null || now - partsDue >= 0 ? null : told;
  }

  /**
   * It was asked, and may have told what it has.
   *
   * @param wasOfUse it has given what it was asked for
   */
  void partsTold(boolean wasOfUse, long now) {
    partsAsked = wasOfUse ? 1 : partsAsked + 1;
    partsDue = now + PARTS_PAUSES.pause(partsAsked);
    isPartsDue = source.parts() != null;
  }

  /** True if it has said that it has a position, as of its last answer. */
  boolean hasTold(long position) {
    Ranges told = source.parts();
    return told != null && told.endOf(position) > position;
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

  /** So long it will not be ready; {@link Long#MAX_VALUE} if nothing is waited for. */
  long wakeNanos(long now) {
    long waited = waits ? Math.max(0, waitsUntil - now) : Long.MAX_VALUE;
    return isPartsDue ? Math.min(waited, Math.max(0, partsDue - now)) : waited;
  }

  /** True once when the time has come that it has said, or is to be asked what it has. */
  boolean hasWaited(long now) {
    boolean over = waits && waitsUntil - now <= 0;
    waits &= !over;
    boolean due = isPartsDue && partsDue - now <= 0;
    isPartsDue &= !due;
    return over || due;
  }

  /** True while it is not to be asked. */
  boolean waits() {
    return waits;
  }

  boolean isUsable() {
    return isUsableAnew() && !disagrees;
  }

  /** True once for each time that it has become one that is not asked any more. */
  boolean isNewlyDropped() {
    boolean news = !isUsable() && mayBeTold;
    mayBeTold = isUsable();
    return news;
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
   * @param asked for what it was asked; null if it did not come to that
   * @return true if it is to be asked again before the others
   */
  boolean ended(SourceEnd.Kind kind, boolean progress, @Nullable Span asked) {
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
      case LACKS -> {
        // Whoever denies what it says it has is not asked for ever.
        failures += asked != null && hasTold(asked.from) ? 1 : 0;
        return true;
      }
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
