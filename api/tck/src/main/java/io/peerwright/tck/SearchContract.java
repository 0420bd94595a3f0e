package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link KeywordSearch} and {@link Sharing} must do, as tests
 * derived from their Javadoc: three peers share files and search for them. What is published, and
 * has then had the {@link NetworkUnderTest#settleNanos} of the rig, is found by all.
 */
public abstract class SearchContract extends SharingPeers {

  private static final int MOST_LOOKS = 200;

  /** For subclasses. */
  protected SearchContract() {}

  private static void assertFound(Peer by, String line, String... names) {
    SearchProbe search = search(by, line);
    assertEquals(List.of(names), search.names());
    assertTrue(
        Set.of(Reason.ENDED, Reason.TIMEOUT).contains(search.reason()), search.reason().name());
  }

  /** After something was withdrawn. Live, nothing tells when that has arrived. */
  private void assertOnlyFound(Peer by, String line, String... names) {
    settle();
    for (int i = 0; i < MOST_LOOKS && !rig().virtualTime(); i++) {
      if (search(by, line).names().equals(List.of(names))) {
        break;
      }
      settle();
    }
    assertFound(by, line, names);
  }

  @Test
  void othersFindWhatIsShared() {
    share(a, "copper rain.ogg");
    assertFound(b, "copper rain", "copper rain.ogg");
    assertFound(c, "rain", "copper rain.ogg");
  }

  @Test
  void aHitSaysWhatIsShared() {
    SharedItem item = item(a, "folder/copper rain.ogg");
    start(a, item);
    publish(a);
    List<Hit> hits = search(b, "copper").hits();
    assertEquals(1, hits.size());
    Hit hit = hits.get(0);
    assertDescribes(b, item, hit);
    assertFalse(hit.peer().isBlank(), "nobody offers it");
  }

  @Test
  void orderAndCaseOfWordsDoNotMatter() {
    share(a, "Copper Rain.ogg");
    assertFound(b, "RAIN copper", "Copper Rain.ogg");
  }

  @Test
  void allWordsMustOccur() {
    share(a, "copper rain.ogg");
    share(a, "copper snow.ogg");
    assertFound(b, "copper snow", "copper snow.ogg");
    assertFound(b, "copper hail");
  }

  @Test
  void excludedWordsMustNotOccur() {
    share(a, "copper rain.ogg");
    share(a, "copper rain live.ogg");
    assertFound(b, "copper -live", "copper rain.ogg");
  }

  @Test
  void boundsOfAttributesAreKept() {
    share(a, "copper rain.ogg");
    assertFound(b, "copper bitrate>=128", "copper rain.ogg");
    assertFound(b, "copper bitrate>=129");
    assertFound(b, "copper size<=100");
  }

  /** By what is shared, and the kind of a file by its name at the least. */
  @Test
  void attributesThatMustBeEqualAreKept() {
    share(a, "copper rain.ogg");
    share(a, "copper rain.txt");
    assertFound(b, "copper bitrate=128 size=1015", "copper rain.ogg", "copper rain.txt");
    assertFound(b, "copper bitrate=129");
    assertFound(b, "copper size=1014");
    assertFound(b, "copper type=audio", "copper rain.ogg");
    assertFound(b, "copper type=Document", "copper rain.txt");
    assertFound(b, "copper type=video");
  }

  @Test
  void namesInOtherScriptsAreFound() {
    share(a, "Caf\u00e9 \u043b\u0443\u043d\u0430.ogg");
    assertFound(b, "caf\u00e9", "Caf\u00e9 \u043b\u0443\u043d\u0430.ogg");
    assertFound(b, "\u043b\u0443\u043d\u0430", "Caf\u00e9 \u043b\u0443\u043d\u0430.ogg");
  }

  @Test
  void allWhoShareAreFound() {
    share(a, "copper rain.ogg");
    share(b, "copper rain.ogg");
    List<Hit> hits = search(c, "copper rain").hits();
    assertEquals(2, hits.size());
    assertEquals(2, hits.stream().map(Hit::peer).distinct().count());
  }

  @Test
  void whatNobodySharesIsNotFound() {
    assertFound(b, "copper rain");
  }

  @Test
  void aSearchEndsAtItsLimit() {
    for (int i = 0; i < 5; i++) {
      start(a, item(a, "copper " + i + ".ogg"));
    }
    publish(a);
    SearchProbe search =
        SearchProbe.begin(b, query("copper").limitedTo(2, Duration.ofSeconds(10))).await();
    settle();
    assertEquals(2, search.hits().size());
    assertEquals(Reason.LIMIT, search.reason());
  }

  @Test
  void aSearchEndsInItsTime() {
    share(a, "copper rain.ogg");
    Duration within = Duration.ofMillis(rig().virtualTime() ? 2_000 : 200);
    SearchProbe search = SearchProbe.begin(b, query("copper").limitedTo(100, within));
    passTime(within.toNanos());
    settle();
    assertTrue(search.isOver(), "still searching after its time");
  }

  @Test
  void aCancelledSearchEnds() {
    share(a, "copper rain.ogg");
    SearchProbe search = SearchProbe.cancelled(b, query("copper"));
    settle();
    assertEquals(Reason.CANCELLED, search.reason());
  }

  @Test
  void cancellingFromInsideAHitWorksAtOnce() {
    for (int i = 0; i < 5; i++) {
      start(a, item(a, "copper " + i + ".ogg"));
    }
    publish(a);
    SearchProbe search = SearchProbe.begin(b, query("copper"), SearchProbe::cancel).await();
    settle();
    assertEquals(1, search.hits().size());
    assertEquals(Reason.CANCELLED, search.reason());
  }

  /** Each hit is told, and so is the end; and others are found as if nothing had been thrown. */
  @Test
  void aCallbackThatThrowsHarmsNoSearch() {
    for (int i = 0; i < 3; i++) {
      start(a, item(a, "copper " + i + ".ogg"));
    }
    publish(a);
    whereCallbacksThrow(
        b.machine(),
        thrown -> {
          SearchProbe search =
              SearchProbe.begin(b, query("copper"), SearchProbe.throwing(thrown)).await();
          assertEquals(List.of("copper 0.ogg", "copper 1.ogg", "copper 2.ogg"), search.names());
          settle();
          assertFound(b, "copper", "copper 0.ogg", "copper 1.ogg", "copper 2.ogg");
        });
    share(b, "silver rain.ogg");
    assertFound(c, "silver", "silver rain.ogg");
  }

  @Test
  void cancellingAfterTheEndDoesNothing() {
    SearchProbe search = search(b, "copper");
    Reason reason = search.reason();
    b.machine().run(search::cancel);
    settle();
    assertEquals(reason, search.reason());
  }

  @Test
  void searchesAtTheSameTimeDoNotMix() {
    share(a, "copper rain.ogg");
    share(a, "silver snow.ogg");
    SearchProbe one = SearchProbe.begin(b, query("copper"));
    SearchProbe other = SearchProbe.begin(b, query("silver"));
    SearchProbe third = SearchProbe.begin(c, query("snow"));
    assertEquals(List.of("copper rain.ogg"), one.await().names());
    assertEquals(List.of("silver snow.ogg"), other.await().names());
    assertEquals(List.of("silver snow.ogg"), third.await().names());
  }

  @Test
  void whoIsNotInTheNetworkFindsNothing() {
    share(a, "copper rain.ogg");
    SearchProbe search = SearchProbe.begin(newcomer("outside"), query("copper")).await();
    assertEquals(List.of(), search.hits());
  }

  @Test
  void leavingEndsSearches() {
    SearchProbe search =
        SearchProbe.begin(b, query("copper").limitedTo(100, Duration.ofMinutes(5)));
    b.leave();
    settle();
    assertTrue(search.isOver(), "still searching after it left");
  }

  @Test
  void leavingTellsWhyASearchHasEnded() {
    KeywordSearch searching = b.as(KeywordSearch.class);
    List<Reason> ended = Collections.synchronizedList(new ArrayList<>());
    b.machine()
        .run(
            () -> {
              searching.search(query("copper"), hit -> {}, ended::add);
              b.overlay().leave();
            });
    settle();
    assertEquals(List.of(Reason.SHUTDOWN), ended);
  }

  @Test
  void whatIsWithdrawnIsNotFound() {
    Handle rain = share(a, "copper rain.ogg");
    share(a, "copper snow.ogg");
    a.machine().run(rain::close);
    a.machine().run(rain::close);
    assertOnlyFound(b, "copper", "copper snow.ogg");
  }

  @Test
  void whatIsWithdrawnCanBeSharedAgain() {
    Handle rain = share(a, "copper rain.ogg");
    a.machine().run(rain::close);
    share(a, "copper rain.ogg");
    a.machine().run(rain::close);
    settle();
    assertFound(b, "copper", "copper rain.ogg");
  }

  @Test
  void oneNameCannotBeSharedTwice() {
    share(a, "copper rain.ogg");
    Sharing sharing = a.as(Sharing.class);
    SharedItem again = item(a, "copper rain.ogg");
    a.machine().run(() -> assertThrows(IllegalArgumentException.class, () -> sharing.share(again)));
    settle();
    assertFound(b, "copper", "copper rain.ogg");
  }

  @Test
  void whatIsSharedBeforeJoiningIsFound() {
    Peer late = newcomer("late");
    start(late, item(late, "copper rain.ogg"));
    late.join();
    publish(late);
    assertFound(b, "copper", "copper rain.ogg");
  }

  @Test
  void whoLeavesTakesItsFilesAlong() {
    share(a, "copper rain.ogg");
    a.leave();
    assertOnlyFound(b, "copper");
  }

  @Test
  void whoJoinsAgainSharesAsBefore() {
    share(a, "copper rain.ogg");
    Handle snow = share(a, "copper snow.ogg");
    a.leave();
    settle();
    a.machine().run(snow::close);
    a.join();
    publish(a);
    assertFound(b, "copper", "copper rain.ogg");
  }
}
