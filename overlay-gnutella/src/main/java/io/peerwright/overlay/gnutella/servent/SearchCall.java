package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.index.HitFilter;
import io.peerwright.overlay.gnutella.forwarding.Course;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.sharing.HitReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A search of our own. Its course goes on by what counts: hits that pass the asker's filter, one
 * for each servent, so that one that answers everything ends no search.
 */
final class SearchCall implements Handle, TimerTarget {

  /** What a search needs of the servent. */
  interface Network {

    /** The neighbours to ask, in an order by chance. */
    SearchField field(SearchCall call);

    /** The search is over. */
    void over(SearchCall call);

    /** Hands over what was sent. */
    void endTurn();
  }

  /** How many results let a course end where the asker wants more. */
  private static final int ENOUGH = 150;

  /** How long hits may still be on their way to us when all have had the time to answer. */
  private static final long SETTLING_NANOS = 1_000_000_000L;

  private static final int STEP = 1;
  private static final int QUIET = 2;
  private static final int DEADLINE = 3;

  private final Loop loop;
  private final Network network;
  private final Query query;
  private final Course course;
  private final long quietNanos;
  private final Consumer<Hit> hits;
  private final Consumer<? super Reason> ended;
  private final Set<List<String>> found = new HashSet<>();
  private final Set<String> voters = new HashSet<>();
  private @Nullable SearchField field;
  private Guid guid;
  private long stepTimer;
  private long quietTimer;
  private final long deadline;
  private long lastHit;
  private long silenceNanos;
  private boolean over;

  SearchCall(
      Loop loop,
      Network network,
      Query query,
      Course course,
      long quietNanos,
      Guid guid,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended) {
    this.loop = loop;
    this.network = network;
    this.query = query;
    this.course = course;
    this.quietNanos = quietNanos;
    this.guid = guid;
    this.hits = AppCallbacks.one(loop, hits);
    this.ended = ended;
    deadline = loop.schedule(query.within().toNanos(), this, DEADLINE, 0);
  }

  Query query() {
    return query;
  }

  /** How many hits it still takes. */
  int wanted() {
    return over ? 0 : query.maxHits() - found.size();
  }

  /** Under which it is known now; hits of those before count, too. */
  Guid guid() {
    return guid;
  }

  void setGuid(Guid next) {
    guid = next;
  }

  /** How many servents have sent hits that pass the filter. */
  int kept() {
    return voters.size();
  }

  /** Goes its first step. */
  void start() {
    lastHit = loop.nanoTime();
    field = network.field(this);
    step();
  }

  private void step() {
    SearchField at = field;
    stepTimer = 0;
    if (over || at == null) {
      return;
    }
    long next = course.step(at, voters.size(), Math.min(query.maxHits(), ENOUGH));
    if (next == Course.OVER) {
      awaitQuiet(quietNanos);
    } else if (next == Course.ANSWERED) {
      awaitQuiet(Math.min(quietNanos, SETTLING_NANOS));
    } else {
      stepTimer = loop.schedule(next, this, STEP, 0);
    }
    network.endTurn();
  }

  @Override
  public void onTimer(int code, long argument) {
    switch (code) {
      case STEP -> step();
      case QUIET -> onQuiet();
      default -> end(Reason.TIMEOUT);
    }
  }

  private void awaitQuiet(long nanos) {
    silenceNanos = nanos;
    quietTimer = loop.schedule(nanos, this, QUIET, 0);
  }

  /** A neighbour that was asked is done with it. */
  void onDone(int route) {
    SearchField at = field;
    if (at != null && stepTimer != 0) {
      at.onDone(route);
      if (at.busy() == 0) {
        loop.cancel(stepTimer);
        step();
      }
    }
  }

  private void onQuiet() {
    long left = lastHit + silenceNanos - loop.nanoTime();
    if (left > 0) {
      quietTimer = loop.schedule(left, this, QUIET, 0);
    } else {
      end(Reason.ENDED);
    }
  }

  void onHits(List<Hit> told) {
    for (Hit hit : told) {
      List<String> source =
          List.of(hit.peer(), String.valueOf(hit.attributes().get(HitReader.INDEX)), hit.name());
      if (!over && HitFilter.accepts(query, hit) && found.add(source)) {
        lastHit = loop.nanoTime();
        voters.add(hit.peer());
        hits.accept(hit);
        if (found.size() == query.maxHits()) {
          end(Reason.LIMIT);
        }
      }
    }
  }

  void end(Reason reason) {
    if (!over) {
      over = true;
      loop.cancel(deadline);
      loop.cancel(stepTimer);
      loop.cancel(quietTimer);
      network.over(this);
      // Not from inside close() or search().
      loop.execute(() -> ended.accept(reason));
    }
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }
}
