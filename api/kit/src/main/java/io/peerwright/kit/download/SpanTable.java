package io.peerwright.kit.download;

import io.peerwright.kit.files.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes are here, and which source is busy with which of the others.
 *
 * <p>The idea: the content is not cut into blocks beforehand. A source gets the first gap that
 * nobody is busy with. When there is none left, it takes over the end of what another one has still
 * to send: of the one that would be ready last, and as much as makes both ready at the same moment,
 * by the speeds that were measured and the time that the newcomer took to begin when it was asked
 * before. So a fast source gets much and a slow one little, however speeds change, each is asked as
 * seldom as can be (asking is dear where a server has to arrange it), and near the end nothing
 * waits for the slowest. A part is worth sharing by the time that it saves, a second at least,
 * however few bytes that are. What is too little to be shared goes over as a whole to one that is
 * much faster. While nothing is known of speeds, all that have been asked get equal parts. No byte
 * is ever asked for twice.
 *
 * <p>A claim costs O(gaps + sources). Boundaries are multiples of the piece length, so that a piece
 * comes from one source as a rule, and a wrong one tells whose it is.
 *
 * <p>Source: P. Rodriguez and E. Biersack, "Dynamic Parallel Access to Replicated Content in the
 * Internet", IEEE/ACM Transactions on Networking 10(4), 2002, with halves in place of blocks.
 */
final class SpanTable {

  /** Less than this is not worth another request while it is not known how fast a source is. */
  static final long LEAST_BYTES = 1 << 16;

  /** Less than this is not worth another request, however slow its source is. */
  private static final long LEAST_SHARE_BYTES = 1 << 12;

  /** What will come within that time anyway is left where it is. */
  private static final double PATIENCE_SECONDS = 1;

  /** Whoever waits for a byte waits this long for a source that is on its way to it. */
  private static final double SEEK_SECONDS = 4;

  private final long size;
  private final long grain;
  private final boolean handsOver;
  private final Ranges here;
  private final List<Span> busy = new ArrayList<>();

  /** How many sources have been asked, whether they have come or not. */
  private int sources;

  /** Where it is looked for gaps first; null for the start. */
  private @Nullable RandomGenerator chance;

  /** What somebody waits for; -1 if nothing. */
  private long urgent = -1;

  /**
   * A table of one content.
   *
   * @param grain what boundaries are multiples of
   * @param handsOver whether a source may lose all that it has still to send to a faster one; else
   *     it always comes to where the next one has begun
   * @param here what an earlier run has left
   */
  SpanTable(long size, long grain, boolean handsOver, Ranges here) {
    this.size = size;
    this.grain = grain;
    this.handsOver = handsOver;
    this.here = new Ranges(here);
  }

  /**
   * Gives sources the next gap from anywhere on, so that many who fetch the same have different
   * parts for each other.
   */
  void scatter(RandomGenerator random) {
    chance = random;
  }

  /** How many bytes are here. */
  long bytesHere() {
    return here.total();
  }

  /** How many bytes from a position on are here without a gap. */
  long hereFrom(long position) {
    return here.endOf(position) - position;
  }

  /** How many bytes right before a position are here without a gap. */
  long hereBefore(long position) {
    return position - here.startBefore(position);
  }

  boolean isHere(long from, long to) {
    return here.endOf(from) >= to;
  }

  void stored(long from, long to) {
    here.add(from, to);
  }

  void forget(long from, long to) {
    here.remove(from, to);
  }

  /** So many sources have been asked. */
  void expect(int count) {
    sources = count;
  }

  /** Asks for this position first; -1 for none. */
  void want(long position) {
    urgent = position;
  }

  /** True if such a source would get something to do. */
  boolean hasWork(SourceRate rate, SpanOffer offer) {
    return gap(0, size, offer, null) != null || victim(rate, offer) != null;
  }

  /**
   * What a source is to do; null if there is nothing for it.
   *
   * @param offer what it can be asked for
   */
  @Nullable Span claim(SourceRate rate, SpanOffer offer) {
    Span next = urgent < 0 ? null : gap(urgent, urgent + 1, offer, null);
    if (next == null && offer.others() != null) {
      next = anyGap(offer, offer.others());
    }
    if (next == null) {
      next = anyGap(offer, null);
    }
    if (next == null) {
      next = share(rate, offer);
    }
    if (next != null) {
      if (next.left() > offer.most()) {
        next.end = Math.min(next.end, aligned(next.from + offer.most()));
      }
      next.speed = rate.bytesPerSecond();
      busy.add(next);
    }
    return next;
  }

  /**
   * The source that has to leave what it does for the sake of what is wanted: null if another one
   * gets there soon, or nothing is wanted.
   */
  @Nullable Span inTheWay() {
    if (urgent < 0 || here.endOf(urgent) > urgent) {
      return null;
    }
    Span farthest = null;
    for (Span span : busy) {
      if (span.from <= urgent && urgent < span.end) {
        boolean soon = urgent - span.position <= SEEK_SECONDS * span.speed;
        if (urgent <= span.position || soon) {
          return null;
        }
      }
      if (farthest == null || span.left() > farthest.left()) {
        farthest = span;
      }
    }
    return farthest;
  }

  /** True if a source is busy with what begins at a position. */
  boolean isAwaited(long position) {
    return busy.stream().anyMatch(span -> span.from == position);
  }

  /** Nobody is busy with it any more; what of it is not here is open to all. */
  void release(Span span) {
    busy.remove(span);
  }

  /** A gap that a source can fill: the first one, or the next one from anywhere on. */
  private @Nullable Span anyGap(SpanOffer offer, @Nullable Ranges besides) {
    long start = chance == null || size == 0 ? 0 : chance.nextLong(size) / grain * grain;
    Span next = gap(start, size, offer, besides);
    return next == null && start > 0 ? gap(0, start, offer, besides) : next;
  }

  /**
   * The first gap that begins in a range, a source can fill and nobody is busy with; null if there
   * is none.
   *
   * @param besides what does not count; null for nothing
   */
  private @Nullable Span gap(long from, long before, SpanOffer offer, @Nullable Ranges besides) {
    long at = offer.nextFrom(from);
    while (at < before) {
      long next = here.endOf(at);
      if (besides != null) {
        next = besides.endOf(next);
      }
      for (Span span : busy) {
        if (span.from <= next && next < span.end) {
          next = span.end;
        }
      }
      if (next == at) {
        long end = Math.min(endOfGap(at), offer.endOf(at));
        return new Span(at, besides == null ? end : Math.min(end, besides.nextFrom(at)));
      }
      at = offer.nextFrom(next);
    }
    return null;
  }

  private long endOfGap(long from) {
    long end = Math.min(size, here.nextFrom(from));
    for (Span span : busy) {
      if (span.from > from) {
        end = Math.min(end, span.from);
      }
    }
    return end;
  }

  /** Of those with enough to share the one that will be ready last. */
  private @Nullable Span victim(SourceRate rate, SpanOffer offer) {
    Span last = null;
    for (Span span : busy) {
      boolean later = last == null || isReadyAfter(span, last);
      if (later && rest(span, rate, offer) != null) {
        last = span;
      }
    }
    return last;
  }

  /** While it is not known of two how fast they are, more takes longer. */
  private static boolean isReadyAfter(Span one, Span other) {
    int later = Double.compare(one.secondsLeft(), other.secondsLeft());
    return later > 0 || later == 0 && one.left() > other.left();
  }

  private @Nullable Span share(SourceRate rate, SpanOffer offer) {
    Span victim = victim(rate, offer);
    Span rest = victim == null ? null : rest(victim, rate, offer);
    if (victim != null && rest != null) {
      // What lies behind the rest is open to all again.
      victim.end = rest.from;
    }
    return rest;
  }

  /** What another source should take over; null if nothing. */
  private @Nullable Span rest(Span span, SourceRate rate, SpanOffer offer) {
    long from = offer.nextFrom(cut(span, rate));
    long end = Math.min(span.end, from >= span.end ? from : offer.endOf(from));
    boolean isWorthwhile = from < end && (end == span.end || end - from >= LEAST_SHARE_BYTES);
    return isWorthwhile ? new Span(from, end) : null;
  }

  /** From where on another source should take over; the end if nowhere. */
  private long cut(Span span, SourceRate rate) {
    double ours = rate.bytesPerSecond() == 0 ? span.speed : rate.bytesPerSecond();
    double theirs = span.speed == 0 ? ours : span.speed;
    boolean isGuess = ours == 0;
    // Both are ready after so many seconds, if one of them begins later.
    double together = isGuess ? 0 : (span.left() + ours * rate.setupSeconds()) / (theirs + ours);
    double kept = isGuess ? span.left() * partKept(span) : theirs * together;
    long fair = aligned(span.position + (long) kept);
    long least = isGuess ? LEAST_BYTES : LEAST_SHARE_BYTES;
    boolean isWorthwhile =
        fair - span.position >= least
            && span.end - fair >= least
            && span.secondsLeft() > together + PATIENCE_SECONDS;
    if (isWorthwhile) {
      return fair;
    }
    long rest = Math.max(span.position, grain == 1 ? span.position : aligned(span.position));
    double alone = rate.setupSeconds() + span.left() / rate.bytesPerSecond();
    boolean isLate =
        handsOver
            && rate.bytesPerSecond() > 0
            && rest < span.end
            && span.secondsLeft() > 2 * alone + PATIENCE_SECONDS;
    return isLate ? rest : span.end;
  }

  /**
   * How much a source keeps while nothing is known of speeds: about half, but so that all that are
   * asked have equal parts once the last of them has come.
   */
  private double partKept(Span span) {
    double missing = Math.max(1, size - here.total());
    double all = Math.min(sources, missing / LEAST_BYTES);
    long parts = Math.max(2, Math.round(span.left() / missing * all));
    return (double) (parts / 2) / parts;
  }

  private long aligned(long position) {
    return Math.min(size, (position + grain - 1) / grain * grain);
  }

  /** For tests and assertions: busy spans do not overlap, and lie within the content. */
  boolean checkInvariants() {
    for (Span one : busy) {
      if (one.from > one.position || one.position > one.end || one.end > size) {
        return false;
      }
      for (Span other : busy) {
        if (one != other && one.from < other.end && other.from < one.end) {
          return false;
        }
      }
    }
    return here.endOf(0) <= size;
  }
}
