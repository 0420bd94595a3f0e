package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.kit.text.SharedPath;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.Downloads;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Progress;
import io.peerwright.samples.console.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds a file and downloads it. */
@Command(
    name = "get",
    description = {
      "Searches, and downloads one of the hits from all peers that have it.",
      "Called again after a break it goes on where it was.",
      "Example: get copper rain --pick 2 --to music --server 192.0.2.1:8888"
    },
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private SearchCommand.QueryOptions query;

  @Option(
      names = "--pick",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which of the hits, as search numbers them. Default: the first.")
  private int pick = 1;

  @Option(
      names = "--from",
      paramLabel = "PEER",
      description = "Only hits of this peer, who alone is asked.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where to put it. Default: the download folder of the configuration.")
  private @Nullable Path folder;

  @Option(
      names = "--give-up-after",
      paramLabel = "DURATION",
      defaultValue = "1d",
      description = "How long to try. Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ofDays(1);

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      // So that what has come is kept when the user interrupts it.
      try (Interruption leave = new Interruption(() -> leave(console, peerwright))) {
        try {
          return get(console, peerwright);
        } finally {
          leave.holdIfHappened();
        }
      }
    }
  }

  private static boolean leave(Console console, Peerwright peerwright) {
    peerwright.close();
    console.say("stopped; the same command goes on from here");
    console.event("stopped", "complete", false);
    return false;
  }

  private int get(Console console, Peerwright peerwright) throws Exception {
    PeerConfig config = options.config(peerwright, "hybrid");
    peerwright.require(config, KeywordSearch.class);
    peerwright.require(config, Fetch.class);
    Peer peer = options.start(console, peerwright, config);
    List<Hit> hits = query.find(console, peer).hits().stream().filter(this::isWanted).toList();
    if (hits.isEmpty()) {
      console.say("nothing found");
      console.event("ended", "hits", 0);
      return ExitCode.FOUND_NOTHING;
    }
    if (pick < 1 || pick > hits.size()) {
      throw new UserException("--pick " + pick + ": there are hits 1 to " + hits.size());
    }
    download(console, peer, hits);
    return 0;
  }

  private boolean isWanted(Hit hit) {
    return from == null || hit.peer().equals(from);
  }

  private void download(Console console, Peer peer, List<Hit> hits) {
    Hit chosen = hits.get(pick - 1);
    List<Hit> sources = Downloads.sameContent(chosen, hits);
    Path to = folder != null ? folder.toAbsolutePath() : peer.path(peer.config().download());
    Path target = SafeNames.child(to, SafeNames.fileName(SharedPath.lastPart(chosen.name())));
    console.say(
        "getting %s (%s) from %s%s",
        chosen.name(),
        Text.size(chosen),
        chosen.peer(),
        sources.size() > 1 ? " and " + (sources.size() - 1) + " more" : "");
    String detail;
    Path file;
    try (DownloadView view = new DownloadView(console, chosen.sizeBytes().orElse(0))) {
      Download download = peer.await(peer.fetch(sources, target, view::changed), patience);
      file = peer.await(download.done(), patience);
      detail = view.detail;
    }
    console.say("%s: %s", file, detail);
    console.event(
        "complete", "file", file.toString(), "bytes", chosen.sizeBytes(), "detail", detail);
  }

  /** A bar while bytes come in, and a line at each change of state. */
  private static final class DownloadView implements AutoCloseable {
    private final Console console;
    private final Progress bar;
    private String last = "";
    private volatile String detail = "";

    DownloadView(Console console, long total) {
      this.console = console;
      this.bar = console.progress("Downloading", total);
    }

    void changed(Download download) {
      bar.at(download.bytesDone(), download.bytesTotal().orElse(0));
      detail = download.detail();
      String now = download.state() + " " + download.detail();
      if (!now.equals(last)) {
        last = now;
        if (isNews(download.state())) {
          console.say("%s", download.detail());
        }
        console.event(
            "download",
            "state",
            download.state().name(),
            "detail",
            download.detail(),
            "bytes",
            download.bytesDone());
      }
    }

    /** Whom it waits for and whom it comes from; the rest is the bar's, or comes at the end. */
    private static boolean isNews(Download.State state) {
      return switch (state) {
        case QUEUED, TRANSFERRING, PAUSED -> true;
        case CONNECTING, VERIFYING, COMPLETE, FAILED -> false;
      };
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
