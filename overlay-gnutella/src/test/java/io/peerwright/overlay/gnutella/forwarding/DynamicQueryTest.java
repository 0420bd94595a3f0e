package io.peerwright.overlay.gnutella.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a dynamic query asks, how far, and when. */
class DynamicQueryTest {

  private static final long SECOND = 1_000_000_000L;

  /** Thirty neighbours of degree 32, some of which have told that they have what is looked for. */
  private static final class Neighbourhood implements Field {
    final List<Integer> ttls = new ArrayList<>();
    final Probe probe;
    int width = 30;
    long nanosPerHop = DynamicQuery.NANOS_PER_HOP;
    boolean busySay = true;
    int mostProbed;

    Neighbourhood(Probe probe) {
      this.probe = probe;
    }

    @Override
    public int width() {
      return width;
    }

    @Override
    public int degree() {
      return 32;
    }

    @Override
    public long nanosPerHop() {
      return nanosPerHop;
    }

    @Override
    public boolean busySay() {
      return busySay;
    }

    @Override
    public int maxTtl() {
      return 4;
    }

    @Override
    public Probe probe(int most) {
      mostProbed = most;
      return probe;
    }

    @Override
    public void ask(int neighbour, int ttl) {
      assertEquals(ttls.size(), neighbour, "one after the other");
      ttls.add(ttl);
    }

    @Override
    public int busy() {
      return width;
    }

    @Override
    public int maxSteps() {
      throw new AssertionError("nobody walks");
    }

    @Override
    public void walk(int neighbour, int steps) {
      throw new AssertionError("nobody walks");
    }

    @Override
    public void renew() {
      throw new AssertionError("it is one search");
    }
  }

  private final Course query = new DynamicQuery();

  /** Goes on until somebody is asked, or it is over; returns how long that took. */
  private long untilNext(Neighbourhood field, int found, int wanted) {
    int asked = field.ttls.size();
    long nanos = 0;
    while (field.ttls.size() == asked) {
      long next = query.step(field, found, wanted);
      if (field.ttls.size() > asked || next < 0) {
        break;
      }
      nanos += next;
    }
    return nanos;
  }

  @Test
  void tablesThatHaveTheWordsAreAskedBeforeAllOthers() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(3, 30));
    assertEquals(SECOND * 6 / 10, query.step(field, 0, 50));
    assertEquals(50, field.mostProbed);
    assertEquals(List.of(), field.ttls);
  }

  /** Three of 31 have it; if it were four, 40 of the 47 that lack are at 311 more, at 9.7 links. */
  @Test
  void asManyLinksAreAskedAtOnceAsAreNeededAtLeast() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(3, 30));
    query.step(field, 0, 50);
    // The answers are here, and then no others come: that is not waited for four times.
    assertEquals(SECOND * 6 / 10, query.step(field, 3, 50));
    assertEquals(SECOND * 12 / 10, query.step(field, 3, 50));
    assertEquals(9, field.ttls.size());
    assertTrue(field.ttls.stream().allMatch(ttl -> ttl == 2), field.ttls::toString);
    // 35 of 31 + 9 * 32 = 319: eleven of the fifteen that lack are at 99 of them, at 3.1 links.
    assertEquals(SECOND * 12 / 10, untilNext(field, 35, 50));
    assertEquals(9 + 3, field.ttls.size());
    assertEquals(Course.OVER, query.step(field, 50, 50));
  }

  /** Who hears nothing waits for as long as the document says: 2.4 seconds for each hop. */
  @Test
  void whereNoTableHasTheWordsAFewLinksAreProbedAndThenMoreAndMore() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(0, 30));
    assertEquals(SECOND * 12 / 10, query.step(field, 0, 50));
    assertEquals(List.of(2, 2, 2), field.ttls);
    assertEquals(SECOND * 36 / 10, untilNext(field, 0, 50));
    // If it were one of 127, 43 of 50 were at 5,450 more, at 5.5 links of three hops.
    assertEquals(List.of(2, 2, 2, 3, 3, 3, 3, 3), field.ttls);
    // If one of 5,092: at 7.1 links of four hops.
    assertEquals(SECOND * 54 / 10, untilNext(field, 0, 50));
    assertEquals(8 + 7, field.ttls.size());
    // If one of 220,580, they were not to be had from all the links that are left.
    assertEquals(SECOND * 72 / 10, untilNext(field, 0, 50));
    assertEquals(30, field.ttls.size());
    assertEquals(SECOND * 72 / 10, untilNext(field, 0, 50));
    assertEquals(Course.ANSWERED, query.step(field, 0, 50));
  }

  /** One found among 97 servents: none of the links may be asked for all that is wanted. */
  @Test
  void oneAnswerMakesNoFlood() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(0, 0));
    query.step(field, 0, 50);
    untilNext(field, 1, 50);
    // 42 * 97 / 2 servents, of which a link has 993 within three hops.
    assertEquals(List.of(2, 2, 2, 3, 3), field.ttls);
  }

  /** Answers of the first hop were there at the first look: whoever is silent has two. */
  @Test
  void whereAnswersAreQuickTheSilentAreNotAwaitedForLong() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(3, 30));
    query.step(field, 0, 50);
    untilNext(field, 3, 50);
    // Two looks in all, of which one has begun when the links were asked.
    assertEquals(SECOND * 12 / 10, untilNext(field, 3, 50));
  }

  @Test
  void itEndsWhenAllWereAskedAndCouldAnswer() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(0, 0));
    field.width = 3;
    query.step(field, 0, 50);
    assertEquals(SECOND * 36 / 10, untilNext(field, 0, 50));
    assertEquals(Course.ANSWERED, query.step(field, 0, 50));
  }

  /** Half a second for a hop, as the neighbours are near. */
  @Test
  void whoHasNearNeighboursWaitsForLess() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(0, 0));
    field.width = 10;
    field.nanosPerHop = SECOND / 2;
    long nanos = 0;
    for (long next = query.step(field, 0, 50); next > 0; next = query.step(field, 0, 50)) {
      nanos += next;
    }
    assertEquals(List.of(2, 2, 2, 3, 3, 3, 3, 4, 4, 4), field.ttls);
    assertEquals(SECOND / 2 * (2 + 3 + 4), nanos);
  }

  /** A leaf: two ultrapeers ask for it, and say when they are done. */
  @Test
  void whatOthersBringToTheNetworkIsOverWhenAllOfThemAreDone() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(0, 0));
    field.width = 2;
    Course delegated = new Delegated();
    assertEquals(SECOND * 48 / 10, delegated.step(field, 0, 50));
    assertEquals(List.of(4, 4), field.ttls);
    field.width = 1;
    for (int rounds = 1; rounds < 32 * 2; rounds++) {
      assertEquals(SECOND * 48 / 10, delegated.step(field, 0, 50));
    }
    field.width = 0;
    assertEquals(Course.ANSWERED, delegated.step(field, 0, 50));
    assertEquals(List.of(4, 4), field.ttls, "nobody is asked twice");
  }

  /** Ultrapeers that do not tell: 14.4 seconds without an answer end it, wherever they come. */
  @Test
  void whatOthersBringInSilenceIsOverWhenNobodyHasAnsweredForAWhile() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(0, 0));
    field.width = 2;
    field.busySay = false;
    Course delegated = new Delegated();
    long nanos = 0;
    int found = 0;
    for (long next = delegated.step(field, 0, 50); next > 0; ) {
      nanos += next;
      found = nanos < SECOND * 20 ? found + 1 : found;
      next = delegated.step(field, found, 50);
    }
    // Four rounds with an answer, and three without.
    assertEquals(SECOND * (4 + 3) * 48 / 10, nanos);
    assertEquals(4, found);
  }

  /** Its own leaves need a hop's time, too. */
  @Test
  void whoHasNoNeighboursButLeavesWaitsForThese() {
    Neighbourhood field = new Neighbourhood(new Field.Probe(0, 0));
    field.width = 0;
    assertEquals(SECOND * 24 / 10, untilNext(field, 0, 50));
    assertEquals(Course.ANSWERED, query.step(field, 0, 50));
  }
}
