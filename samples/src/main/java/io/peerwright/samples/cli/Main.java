package io.peerwright.samples.cli;

import io.peerwright.runtime.ConfigException;
import io.peerwright.runtime.PeerwrightException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 done, 1 tried without success (nothing found, a download failed),
 * 2 the call or the configuration is wrong.
 */
@Command(
    name = "peerwright",
    description = "Shares, searches and downloads files over peer-to-peer overlays.",
    mixinStandardHelpOptions = true,
    version = "peerwright 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      ShareCommand.class,
      SearchCommand.class,
      GetCommand.class,
      BrowseCommand.class,
      TrackerCommand.class,
      SimulateCommand.class,
      ConfigCommand.class
    })
public final class Main implements Runnable {

  static final int FOUND_NOTHING = 1;
  static final int WRONG_CALL = 2;

  @Spec private CommandSpec spec;

  /** Picocli makes it. */
  public Main() {}

  /** Runs one command. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and returns its exit code; the process goes on. */
  public static int run(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(Main::onFailure)
        // So that a search may exclude: copper rain -live.
        .setUnmatchedOptionsArePositionalParams(true)
        .execute(arguments);
  }

  /** Errors that a person can mend get a message; only what we did not foresee gets a trace. */
  private static int onFailure(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof PeerwrightException || failure instanceof UserException) {
      commandLine.getErr().println("peerwright: " + failure.getMessage());
      return failure instanceof ConfigException ? WRONG_CALL : FOUND_NOTHING;
    }
    throw failure;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
