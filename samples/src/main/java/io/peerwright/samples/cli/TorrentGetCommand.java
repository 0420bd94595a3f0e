package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Downloads a torrent. */
@Command(
    name = "get",
    description = {
      "Downloads what a .torrent file or a magnet link names.",
      "Called again after a break it goes on where it was.",
      "Example: torrent get music.torrent --to downloads --select '*.ogg'",
      "A magnet link needs quotes: torrent get 'magnet:?xt=...' --to downloads"
    },
    mixinStandardHelpOptions = true)
final class TorrentGetCommand implements Callable<Integer> {

  @Mixin private DownloadOptions options;

  @Option(
      names = "--sequential",
      description = "Take the pieces in their order. Default: the rarest first.")
  private boolean sequential;

  @Option(
      names = "--give-up-after",
      paramLabel = "DURATION",
      description = "How long to try, such as 1h. Default: until Ctrl-C.")
  private @Nullable Duration patience;

  @Option(names = "--seed", description = "When it is complete, go on seeding until Ctrl-C.")
  private boolean seed;

  @Override
  public Integer call() throws Exception {
    TorrentSource source = options.source();
    try (TorrentRun run = options.start(source, sequential)) {
      if (patience != null) {
        run.giveUpAfter(patience);
      }
      options.awaitKnown(run);
      Path path = run.awaitComplete();
      long bytes = run.ask(Download::bytesDone);
      List<SharedItem> files = run.files();
      run.say(() -> tell(run.console(), path, run.knownBytes(), bytes, files));
      if (seed) {
        run.awaitInterruption();
      }
    }
    return 0;
  }

  /** Says that all is here; of {@code bytes} so many were here at the start. */
  static void tell(Console console, Path path, long before, long bytes, List<SharedItem> files) {
    boolean verified =
        files.stream().allMatch(file -> !"false".equals(file.attributes().get("checked")));
    String how =
        verified
            ? "complete and verified"
            : before < bytes
                ? "complete and verified, a part of it by an earlier run and unchanged since"
                : "complete; verified by an earlier run, unchanged since";
    console.say("%s: %s, %s", how, path, Text.bytes(bytes));
    List<String> aside =
        files.stream()
            .map(file -> file.attributes().get("set-aside"))
            .filter(Objects::nonNull)
            .toList();
    aside.forEach(kept -> console.say("a file of yours was in the way and is now %s", kept));
    console.event(
        "complete",
        "path",
        path.toString(),
        "bytes",
        bytes,
        "verified",
        verified,
        "setAside",
        aside);
  }
}
