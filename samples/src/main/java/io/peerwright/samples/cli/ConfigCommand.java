package io.peerwright.samples.cli;

import io.peerwright.runtime.ConfigDoc;
import io.peerwright.runtime.ConfigException.Problem;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what a configuration may say, and whether one says it right. */
@Command(
    name = "config",
    description = "Explains, describes or checks configurations.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Task task = new Task();

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  /** What to do; exactly one of them. */
  private static final class Task {

    @Option(names = "--explain", description = "Print all keys with their defaults and meanings.")
    private boolean explain;

    @Option(names = "--schema", description = "Print a JSON Schema, for editors.")
    private boolean schema;

    @Option(names = "--check", paramLabel = "FILE", description = "Tell all that is wrong with it.")
    private @Nullable Path file;
  }

  @Override
  public Integer call() {
    Console console = new Console(json);
    try (Peerwright peerwright = Opener.of(spec).open()) {
      ConfigDoc doc = new ConfigDoc(peerwright.plugins());
      if (task.file != null) {
        return check(console, doc, task.file);
      }
      console.document(task.schema ? doc.schema() : doc.explain());
      return 0;
    }
  }

  private static int check(Console console, ConfigDoc doc, Path file) {
    List<Problem> problems = doc.check(file);
    for (Problem problem : problems) {
      console.say("%s:%s", file, problem);
      console.event(
          "problem",
          "pointer",
          problem.pointer(),
          "message",
          problem.message(),
          "nearest",
          problem.nearest(),
          "line",
          problem.line(),
          "column",
          problem.column());
    }
    console.say(problems.isEmpty() ? file + " is right" : problems.size() + " to mend");
    console.event("checked", "file", file.toString(), "problems", problems.size());
    return problems.isEmpty() ? 0 : ExitCode.WRONG_CALL;
  }
}
