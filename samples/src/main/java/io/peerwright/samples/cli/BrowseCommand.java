package io.peerwright.samples.cli;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.Hit;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what one peer shares. */
@Command(
    name = "browse",
    description = {
      "Lists all that one peer shares.",
      "Example: browse alice --server 192.0.2.1:8888"
    },
    mixinStandardHelpOptions = true)
final class BrowseCommand implements Callable<Integer> {

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Mixin private PeerOptions options;

  @Parameters(paramLabel = "PEER", description = "As searches name it.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, "hybrid");
      peerwright.require(config, Browse.class);
      Peer peer = options.start(console, peerwright, config);
      List<Hit> hits = new ArrayList<>();
      CompletableFuture<Reason> ended = new CompletableFuture<>();
      peer.await(
          peer.call(Browse.class, browse -> browse.browse(name, hits::add, ended::complete)),
          WITHIN);
      Reason reason = peer.await(ended, WITHIN);
      HitPrinter.print(console, hits);
      console.say(
          reason == Reason.UNRESOLVED
              ? "there is no peer " + name
              : name + " shares " + hits.size() + " files");
      if (reason == Reason.LIMIT) {
        console.say("the server tells no more of a user, and %s itself cannot be asked", name);
      }
      console.event("ended", "hits", hits.size(), "reason", reason.name());
      return reason == Reason.ENDED || reason == Reason.LIMIT ? 0 : ExitCode.FOUND_NOTHING;
    }
  }
}
