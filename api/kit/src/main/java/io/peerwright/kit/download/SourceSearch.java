package io.peerwright.kit.download;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.kit.hosts.BackOff;
import org.jspecify.annotations.Nullable;

/**
 * The question who else has a content, with a deadline. Asked once in each round that brought
 * nothing; and, as far as the {@link SourceFinder} allows it, again after pauses that double while
 * sources are missing: beside those that are at work, and when none is left. Any finder is asked,
 * ever less often, in a round that goes on because its only source is slow.
 */
final class SourceSearch implements TimerTarget {

  private static final int SEARCH_DUE = 3;
  private static final BackOff PAUSES = BackOff.doubling(15_000_000_000L, 6);
  private static final BackOff SLOW_PAUSES = BackOff.doubling(30_000_000_000L, 5);

  private final Loop loop;
  private final SourceFinder finder;
  private final long withinNanos;
  private final Runnable ended;
  private boolean asked;
  private boolean running;
  private boolean beside;
  private boolean repeated;
  private int repeats;
  private long repeatAt;
  private int slowTimes;
  private long slowAgainAt;
  private @Nullable Handle asking;
  private long timer;

  /**
   * A search with a finder.
   *
   * @param ended runs when it is over
   */
  SourceSearch(Loop loop, SourceFinder finder, long withinNanos, Runnable ended) {
    this.loop = loop;
    this.finder = finder;
    this.withinNanos = withinNanos;
    this.ended = ended;
  }

  /** A new round, in which it may be asked once. */
  void rewind() {
    asked = false;
  }

  /** Bytes came, or the user wants it again: the pauses begin anew. */
  void rewindRepeats() {
    repeats = 0;
    planRepeat();
  }

  private void planRepeat() {
    repeatAt = loop.nanoTime() + PAUSES.pause(repeats + 1);
  }

  /** True if it is to be asked before a round ends. */
  boolean isDue() {
    return finder.isOffered() && (!asked || isRepeatDue());
  }

  /** True if it will be asked again though all rounds have ended. */
  boolean mayRepeat() {
    return finder.isOffered() && repeats < finder.repeats();
  }

  /** So long it is until then. */
  long untilRepeat() {
    return Math.max(0, repeatAt - loop.nanoTime());
  }

  private boolean isRepeatDue() {
    return mayRepeat() && untilRepeat() == 0;
  }

  boolean isReady() {
    return finder.isReady();
  }

  /** True if nobody else is to be asked before it is over. */
  boolean isAwaited() {
    return running && !beside;
  }

  /** Asks, or waits for what is asked already. */
  void start(SourceRounds rounds) {
    asked = true;
    beside = false;
    if (!running) {
      begin(rounds);
    }
  }

  /** Asks beside the sources that are at work, if it is time to. */
  void repeat(SourceRounds rounds) {
    if (!running && isRepeatDue() && isReady()) {
      beside = true;
      begin(rounds);
    }
  }

  /** The only source is slow: asks beside it, if that is not too early. */
  void onSlowAlone(SourceRounds rounds) {
    long now = loop.nanoTime();
    boolean early = slowTimes > 0 && now - slowAgainAt < 0;
    if (!early && !running && finder.isOffered() && finder.isReady()) {
      slowAgainAt = now + SLOW_PAUSES.pause(++slowTimes);
      beside = true;
      begin(rounds);
    }
  }

  private void begin(SourceRounds rounds) {
    repeated = isRepeatDue();
    if (repeated) {
      repeats++;
    }
    running = true;
    timer = loop.schedule(withinNanos, this, SEARCH_DUE, 0);
    Handle question = finder.find(source -> rounds.add(source, repeated), this::onEnded);
    if (running) {
      asking = question;
    }
  }

  private void onEnded() {
    if (running) {
      stop();
      ended.run();
    }
  }

  void stop() {
    loop.cancel(timer);
    if (running) {
      planRepeat();
    }
    running = false;
    Handle question = asking;
    asking = null;
    if (question != null) {
      question.close();
    }
  }

  /** The answer is due. */
  @Override
  public void onTimer(int code, long argument) {
    stop();
    // Who could not be asked any more has not said no.
    asked = finder.isReady();
    ended.run();
  }
}
