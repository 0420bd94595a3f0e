package io.peerwright.samples.cli;

import io.peerwright.api.net.Endpoint;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a peer that others depend on, such as an index server. */
@Command(
    name = "serve",
    description = {
      "Runs an index server (overlay hybrid-server unless told otherwise).",
      "Example: serve --listen 0.0.0.0:8888"
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Stop stop;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = Peerwright.open()) {
      Peer peer = peerwright.start(options.config(peerwright, "hybrid-server"));
      List<String> addresses = peer.endpoints().stream().map(Endpoint::toString).toList();
      stop.await(peerwright, () -> tell(console, peer.name(), addresses));
    }
    return 0;
  }

  private static void tell(Console console, String peer, List<String> addresses) {
    console.say("%s serves at %s; Ctrl-C ends it", peer, String.join(", ", addresses));
    console.event("serving", "peer", peer, "endpoints", addresses);
  }
}
