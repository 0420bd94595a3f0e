package io.peerwright.samples.cli;

import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.Addresses;
import io.peerwright.samples.Shares;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    try (Peerwright peerwright = Peerwright.open()) {
      PeerConfig config = options.config(peerwright, "hybrid");
      if (folders.isEmpty()) {
        config.share().forEach(folder -> folders.add(Path.of(folder)));
      }
      check();
      Peer peer = peerwright.start(config);
      Shares.Result shared;
      try (Console.Progress bar = console.progress("Hashing", 0)) {
        shared = peer.await(Shares.share(peer, folders, item -> {}, bar::at), HASHING);
      }
      String address = Addresses.text(Addresses.of(peer));
      console.say(
          "%s shares %d files, %s, at %s; Ctrl-C ends it",
          peer.name(), shared.files(), Text.bytes(shared.bytes()), address);
      if (shared.skipped() > 0) {
        console.say("%d files or folders were left out: empty or not readable", shared.skipped());
      }
      console.event(
          "sharing",
          "peer",
          peer.name(),
          "files",
          shared.files(),
          "bytes",
          shared.bytes(),
          "skipped",
          shared.skipped(),
          "endpoints",
          Addresses.list(Addresses.of(peer)));
      stop.await(peerwright);
    }
    return 0;
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
}
