package io.peerwright.samples.cli;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.share.FolderScan;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Progress;
import io.peerwright.samples.console.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shares folders until it is ended. */
@Command(
    name = "share",
    description = {
      "Shares folders and serves downloads of their files.",
      "Example: share music --server 192.0.2.1:8888 --nick alice"
    },
    mixinStandardHelpOptions = true)
final class ShareCommand implements Callable<Integer> {

  /** How many of those that are not shared are named. */
  private static final int MOST_LISTED = 10;

  private static final Duration HASHING = Duration.ofDays(1);

  @Mixin private PeerOptions options;
  @Mixin private Stop stop;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "Folders, with all below them. Default: those of the configuration.")
  private List<Path> folders = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      folders.replaceAll(Path::toAbsolutePath);
      PeerConfig config = config(peerwright);
      if (folders.isEmpty()) {
        Path start = config.directory() == null ? Path.of("") : config.directory();
        config.share().forEach(folder -> folders.add(start.resolve(folder).toAbsolutePath()));
      }
      check();
      peerwright.require(config, Sharing.class);
      Peer peer = options.start(console, peerwright, config.sharing());
      List<String> addresses = peer.endpoints().stream().map(Endpoint::toString).toList();
      SharedFolders shared = share(console, peer);
      Handle watch = new LinkWatch(console, peer).start();
      stop.await(peerwright, () -> shared.print(peer.name(), addresses), watch::close);
    }
    return 0;
  }

  /** Folders that are named here take the place of those in the file. */
  private PeerConfig config(Peerwright peerwright) {
    List<String> named = folders.stream().map(Path::toString).toList();
    return options.config(
        peerwright,
        "hybrid",
        "/transport/listen",
        named.isEmpty() ? Map.of() : Map.of("/share", PeerOptions.list(named)));
  }

  private SharedFolders share(Console console, Peer peer) {
    try (Progress bar = console.progress("Hashing", 0)) {
      SharedFolders shared = new SharedFolders(console, bar);
      peer.await(peer.share(folders, shared), HASHING);
      return shared;
    }
  }

  private void check() {
    if (folders.isEmpty()) {
      throw new UserException("name a folder to share, or give one in the configuration");
    }
    for (Path folder : folders) {
      if (!Files.exists(folder)) {
        throw new UserException("there is no folder " + folder + " to share");
      }
    }
  }

  /** Counts and shows what is shared, and then what is added and withdrawn. */
  private static final class SharedFolders implements FolderScan.Listener {
    private final Console console;
    private final Progress bar;
    private int files;
    private final List<String> leftOut = new ArrayList<>();
    private int skipped;
    private long hashed;
    private long bytes;
    private volatile boolean printed;

    SharedFolders(Console console, Progress bar) {
      this.console = console;
      this.bar = bar;
    }

    @Override
    public void onItem(SharedItem item) {
      files++;
      bytes += item.sizeBytes();
      if (printed) {
        console.say("shares %s, too: %d files now", item.name(), files);
        console.event("shared", "name", item.name(), "files", files);
      }
    }

    @Override
    public void onGone(SharedItem item) {
      files--;
      bytes -= item.sizeBytes();
      console.say("withdrew %s: it is gone or has changed", item.name());
      console.event("withdrawn", "name", item.name(), "files", files);
    }

    @Override
    public void onSkipped(Path path, String why) {
      skipped++;
      if (leftOut.size() < MOST_LISTED) {
        leftOut.add(path + ": " + why);
      }
      console.event("skipped", "path", path.toString(), "why", why);
    }

    @Override
    public void onDone(FolderScan.Progress total) {
      hashed = total.filesDone();
    }

    @Override
    public void onProgress(FolderScan.Progress progress) {
      bar.at(progress.bytesDone(), progress.bytesTotal());
    }

    void print(String peer, List<String> addresses) {
      printed = true;
      console.say(
          "%s shares %d files, %s, at %s; Ctrl-C ends it",
          peer, files, Text.bytes(bytes), String.join(", ", addresses));
      if (skipped > 0) {
        console.say("%d files or folders are left out:", skipped);
        leftOut.forEach(one -> console.say("  %s", one));
        if (skipped > leftOut.size()) {
          console.say("  and %d more", skipped - leftOut.size());
        }
      }
      console.event(
          "sharing",
          "peer",
          peer,
          "files",
          files,
          "bytes",
          bytes,
          "hashed",
          hashed,
          "skipped",
          skipped,
          "endpoints",
          addresses);
    }
  }
}
