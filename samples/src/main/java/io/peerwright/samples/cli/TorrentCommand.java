package io.peerwright.samples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with torrents. */
@Command(
    name = "torrent",
    description = "Makes, gets, seeds and plays torrents (BitTorrent).",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TorrentCreateCommand.class,
      TorrentShowCommand.class,
      TorrentGetCommand.class,
      TorrentSeedCommand.class,
      TorrentPlayCommand.class
    })
final class TorrentCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
