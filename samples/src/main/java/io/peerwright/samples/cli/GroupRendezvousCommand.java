package io.peerwright.samples.cli;

import io.peerwright.api.net.Endpoint;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a server at which members find each other. */
@Command(
    name = "rendezvous",
    description = {
      "Runs a server at which the members of groups find each other, until Ctrl-C.",
      "Example: group rendezvous --listen 0.0.0.0:7000"
    },
    mixinStandardHelpOptions = true)
final class GroupRendezvousCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Stop stop;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      Peer peer = peerwright.start(options.config(peerwright, "rendezvous"));
      List<String> addresses = peer.endpoints().stream().map(Endpoint::toString).toList();
      stop.await(
          peerwright,
          () -> {
            console.say(
                "members of groups can meet at %s; Ctrl-C ends it", String.join(", ", addresses));
            console.event("serving", "endpoints", addresses);
          });
    }
    return 0;
  }
}
