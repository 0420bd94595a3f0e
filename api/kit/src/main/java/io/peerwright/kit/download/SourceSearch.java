package io.peerwright.kit.download;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The question who else has a content, asked once in each round, with a deadline. */
final class SourceSearch implements TimerTarget {

  private static final int SEARCH_DUE = 3;

  private final Loop loop;
  private final SourceFinder finder;
  private final long withinNanos;
  private final Runnable ended;
  private boolean asked;
  private boolean running;
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

  boolean isDue() {
    return !asked && finder.isOffered();
  }

  boolean isReady() {
    return finder.isReady();
  }

  boolean isRunning() {
    return running;
  }

  void start(Consumer<ContentSource> found) {
    asked = true;
    running = true;
    timer = loop.schedule(withinNanos, this, SEARCH_DUE, 0);
    Handle question = finder.find(found, this::onEnded);
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
