package io.peerwright.samples.cli;

import io.peerwright.api.Handle;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a group known until it is ended. */
@Command(
    name = "announce",
    description = {
      "Makes a group known to others, until Ctrl-C withdraws it.",
      "Example: group announce kitchen --title \"What is cooking\""
    },
    mixinStandardHelpOptions = true)
final class GroupAnnounceCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private GroupOptions options;
  @Mixin private Stop stop;

  @Parameters(paramLabel = "GROUP", description = "An address with a port, or a name.")
  private String name = "";

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description = "What it is about. Default: the name.")
  private @Nullable String title;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    Group group = GroupOptions.group(name, title == null ? name : title);
    try (Peerwright peerwright = options.open()) {
      Peer peer = options.start(console, peerwright);
      Handle announcement =
          peer.await(peer.call(Multicast.class, multicast -> multicast.announce(group)), PATIENCE);
      stop.await(
          peerwright,
          () -> tell(console, group),
          () -> peer.host().loop().execute(announcement::close));
    }
    return 0;
  }

  private static void tell(Console console, Group group) {
    console.say("%s is announced as %s; Ctrl-C withdraws it", group.address(), group.title());
    console.event("announced", "group", group.address().toString(), "title", group.title());
  }
}
