package io.peerwright.overlay.hybrid.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sources of one download, asked in rounds, and which of them are trusted no more. */
final class SourceRound {

  /** With those that the server tells; the application may give more. */
  private static final int MAX_SOURCES = 100;

  /** How often a content that was wrong is fetched from its start again. */
  private static final int MAX_STARTS_ANEW = 8;

  private final List<Source> sources;
  private int current = -1;
  private int startedAnew;

  SourceRound(List<Source> sources) {
    this.sources = new ArrayList<>(sources);
  }

  /** The source that is asked, or that sends; only while there is one. */
  Source current() {
    return sources.get(current);
  }

  boolean hasCurrent() {
    return current >= 0;
  }

  /** Goes on to the next usable source; false at the end of the round. */
  boolean next() {
    int next = current + 1;
    while (next < sources.size() && !sources.get(next).isUsable()) {
      next++;
    }
    if (next < sources.size()) {
      current = next;
      return true;
    }
    return false;
  }

  /** The current source comes again next. */
  void again() {
    current--;
  }

  /** A new round. */
  void rewind() {
    current = -1;
  }

  boolean hasUsable() {
    return sources.stream().anyMatch(Source::isUsable);
  }

  /** True if one besides the current one can be asked. */
  boolean hasOthers() {
    return sources.stream().filter(Source::isUsable).anyMatch(source -> source != current());
  }

  /** Adds one that the server tells. */
  void add(Source found) {
    if (sources.size() < MAX_SOURCES
        && sources.stream().noneMatch(source -> source.key.equals(found.key))) {
      sources.add(found);
    }
  }

  /**
   * The content was wrong.
   *
   * @param culprit who gave all of it; null if it was several
   * @param suspects who gave some of it: asked last from now on
   */
  void blame(@Nullable Source culprit, Set<Source> suspects) {
    rewind();
    if (culprit != null) {
      culprit.giveUp();
    } else {
      sources.removeAll(suspects);
      sources.addAll(suspects);
    }
  }

  /** True if there is somebody to fetch all of it from. */
  boolean canStartAnew() {
    return startedAnew < MAX_STARTS_ANEW && sources.stream().anyMatch(Source::isUsableAnew);
  }

  /** Nothing is kept any more with which somebody could disagree. */
  void startAnew() {
    startedAnew++;
    sources.forEach(Source::startAnew);
  }
}
