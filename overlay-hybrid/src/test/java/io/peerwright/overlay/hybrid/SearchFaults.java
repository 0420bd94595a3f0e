package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.tck.mutants.Mutant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Faults of searches. */
final class SearchFaults {

  private SearchFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        finding("FindsNothing", hit -> false, "othersFindWhatIsShared"),
        telling("TellsNoPeer", hit -> hit(hit, " ", hit.name(), size(hit)), "aHitSaysWhatIsShared"),
        telling(
            "TellsAnotherSize",
            hit -> hit(hit, hit.peer(), hit.name(), size(hit) / 1_024),
            "aHitSaysWhatIsShared"),
        telling(
            "TellsOnlyTheFile",
            hit -> hit(hit, hit.peer(), file(hit), size(hit)),
            "aHitSaysWhatIsShared"),
        of(
            "CaseMatters",
            HitFault.inSearchFor(() -> SearchFaults::caseMatters),
            "orderAndCaseOfWordsDoNotMatter"),
        of("OneWordIsEnough", HitFault.inQuery(SearchFaults::oneWord), "allWordsMustOccur"),
        of(
            "IgnoresExclusions",
            HitFault.inQuery(SearchFaults::withoutExclusions),
            "excludedWordsMustNotOccur"),
        of(
            "IgnoresBounds",
            HitFault.inQuery(SearchFaults::withoutBounds),
            "boundsOfAttributesAreKept"),
        finding(
            "KnowsAsciiOnly",
            hit -> hit.name().chars().allMatch(each -> each < 128),
            "namesInOtherScriptsAreFound"),
        search("OneOfEachName", () -> HitFault.only(SearchFaults::newNames), "allWhoShareAreFound"),
        of("OneHitTooMany", HitFault.inQuery(SearchFaults::oneMore), "aSearchEndsAtItsLimit"),
        search("MixesSearches", MixesSearches::new, "searchesAtTheSameTimeDoNotMix"),
        of("SearchesOutside", SearchesOutside::new, "whoIsNotInTheNetworkFindsNothing"));
  }

  private static Mutant<BiFunction<Host, Overlay, Overlay>> search(
      String name, Supplier<HitFault> fault, String test) {
    return of(name, HitFault.inSearch(fault), test);
  }

  private static Mutant<BiFunction<Host, Overlay, Overlay>> telling(
      String name, UnaryOperator<Hit> change, String test) {
    return search(name, () -> HitFault.telling(change), test);
  }

  private static Mutant<BiFunction<Host, Overlay, Overlay>> finding(
      String name, Predicate<Hit> which, String test) {
    return search(name, () -> HitFault.only(() -> which), test);
  }

  private static Hit hit(Hit hit, String peer, String name, long size) {
    return new Hit(
        hit.overlay(),
        peer,
        name,
        OptionalLong.of(size),
        hit.endpoint(),
        hit.urns(),
        hit.attributes());
  }

  private static long size(Hit hit) {
    return hit.sizeBytes().orElseThrow();
  }

  private static String file(Hit hit) {
    return hit.name().substring(hit.name().lastIndexOf('/') + 1);
  }

  private static HitFault caseMatters(Query query) {
    return HitFault.only(() -> hit -> query.words().stream().allMatch(hit.name()::contains));
  }

  private static Predicate<Hit> newNames() {
    Set<String> known = new HashSet<>();
    return hit -> known.add(hit.name());
  }

  private static Query oneWord(Query query) {
    return new Query(
        query.words().subList(0, 1),
        query.excluded(),
        query.atLeast(),
        query.atMost(),
        query.equal(),
        query.maxHits(),
        query.within());
  }

  private static Query withoutExclusions(Query query) {
    return new Query(
        query.words(),
        List.of(),
        query.atLeast(),
        query.atMost(),
        query.equal(),
        query.maxHits(),
        query.within());
  }

  private static Query withoutBounds(Query query) {
    return new Query(
        query.words(),
        query.excluded(),
        Map.of(),
        Map.of(),
        query.equal(),
        query.maxHits(),
        query.within());
  }

  private static Query oneMore(Query query) {
    return new Query(
        query.words(),
        query.excluded(),
        query.atLeast(),
        query.atMost(),
        query.equal(),
        query.maxHits() + 1,
        query.within());
  }

  /** Tells all that it finds to the latest search. */
  private static final class MixesSearches implements HitFault {
    private Consumer<? super Hit> latest = hit -> {};

    @Override
    public Handle start(
        Loop loop, Source inner, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      latest = hits;
      return inner.start(hit -> latest.accept(hit), ended);
    }
  }

  /** Answers before it has joined. */
  private static final class SearchesOutside extends FileTap {
    private boolean joined;

    SearchesOutside(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public CompletionStage<Void> join() {
      joined = true;
      return super.join();
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      if (!joined) {
        Hit ghost =
            new Hit(name(), "ghost", "copper", OptionalLong.of(1), null, Set.of(), Map.of());
        host.loop().execute(() -> hits.accept(ghost));
      }
      return super.search(query, hits, ended);
    }
  }
}
