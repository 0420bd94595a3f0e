package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.files.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanTableTest {

  private static final int SIZE = 1_000_000;

  private static SpanTable table(long grain) {
    return new SpanTable(SIZE, grain, true, new Ranges());
  }

  private static Span claim(SpanTable table, double speed) {
    Span span = table.claim(new SourceRate(speed, 0), SpanOffer.ALL);
    assertNotNull(span);
    return span;
  }

  private static void assertSpan(long from, long end, Span span) {
    assertEquals(from + ".." + end, span.from + ".." + span.end);
  }

  @Test
  void theFirstOneGetsAll() {
    assertSpan(0, SIZE, claim(table(1), 0));
  }

  @Test
  void theRestIsSharedSoThatBothAreReadyAtOnce() {
    SpanTable table = table(1);
    Span first = claim(table, 100_000);
    first.position = 200_000;
    Span second = claim(table, 300_000);
    assertSpan(0, 400_000, first);
    assertSpan(400_000, SIZE, second);
  }

  @Test
  void boundariesAreThoseOfPieces() {
    SpanTable table = table(65_536);
    Span first = claim(table, 100_000);
    Span second = claim(table, 100_000);
    assertEquals(8 * 65_536, second.from);
    assertEquals(8 * 65_536, first.end);
  }

  @Test
  void whoWouldBeReadyLastShares() {
    SpanTable table = table(1);
    Span slow = claim(table, 100_000);
    Span fast = claim(table, 100_000);
    fast.speed = 1_000_000;
    assertSpan(250_000, 500_000, claim(table, 100_000));
    assertEquals(250_000, slow.end);
    assertSpan(500_000, SIZE, fast);
  }

  @Test
  void whatIsAlmostHereIsLeftWhereItIs() {
    SpanTable table = table(1);
    Span only = claim(table, 100_000);
    only.position = SIZE - 150_000;
    assertNull(
        table.claim(new SourceRate(100_000, 0), SpanOffer.ALL),
        "a second and a half is soon enough");
  }

  @Test
  void whatIsTooLittleToShareGoesToAFasterOneAsAWhole() {
    SpanTable table = table(1);
    Span slow = claim(table, 1_000);
    slow.position = SIZE - 3_000;
    assertNull(table.claim(SourceRate.UNKNOWN, SpanOffer.ALL), "it is not known to be faster");
    assertSpan(SIZE - 3_000, SIZE, claim(table, 100_000));
    assertEquals(0, slow.left());
  }

  @Test
  void whoHasToBeComparedAtItsEndKeepsTheEnd() {
    SpanTable table = new SpanTable(SIZE, 1, false, new Ranges());
    Span slow = claim(table, 1_000);
    slow.position = SIZE - 3_000;
    assertNull(table.claim(new SourceRate(100_000, 0), SpanOffer.ALL));
    assertTrue(table.isAwaited(0));
    assertFalse(table.isAwaited(1));
  }

  /** At 1,000 bytes a second 50,000 are the most of a minute, however few they are. */
  @Test
  void theSlowerTheSourcesAreTheLessIsStillShared() {
    SpanTable table = table(1);
    Span slow = claim(table, 1_000);
    slow.position = SIZE - 50_000;
    assertSpan(SIZE - 25_000, SIZE, claim(table, 1_000));
    assertEquals(25_000, slow.left());
    slow.position = SIZE - 25_000 - 4_000;
    assertSpan(SIZE - 12_500, SIZE, claim(table, 1_000));
  }

  @Test
  void whoseBeginningTakesLongGetsThatMuchLess() {
    SpanTable table = table(1);
    Span first = claim(table, 10_000);
    first.position = SIZE - 100_000;
    Span second = table.claim(new SourceRate(10_000, 4), SpanOffer.ALL);
    assertNotNull(second);
    assertSpan(SIZE - 30_000, SIZE, second);
    assertEquals(70_000, first.left(), "seven seconds, as four and three are");
    assertFalse(
        table.hasWork(new SourceRate(10_000, 8), SpanOffer.ALL), "it would come when all is here");
    assertTrue(
        table.hasWork(new SourceRate(10_000, 8).waited(5), SpanOffer.ALL), "most of that is over");
  }

  /** They come one after the other, before any of them has sent a byte. */
  @Test
  void allThatAreAskedGetEqualParts() {
    for (int sources = 1; sources <= 15; sources++) {
      SpanTable table = table(1);
      table.expect(sources);
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < sources; i++) {
        spans.add(claim(table, 0));
      }
      for (Span span : spans) {
        assertEquals(SIZE / sources, span.left(), sources, "of " + sources);
      }
    }
  }

  @Test
  void whatSomebodyWaitsForComesFirst() {
    SpanTable table = table(1);
    table.stored(0, 100);
    table.want(500_000);
    assertSpan(500_000, SIZE, claim(table, 0));
    assertSpan(100, 500_000, claim(table, 0));
  }

  @Test
  void whoIsFarFromWhatIsWantedIsInTheWay() {
    SpanTable table = table(1);
    Span span = claim(table, 50_000);
    table.want(200_000);
    assertNull(table.inTheWay(), "four seconds to go");
    table.want(200_001);
    assertEquals(span, table.inTheWay());
  }

  @Test
  void gapsAreGivenOnceEach() {
    SpanTable table = table(1);
    table.stored(100, 200);
    table.stored(300, SIZE);
    assertEquals(100, table.hereBefore(200));
    Span first = claim(table, 0);
    assertSpan(0, 100, first);
    assertSpan(200, 300, claim(table, 0));
    assertNull(table.claim(SourceRate.UNKNOWN, SpanOffer.ALL));
    table.release(first);
    assertSpan(0, 100, claim(table, 0));
  }

  /** Sources of random speeds come and go: nothing is given twice, and in the end all is here. */
  @Test
  void allIsGivenOnce() {
    for (int seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      long grain = random.nextBoolean() ? 1 : 16_384;
      SpanTable table = table(grain);
      List<Span> busy = new ArrayList<>();
      for (int step = 0; step < 2_000 && table.bytesHere() < SIZE; step++) {
        if (busy.size() < 5) {
          double speed = random.nextInt(3) == 0 ? 0 : 1_000 + random.nextInt(200_000);
          double setup = random.nextInt(4);
          Span span =
              table.claim(
                  new SourceRate(speed, setup),
                  new SpanOffer(1 + random.nextInt(400_000), null, null));
          if (span != null) {
            busy.add(span);
          }
        }
        assertTrue(table.checkInvariants(), "seed " + seed);
        Span span = busy.isEmpty() ? null : busy.get(random.nextInt(busy.size()));
        if (span != null) {
          long to = Math.min(span.end, span.position + random.nextInt(50_000));
          table.stored(span.position, to);
          span.position = to;
          if (span.left() == 0 || random.nextInt(20) == 0) {
            table.release(span);
            busy.remove(span);
          }
        }
      }
      assertEquals(SIZE, table.bytesHere(), "seed " + seed);
    }
  }
}
