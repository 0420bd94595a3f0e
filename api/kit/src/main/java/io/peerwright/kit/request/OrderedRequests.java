package io.peerwright.kit.request;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests whose answers carry no id, and come in the order in which was asked, over one link. One
 * that nobody waits for any more keeps its place, for its answer comes all the same. Without one
 * ever asked there is no queue. Used on its loop.
 *
 * @param <R> a request
 */
public final class OrderedRequests<R> {

  private final int most;
  private final Predicate<? super R> isOver;
  private @Nullable ArrayDeque<R> waiting;

  /**
   * Nothing asked yet.
   *
   * @param most how many may wait: who answers none of so many does not know the question
   * @param isOver tells of a request whether nobody waits for it any more
   */
  public OrderedRequests(int most, Predicate<? super R> isOver) {
    this.most = most;
    this.isOver = isOver;
  }

  /**
   * Takes the last place for a request that is about to be sent.
   *
   * @return false if too many wait
   */
  public boolean add(R request) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(4);
    }
    return waiting.size() < most && waiting.add(request);
  }

  /** The one that is being answered, perhaps over; null if none is. */
  public @Nullable R first() {
    return waiting == null ? null : waiting.peek();
  }

  /** The same, for the answer is complete: the next one is first now. */
  public @Nullable R poll() {
    return waiting == null ? null : waiting.poll();
  }

  /** Where the answer says whom it is for: removes and returns the first such one. */
  public @Nullable R poll(Predicate<? super R> isMeant) {
    R meant = find(isMeant);
    if (waiting != null && meant != null) {
      waiting.remove(meant);
    }
    return meant;
  }

  /** Where the answer says whom it is for: the first such one. */
  public @Nullable R find(Predicate<? super R> isMeant) {
    if (waiting != null) {
      for (R each : waiting) {
        if (isMeant.test(each)) {
          return each;
        }
      }
    }
    return null;
  }

  /** The link is lost: no answers come, and those that are over need their places no more. */
  public void onLinkLost() {
    if (waiting != null) {
      waiting.removeIf(isOver);
    }
  }

  /** Removes those that are meant, and tells of each. */
  public void removeIf(Predicate<? super R> isMeant, Consumer<? super R> told) {
    if (waiting != null) {
      List<R> meant = new ArrayList<>();
      waiting.removeIf(each -> isMeant.test(each) && meant.add(each));
      meant.forEach(told);
    }
  }

  /** Asks over a new link: those that are over are dropped, the others told in their order. */
  public void askAgain(Consumer<? super R> sends) {
    onLinkLost();
    if (waiting != null) {
      new ArrayList<>(waiting).forEach(sends);
    }
  }
}
