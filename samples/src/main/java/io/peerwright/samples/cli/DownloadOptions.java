package io.peerwright.samples.cli;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.samples.torrent.FilePatterns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what to download, what of it, and where to. */
final class DownloadOptions {

  @Mixin private TorrentOptions options;

  @Parameters(
      paramLabel = "MAGNET|FILE|URL",
      description = "A magnet link, or a .torrent file or its URL.")
  private String what = "";

  @Option(names = "--to", paramLabel = "DIR", required = true, description = "Where to put it.")
  private Path folder = Path.of("");

  @Option(
      names = "--select",
      paramLabel = "GLOB",
      description =
          "Only files of such names, such as '*.ogg' or 'disc1/*'; may be given several times.")
  private List<String> globs = new ArrayList<>();

  /** Reads the description; says what is wrong with it, or that nothing of it is chosen. */
  TorrentSource source() {
    TorrentSource source = TorrentSource.of(what, options.console());
    source.checkChoice(wanted());
    return source;
  }

  /** Joins the swarm. */
  TorrentRun start(TorrentSource source, boolean sequential) {
    return TorrentRun.start(options, source, folder, wanted(), sequential);
  }

  /** Waits until it is known what there is, and that something of it is chosen. */
  void awaitKnown(TorrentRun run) throws Exception {
    run.awaitKnown();
    TorrentSource.checkChoice(run.files().stream().map(SharedItem::name).toList(), wanted());
  }

  FilePatterns wanted() {
    try {
      return new FilePatterns(globs);
    } catch (IllegalArgumentException e) {
      throw new UserException("--select: " + e.getMessage());
    }
  }
}
