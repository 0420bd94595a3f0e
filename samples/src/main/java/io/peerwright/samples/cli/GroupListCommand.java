package io.peerwright.samples.cli;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows which groups are announced. */
@Command(
    name = "list",
    description = {"Shows the groups that others announce.", "Example: group list --within 5s"},
    mixinStandardHelpOptions = true)
final class GroupListCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private GroupOptions options;

  @Option(
      names = "--within",
      paramLabel = "DURATION",
      defaultValue = "3s",
      description = "How long to listen. Default: ${DEFAULT-VALUE}.")
  private Duration within = Duration.ofSeconds(3);

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    AtomicInteger count = new AtomicInteger();
    try (Peerwright peerwright = options.open()) {
      Peer peer = options.start(console, peerwright);
      peer.await(
          peer.call(
              Multicast.class,
              multicast ->
                  multicast.discover(
                      group -> {
                        count.incrementAndGet();
                        tell(console, group);
                      })),
          PATIENCE);
      Thread.sleep(within.toMillis());
    }
    if (count.get() == 0) {
      console.say("no group is announced here");
    }
    console.event("ended", "groups", count.get());
    return count.get() == 0 ? ExitCode.FOUND_NOTHING : 0;
  }

  private static void tell(Console console, Group group) {
    console.say("%-24s %s", group.address(), group.title());
    console.event("group", "address", group.address().toString(), "title", group.title());
  }
}
