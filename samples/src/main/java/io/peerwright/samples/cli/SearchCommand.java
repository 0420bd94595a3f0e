package io.peerwright.samples.cli;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Query;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Found;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.SlowNotice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds files by words. */
@Command(
    name = "search",
    description = {
      "Finds files. All words must occur in the name; -word excludes; attributes narrow it down.",
      "Example: search copper rain -live bitrate>=192 --server 192.0.2.1:8888"
    },
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private QueryOptions query;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, "hybrid");
      peerwright.require(config, KeywordSearch.class);
      Peer peer = options.start(console, peerwright, config);
      Found found = query.find(console, peer);
      List<Hit> hits = found.hits();
      HitPrinter.print(console, hits);
      console.say(hits.isEmpty() ? "nothing found" : hits.size() + " found");
      query.tellLimit(console, found);
      console.event("ended", "hits", hits.size());
      return hits.isEmpty() ? ExitCode.FOUND_NOTHING : 0;
    }
  }

  /** The words, and how long to look for them. */
  static final class QueryOptions {

    @Parameters(paramLabel = "WORDS", arity = "1..*", description = "What to search for.")
    private List<String> words = List.of();

    @Option(
        names = "--max",
        paramLabel = "N",
        defaultValue = "100",
        description = "Stop after this many hits. Default: ${DEFAULT-VALUE}.")
    private int max = 100;

    @Option(
        names = "--within",
        paramLabel = "DURATION",
        defaultValue = "15s",
        description = "Give up after this time. Default: ${DEFAULT-VALUE}.")
    private Duration within = Duration.ofSeconds(15);

    /** Searches, and says so if it takes long. */
    Found find(Console console, Peer peer) {
      Query asked = query();
      return SlowNotice.during(
          () -> peer.find(asked),
          () -> {
            console.say("searching, for %s at most", Amounts.of(within));
            console.event("searching", "withinSeconds", within.toSeconds());
          });
    }

    /** Says so if servers gave fewer hits than were asked for, though there may be more. */
    void tellLimit(Console console, Found found) {
      if (found.hits().size() < max && found.ends().containsValue(Reason.LIMIT)) {
        console.say(
            "%d of the %d asked for: the server gives no more for one search; narrow it down",
            found.hits().size(), max);
        console.event("limited", "asked", max, "hits", found.hits().size());
      }
    }

    private Query query() {
      for (String word : words) {
        if (word.startsWith("--")) {
          throw new UserException("there is no option " + word + "; --help names them all");
        }
      }
      try {
        Query query = Query.parse(String.join(" ", words)).limitedTo(max, within);
        if (query.words().isEmpty()) {
          throw new UserException("name at least one word that the file's name has");
        }
        return query;
      } catch (IllegalArgumentException e) {
        throw new UserException("cannot search for that: " + e.getMessage());
      }
    }
  }
}
