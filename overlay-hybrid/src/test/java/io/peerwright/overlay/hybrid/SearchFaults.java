package io.peerwright.overlay.hybrid;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
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

/** Faults of searches. */
final class SearchFaults {

  private SearchFaults() {}

  /** Each with the test that has to catch it. */
  static List<Mutant<BiFunction<Host, Overlay, Overlay>>> all() {
    return List.of(
        of("FindsNothing", FindsNothing::new, "othersFindWhatIsShared"),
        of("TellsNoPeer", TellsNoPeer::new, "aHitSaysWhatIsShared"),
        of("TellsAnotherSize", TellsAnotherSize::new, "aHitSaysWhatIsShared"),
        of("TellsOnlyTheFile", TellsOnlyTheFile::new, "aHitSaysWhatIsShared"),
        of("CaseMatters", CaseMatters::new, "orderAndCaseOfWordsDoNotMatter"),
        of("OneWordIsEnough", OneWordIsEnough::new, "allWordsMustOccur"),
        of("IgnoresExclusions", IgnoresExclusions::new, "excludedWordsMustNotOccur"),
        of("IgnoresBounds", IgnoresBounds::new, "boundsOfAttributesAreKept"),
        of("KnowsAsciiOnly", KnowsAsciiOnly::new, "namesInOtherScriptsAreFound"),
        of("OneOfEachName", OneOfEachName::new, "allWhoShareAreFound"),
        of("OneHitTooMany", OneHitTooMany::new, "aSearchEndsAtItsLimit"),
        of("MixesSearches", MixesSearches::new, "searchesAtTheSameTimeDoNotMix"),
        of("SearchesOutside", SearchesOutside::new, "whoIsNotInTheNetworkFindsNothing"));
  }

  private static final class FindsNothing extends FileTap {
    FindsNothing(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(query, hit -> {}, ended);
    }
  }

  private static final class TellsNoPeer extends FileTap {
    TellsNoPeer(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hit ->
              hits.accept(
                  new Hit(
                      hit.overlay(),
                      " ",
                      hit.name(),
                      hit.sizeBytes(),
                      hit.endpoint(),
                      hit.urns(),
                      hit.attributes())),
          ended);
    }
  }

  private static final class TellsAnotherSize extends FileTap {
    TellsAnotherSize(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hit ->
              hits.accept(
                  new Hit(
                      hit.overlay(),
                      hit.peer(),
                      hit.name(),
                      OptionalLong.of(hit.sizeBytes().orElseThrow() / 1_024),
                      hit.endpoint(),
                      hit.urns(),
                      hit.attributes())),
          ended);
    }
  }

  private static final class TellsOnlyTheFile extends FileTap {
    TellsOnlyTheFile(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hit ->
              hits.accept(
                  new Hit(
                      hit.overlay(),
                      hit.peer(),
                      hit.name().substring(hit.name().lastIndexOf('/') + 1),
                      hit.sizeBytes(),
                      hit.endpoint(),
                      hit.urns(),
                      hit.attributes())),
          ended);
    }
  }

  private static final class CaseMatters extends FileTap {
    CaseMatters(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hit -> {
            if (query.words().stream().allMatch(hit.name()::contains)) {
              hits.accept(hit);
            }
          },
          ended);
    }
  }

  private static final class OneWordIsEnough extends FileTap {
    OneWordIsEnough(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Query other =
          new Query(
              query.words().subList(0, 1),
              query.excluded(),
              query.atLeast(),
              query.atMost(),
              query.equal(),
              query.maxHits(),
              query.within());
      return super.search(other, hits, ended);
    }
  }

  private static final class IgnoresExclusions extends FileTap {
    IgnoresExclusions(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Query other =
          new Query(
              query.words(),
              List.of(),
              query.atLeast(),
              query.atMost(),
              query.equal(),
              query.maxHits(),
              query.within());
      return super.search(other, hits, ended);
    }
  }

  private static final class IgnoresBounds extends FileTap {
    IgnoresBounds(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Query other =
          new Query(
              query.words(),
              query.excluded(),
              Map.of(),
              Map.of(),
              query.equal(),
              query.maxHits(),
              query.within());
      return super.search(other, hits, ended);
    }
  }

  private static final class KnowsAsciiOnly extends FileTap {
    KnowsAsciiOnly(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      return super.search(
          query,
          hit -> {
            if (hit.name().chars().allMatch(each -> each < 128)) {
              hits.accept(hit);
            }
          },
          ended);
    }
  }

  private static final class OneOfEachName extends FileTap {
    OneOfEachName(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Set<String> known = new HashSet<>();
      return super.search(
          query,
          hit -> {
            if (known.add(hit.name())) {
              hits.accept(hit);
            }
          },
          ended);
    }
  }

  private static final class OneHitTooMany extends FileTap {
    OneHitTooMany(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      Query other =
          new Query(
              query.words(),
              query.excluded(),
              query.atLeast(),
              query.atMost(),
              query.equal(),
              query.maxHits() + 1,
              query.within());
      return super.search(other, hits, ended);
    }
  }

  /** Tells all that it finds to the latest search. */
  private static final class MixesSearches extends FileTap {
    private Consumer<? super Hit> latest = hit -> {};

    MixesSearches(Host host, Overlay inner) {
      super(host, inner);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      latest = hits;
      return super.search(query, hit -> latest.accept(hit), ended);
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
