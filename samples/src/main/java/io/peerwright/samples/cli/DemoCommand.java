package io.peerwright.samples.cli;

import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.demo.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole of it in one process. */
@Command(
    name = "demo",
    description = {
      "Starts an index server and three peers on loopback; they share, search and download real"
          + " files of this clone.",
      "With --transport inmemory the same happens in a simulation."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A JSON configuration that all peers start from.")
  private @Nullable Path config;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "vertx (real TCP) or inmemory (a simulation). Default: vertx.")
  private @Nullable String transport;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder whose files are shared. Default: this one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "A new folder to keep what is downloaded. Default: it is removed at the end.")
  private @Nullable Path to;

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (!Files.isDirectory(folder)) {
      throw new UserException("there is no folder " + folder + "; name one with --dir");
    }
    if (to != null) {
      if (Files.exists(to)) {
        throw new UserException(to + " is there already; name a new folder with --to");
      }
      return run(Files.createDirectories(to));
    }
    try (TemporaryFolder downloads = new TemporaryFolder("peerwright-demo-")) {
      return run(downloads.path());
    }
  }

  private int run(Path downloads) throws IOException {
    try (Peerwright peerwright = Opener.of(spec).open()) {
      Path shared = folder.toAbsolutePath().normalize();
      boolean allIdentical =
          new Demo(peerwright, new Console(json), config, transport, shared, downloads).run();
      return allIdentical ? 0 : ExitCode.FOUND_NOTHING;
    }
  }
}
