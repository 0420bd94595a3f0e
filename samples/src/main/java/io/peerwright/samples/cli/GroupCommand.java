package io.peerwright.samples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One message to many. */
@Command(
    name = "group",
    description = {
      "Sends to all members of a group, and hears what others send. A group is an address such as"
          + " 239.1.2.3:5000, or a name, which stands for one.",
      "Example: group join kitchen"
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      GroupJoinCommand.class,
      GroupSendCommand.class,
      GroupAnnounceCommand.class,
      GroupListCommand.class,
      GroupRendezvousCommand.class,
      GroupDoctorCommand.class
    })
final class GroupCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
