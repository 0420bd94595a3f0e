package io.peerwright.samples.cli;

import static io.peerwright.samples.console.Logs.trace;

import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.ConfigException;
import io.peerwright.runtime.Peerwright;
import io.peerwright.runtime.PeerwrightException;
import io.peerwright.runtime.Plugins;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Logs;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 done, 1 tried without success (nothing found, a download failed),
 * 2 the call or the configuration is wrong, 3 out of memory.
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
      JoinCommand.class,
      LookupCommand.class,
      PutCommand.class,
      ResolveCommand.class,
      RegisterCommand.class,
      SendCommand.class,
      TorrentCommand.class,
      TrackerCommand.class,
      GnutellaCommand.class,
      GroupCommand.class,
      SimulateCommand.class,
      ConfigCommand.class,
      NewOverlayCommand.class
    })
public final class Main implements Runnable, Opener {

  @Spec private CommandSpec spec;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "A folder of plug-ins: jars, or folders of jars, each loaded by itself; may be given"
              + " several times. Default: what the variable PEERWRIGHT_PLUGINS names.")
  private List<Path> plugins = new ArrayList<>();

  private final List<Runnable> endings = new ArrayList<>();

  /** Picocli makes it. */
  public Main() {}

  /** Runs one command. */
  public static void main(String[] arguments) {
    boolean json = List.of(arguments).contains("--json");
    Console console = new Console(json);
    OutOfMemory memory = new OutOfMemory(json);
    Logs.to(console, memory::check);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          memory.check(failure);
          console.error(
              ExitCode.FOUND_NOTHING, "the thread " + thread.getName() + " failed", trace(failure));
        });
    try {
      System.exit(run(arguments));
    } catch (OutOfMemoryError e) {
      memory.check(e);
    }
  }

  /** All commands, as they are described. */
  CommandLine commands() {
    return new CommandLine(this, this::make);
  }

  /** Runs one command and returns its exit code; the process goes on. */
  public static int run(String... arguments) {
    Console console = new Console(List.of(arguments).contains("--json"));
    Main main = new Main();
    try {
      return main.commands()
          .setExecutionExceptionHandler((failure, line, parsed) -> onFailure(console, failure))
          .setParameterExceptionHandler((failure, given) -> onWrongCall(console, failure))
          .registerConverter(Duration.class, text -> Readers.read(text, Amounts::time))
          .registerConverter(Path.class, Main::path)
          .registerConverter(Urn.class, text -> Readers.read(text, Urn::parse))
          .registerConverter(Endpoint.class, text -> Readers.read(text, Endpoint::parse))
          // So that a search may exclude: copper rain -live.
          .setUnmatchedOptionsArePositionalParams(true)
          .execute(arguments);
    } finally {
      main.endings.forEach(Runnable::run);
    }
  }

  private static Path path(String text) {
    Optional<String> refusal = SafeNames.refusal(text);
    if (refusal.isPresent()) {
      throw new TypeConversionException(refusal.get());
    }
    return Path.of(text);
  }

  private static int onWrongCall(Console console, ParameterException failure) {
    List<String> help = new ArrayList<>();
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      message = "nothing is known of " + String.join(" ", unmatched.getUnmatched());
      if (!unmatched.getSuggestions().isEmpty()) {
        help.add("did you mean: " + String.join(" or ", unmatched.getSuggestions()) + "?");
      }
    }
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    help.add(command + " --help tells all that it takes");
    console.error(ExitCode.WRONG_CALL, message, help);
    return ExitCode.WRONG_CALL;
  }

  /** Errors that a person can mend get a message; only what we did not foresee gets a trace. */
  private static int onFailure(Console console, Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof ConfigException wrong) {
      // Its message has the problems on lines of their own.
      List<String> problems = wrong.problems().stream().map(Object::toString).toList();
      console.error(ExitCode.WRONG_CALL, message.lines().findFirst().orElse(""), problems);
      return ExitCode.WRONG_CALL;
    }
    if (failure instanceof UserException wrong) {
      console.error(ExitCode.FOUND_NOTHING, message, wrong.details());
    } else if (failure.getCause() instanceof OverlayException said) {
      // There is but one peer here, so its made-up name helps nobody.
      console.error(ExitCode.FOUND_NOTHING, String.valueOf(said.getMessage()), List.of());
    } else if (failure instanceof PeerwrightException) {
      console.error(ExitCode.FOUND_NOTHING, message, List.of());
    } else {
      console.error(ExitCode.FOUND_NOTHING, "this was not foreseen: " + failure, trace(failure));
    }
    return ExitCode.FOUND_NOTHING;
  }

  /** Makes commands and their options; those of peers know the call that they belong to. */
  private <K> K make(Class<K> type) throws Exception {
    return type == ConfigOptions.class
        ? type.cast(new ConfigOptions(this))
        : CommandLine.defaultFactory().create(type);
  }

  @Override
  public Peerwright open(UnaryOperator<Peerwright.Builder> more) {
    Plugins all = Plugins.installed();
    for (Path folder : plugins.isEmpty() ? usualPlugins() : plugins) {
      all = all.withFolder(folder);
    }
    return more.apply(Peerwright.builder().plugins(all)).open();
  }

  @Override
  public void closeAtEnd(Runnable closing) {
    endings.add(closing);
  }

  @Override
  public String pluginOptions() {
    StringBuilder options = new StringBuilder();
    plugins.forEach(folder -> options.append(" --plugins ").append(folder));
    return options.toString();
  }

  private static List<Path> usualPlugins() {
    String named = System.getenv().getOrDefault("PEERWRIGHT_PLUGINS", "");
    return Stream.of(named.split(File.pathSeparator))
        .filter(Predicate.not(String::isEmpty))
        .map(Path::of)
        .toList();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
