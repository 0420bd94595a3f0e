package io.peerwright.samples.cli;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes part in an overlay until it is ended. */
@Command(
    name = "join",
    description = {
      "Joins an overlay and takes part in it until Ctrl-C: what others put, ask or send comes here,"
          + " too.",
      "Example: join --overlay NAME --listen 192.0.2.1:4000"
    },
    mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Stop stop;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, "hybrid");
      Peer peer = options.start(console, peerwright, config);
      peer.host().loop().execute(() -> hear(console, peer));
      stop.await(peerwright, () -> tell(console, peer));
    }
    return 0;
  }

  private static void hear(Console console, Peer peer) {
    for (Overlay overlay : peer.overlays()) {
      overlay.as(Messaging.class).ifPresent(messaging -> hear(console, messaging));
    }
  }

  private static Handle hear(Console console, Messaging messaging) {
    return messaging.receive(
        (from, message) -> {
          String text = StandardCharsets.UTF_8.decode(message).toString();
          console.say("%s: %s", from, text);
          console.event("message", "from", from, "text", text);
        });
  }

  /** Says that a peer has joined, and where it can be reached. */
  static void tell(Console console, Peer peer) {
    List<String> addresses = peer.endpoints().stream().map(Endpoint::toString).toList();
    console.say(
        "%s takes part%s; Ctrl-C ends it",
        peer.name(), addresses.isEmpty() ? "" : " at " + String.join(", ", addresses));
    console.event("joined", "peer", peer.name(), "endpoints", addresses);
  }
}
