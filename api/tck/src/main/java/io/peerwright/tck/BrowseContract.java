package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link Browse}, {@link KeywordSearch} and {@link Sharing} must do,
 * as tests derived from their Javadoc: three peers share files, and one lists those of another,
 * which it knows from a hit.
 */
public abstract class BrowseContract extends SharingPeers {

  /** For subclasses. */
  protected BrowseContract() {}

  /** How another peer is called that shares a file of this name, and nobody else does. */
  private static String nameOf(Peer by, String file) {
    List<Hit> hits = search(by, file).hits();
    assertEquals(1, hits.size(), () -> "peers that share " + file);
    return hits.get(0).peer();
  }

  private static SearchProbe list(Peer by, String peer) {
    return SearchProbe.list(by, peer).await();
  }

  private static void assertListed(SearchProbe listing, String... names) {
    assertEquals(List.of(names), listing.names());
    assertEquals(Reason.ENDED, listing.reason());
  }

  @Test
  void allThatOnePeerSharesIsListed() {
    share(a, "copper rain.ogg");
    share(a, "silver snow.ogg");
    share(c, "copper hail.ogg");
    SearchProbe listing = list(b, nameOf(b, "copper rain"));
    settle();
    assertListed(listing, "copper rain.ogg", "silver snow.ogg");
  }

  @Test
  void manyFilesAreListedEachOnce() {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 150; i++) {
      String name = "folder " + i % 3 + "/copper rain " + i + ".ogg";
      names.add(name);
      start(a, item(a, name));
    }
    share(a, "silver snow.ogg");
    names.add("silver snow.ogg");
    SearchProbe listing = list(b, nameOf(b, "silver snow"));
    assertEquals(List.copyOf(names), listing.names());
    assertEquals(Reason.ENDED, listing.reason());
  }

  @Test
  void aHitSaysWhatIsSharedAndByWhom() {
    SharedItem item = item(a, "folder/copper rain.ogg");
    start(a, item);
    publish(a);
    String peer = nameOf(b, "copper rain");
    Hit hit = list(b, peer).hits().get(0);
    assertDescribes(b, item, hit);
    assertEquals(peer, hit.peer());
  }

  /** In the order of the words, and also where nothing would be found by them. */
  @Test
  void whatIsWithdrawnIsNotListed() {
    Handle rain = share(a, "copper rain.ogg");
    Handle snow = share(a, "silver snow.ogg");
    String peer = nameOf(b, "copper rain");
    a.machine().run(rain::close);
    publish(a);
    assertListed(list(b, peer), "silver snow.ogg");
    a.machine().run(snow::close);
    publish(a);
    assertListed(list(b, peer));
    share(a, "copper hail.ogg");
    assertListed(list(b, peer), "copper hail.ogg");
  }

  @Test
  void aPeerThatIsNotThereHasNoList() {
    SearchProbe listing = list(b, NamedPeers.NOBODY);
    settle();
    assertEquals(List.of(), listing.hits());
    assertEquals(Reason.UNRESOLVED, listing.reason());
  }

  @Test
  void aPeerThatHasLeftHasNoList() {
    share(a, "copper rain.ogg");
    String peer = nameOf(b, "copper rain");
    a.leave();
    settle();
    SearchProbe listing = list(b, peer);
    assertEquals(List.of(), listing.hits());
    assertFalse(
        Set.of(Reason.ENDED, Reason.CANCELLED, Reason.SHUTDOWN).contains(listing.reason()),
        () -> "ended with " + listing.reason());
  }

  @Test
  void whoIsNotInTheNetworkListsNothing() {
    share(a, "copper rain.ogg");
    SearchProbe listing = list(newcomer("outside"), nameOf(b, "copper rain"));
    assertEquals(List.of(), listing.hits());
    assertEquals(Reason.UNREACHABLE, listing.reason());
  }

  @Test
  void aCancelledListingEnds() {
    share(a, "copper rain.ogg");
    String peer = nameOf(b, "copper rain");
    Browse browse = b.as(Browse.class);
    SearchProbe listing =
        SearchProbe.cancelled(b, (hits, ended) -> browse.browse(peer, hits, ended)).await();
    settle();
    assertEquals(List.of(), listing.hits());
    assertEquals(Reason.CANCELLED, listing.reason());
    assertListed(list(b, peer), "copper rain.ogg");
  }

  @Test
  void cancellingFromInsideAHitWorksAtOnce() {
    for (int i = 0; i < 5; i++) {
      start(a, item(a, "copper " + i + ".ogg"));
    }
    share(a, "silver snow.ogg");
    SearchProbe listing =
        SearchProbe.list(b, nameOf(b, "silver snow"), SearchProbe::cancel).await();
    settle();
    assertEquals(1, listing.hits().size());
    assertEquals(Reason.CANCELLED, listing.reason());
  }

  @Test
  void cancellingAfterTheEndDoesNothing() {
    share(a, "copper rain.ogg");
    SearchProbe listing = list(b, nameOf(b, "copper rain"));
    b.machine().run(listing::cancel);
    settle();
    assertListed(listing, "copper rain.ogg");
  }

  /** Each hit is told, and so is the end; and the next listing is as if nothing had been thrown. */
  @Test
  void aCallbackThatThrowsHarmsNoListing() {
    share(a, "copper rain.ogg");
    share(a, "silver snow.ogg");
    String peer = nameOf(b, "copper rain");
    whereCallbacksThrow(
        b.machine(),
        thrown -> {
          SearchProbe listing = SearchProbe.list(b, peer, SearchProbe.throwing(thrown)).await();
          assertListed(listing, "copper rain.ogg", "silver snow.ogg");
          settle();
          assertListed(list(b, peer), "copper rain.ogg", "silver snow.ogg");
        });
  }

  @Test
  void listingsAtTheSameTimeDoNotMix() {
    share(a, "copper rain.ogg");
    share(c, "silver snow.ogg");
    String rain = nameOf(b, "copper rain");
    String snow = nameOf(b, "silver snow");
    SearchProbe one = SearchProbe.list(b, rain);
    SearchProbe other = SearchProbe.list(b, snow);
    SearchProbe again = SearchProbe.list(b, rain);
    assertListed(one.await(), "copper rain.ogg");
    assertListed(other.await(), "silver snow.ogg");
    assertListed(again.await(), "copper rain.ogg");
  }

  @Test
  void leavingTellsWhyAListingHasEnded() {
    share(a, "copper rain.ogg");
    String peer = nameOf(b, "copper rain");
    Browse browse = b.as(Browse.class);
    List<Reason> ended = Collections.synchronizedList(new ArrayList<>());
    b.machine()
        .run(
            () -> {
              browse.browse(peer, hit -> {}, ended::add);
              b.overlay().leave();
            });
    settle();
    assertEquals(List.of(Reason.SHUTDOWN), ended);
  }
}
