package io.peerwright.samples.cli;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.ip.SelfTest;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells whether IP multicast works, and what will be used. */
@Command(
    name = "doctor",
    description = {
      "Tells of each interface whether IP multicast works on it, and what auto would use.",
      "Example: group doctor"
    },
    mixinStandardHelpOptions = true)
final class GroupDoctorCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private GroupOptions options;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    int working = 0;
    try (Peerwright peerwright = options.open()) {
      Peer peer = options.start(console, peerwright);
      Host host = peer.host();
      List<Endpoint> interfaces =
          peer.await(onLoop(host, () -> SelfTest.interfaces(host)), PATIENCE);
      for (Endpoint each : interfaces) {
        CompletableFuture<SelfTest.Result> outcome = new CompletableFuture<>();
        host.loop().execute(() -> SelfTest.run(host, each, outcome::complete));
        SelfTest.Result result = peer.await(outcome, PATIENCE);
        working += result.works() ? 1 : 0;
        console.say("%s", result);
        console.event(
            "interface",
            "address",
            each.toString(),
            "works",
            result.works(),
            "micros",
            result.tookNanos() / 1_000);
      }
      tell(console, working, interfaces.size());
    }
    return working > 0 ? 0 : ExitCode.FOUND_NOTHING;
  }

  private static <T> CompletableFuture<T> onLoop(Host host, Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, host.loop()::execute);
  }

  private static void tell(Console console, int working, int all) {
    if (all == 0) {
      console.say("there is no interface that could be used");
    } else if (working == all) {
      console.say(
          "auto sends by IP multicast within each subnet; what reaches members of other subnets is"
              + " an overlay, with --rendezvous, or routers of yours");
    } else if (working == 0) {
      console.say(
          "auto sends through an overlay of end hosts: run group rendezvous somewhere, and name it"
              + " with --rendezvous");
    } else {
      console.say(
          "auto sends by IP multicast where it works, and through an overlay of end hosts"
              + " elsewhere, with --rendezvous");
    }
    console.event("ended", "working", working, "interfaces", all);
  }
}
