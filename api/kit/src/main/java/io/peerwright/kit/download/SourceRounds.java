package io.peerwright.kit.download;

import io.peerwright.kit.files.Ranges;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sources of one download, asked in rounds, and which of them are trusted no more. */
final class SourceRounds {

  /** With those that are found later; the application may give more. */
  private static final int MAX_SOURCES = 100;

  /** How often a content that was wrong is fetched from its start again. */
  private static final int MAX_STARTS_ANEW = 8;

  private final List<SourceState> sources = new ArrayList<>();

  /** Those that are asked before the round goes on. */
  private final Deque<SourceState> again = new ArrayDeque<>();

  private int next;
  private int startedAnew;

  SourceRounds(List<? extends ContentSource> given) {
    given.forEach(source -> sources.add(new SourceState(source)));
  }

  /**
   * Goes on to the next usable source that is not busy; null at the end of the round.
   *
   * @param useful whether there is something for it to do
   */
  @Nullable SourceState next(Predicate<SourceState> useful) {
    while (!again.isEmpty() || next < sources.size()) {
      SourceState candidate = again.isEmpty() ? sources.get(next++) : again.remove();
      if (isIdle(candidate) && useful.test(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** True if there is something to do for one that is not busy. */
  boolean isIdleUseful(Predicate<SourceState> useful) {
    return sources.stream().anyMatch(source -> isIdle(source) && useful.test(source));
  }

  private static boolean isIdle(SourceState source) {
    return source.isUsable() && !source.isBusy() && !source.waits();
  }

  /** Those that have said when they are to be asked again come next when it is time. */
  void wake(long now) {
    sources.stream().filter(source -> source.hasWaited(now)).forEach(again::add);
  }

  /** One that was to be asked later comes next. */
  void ready(Object key, long now) {
    for (SourceState source : sources) {
      if (source.waits() && source.source().key().equals(key)) {
        source.waitFor(0, now);
        again(source);
      }
    }
  }

  /** So long nobody of those will be ready; {@link Long#MAX_VALUE} if there is none. */
  long untilWake(long now) {
    return sources.stream()
        .filter(SourceState::isUsable)
        .mapToLong(source -> source.wakeNanos(now))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** It comes again next. */
  void again(SourceState source) {
    again.add(source);
  }

  /** A new round. */
  void rewind() {
    next = 0;
    again.clear();
  }

  /** True if one that is not busy can be asked. */
  boolean hasUsable() {
    return hasOthers(null);
  }

  /** What can be had of those that have told parts; null if nobody has. */
  @Nullable Ranges parts() {
    Ranges all = null;
    for (SourceState each : sources) {
      Ranges told = each.isUsable() ? each.source().parts() : null;
      if (told != null) {
        all = all == null ? new Ranges() : all;
        told.forEach(all::add);
      }
    }
    return all;
  }

  /** True if one besides this can be asked. */
  boolean hasOthers(@Nullable SourceState source) {
    return sources.stream()
        .anyMatch(other -> other != source && other.isUsable() && !other.isBusy());
  }

  /**
   * Adds one that was found.
   *
   * @param afterAWhile it may have come back: one that could not be had is asked anew
   */
  void add(ContentSource found, boolean afterAWhile) {
    for (SourceState known : sources) {
      if (known.source().key().equals(found.key())) {
        if (afterAWhile && !known.isUsable()) {
          known.foundAgain();
          again(known);
        }
        return;
      }
    }
    if (sources.size() < MAX_SOURCES) {
      sources.add(new SourceState(found));
    }
  }

  /**
   * The content was wrong.
   *
   * @param culprit who gave all of it; null if it was several
   * @param suspects who gave some of it: asked last from now on
   */
  void blame(@Nullable SourceState culprit, Set<SourceState> suspects) {
    rewind();
    if (culprit != null) {
      culprit.giveUp();
    } else {
      sources.removeAll(suspects);
      sources.addAll(suspects);
    }
  }

  /** What they were blamed for because of wrong pieces does not count. */
  void forgive() {
    sources.forEach(SourceState::forgive);
  }

  /** True if there is somebody to fetch all of it from. */
  boolean canStartAnew() {
    return startedAnew < MAX_STARTS_ANEW && sources.stream().anyMatch(SourceState::isUsableAnew);
  }

  /** Nothing is kept any more with which somebody could disagree. */
  void startAnew() {
    startedAnew++;
    sources.forEach(SourceState::startAnew);
  }
}
