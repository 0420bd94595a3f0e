package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Capability;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Peer;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.SlowNotice;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How long a command waits for the answer to its one question. */
final class Patience {

  /** How much longer than the overlay itself. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  @Option(
      names = "--within",
      paramLabel = "DURATION",
      defaultValue = "20s",
      description = "Give up after this time. Default: ${DEFAULT-VALUE}.")
  private Duration within = Duration.ofSeconds(20);

  /** The time for the overlay. */
  Duration within() {
    return within;
  }

  /** Asks on the peer's loop, waits for the answer, and says so if it takes long. */
  <C extends Capability, R> R ask(
      Console console,
      Peer peer,
      Class<C> capability,
      Function<? super C, ? extends CompletionStage<R>> question) {
    return SlowNotice.during(
        () -> peer.ask(capability, within.plus(GRACE), question),
        () -> {
          console.say("no answer yet; waiting for %s at most", Amounts.of(within));
          console.event("waiting", "withinSeconds", within.toSeconds());
        });
  }

  /** Tells that an answer is empty, and whether there was anybody to ask. */
  static void sayNothingFound(Console console, Peer peer) {
    int neighbours =
        peer.await(
            CompletableFuture.supplyAsync(
                () -> peer.overlays().stream().mapToInt(it -> it.neighbours().size()).sum(),
                peer.host().loop()::execute),
            GRACE);
    console.say(
        neighbours > 0
            ? "nothing found"
            : "nothing found; this peer knows no other: none has answered where it asked");
  }
}
