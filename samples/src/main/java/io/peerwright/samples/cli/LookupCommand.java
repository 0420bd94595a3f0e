package io.peerwright.samples.cli;

import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Urn;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds data by its key. */
@Command(
    name = "lookup",
    description = {
      "Finds data that some peer has put into the network, by its key.",
      "Example: lookup urn:sha1:LBPI666ED2QSWVD3VSO5BG5R54TE22QL --to poem.txt --overlay NAME"
    },
    mixinStandardHelpOptions = true)
final class LookupCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Patience patience;

  @Parameters(paramLabel = "KEY", description = "A URN, as put prints it.")
  private Urn key = Urn.user("nobody");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "A new file to write the data to. Default: shown as text.")
  private @Nullable Path file;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, KeyLookup.class);
      Peer peer = options.start(console, peerwright, config);
      Optional<ByteBuffer> found =
          patience.ask(
              console,
              peer,
              KeyLookup.class,
              lookup -> {
                Namespaces.check(lookup, key.namespace());
                return lookup.get(key, patience.within());
              });
      if (found.isEmpty()) {
        Patience.sayNothingFound(console, peer);
        console.event("ended", "found", false);
        return ExitCode.FOUND_NOTHING;
      }
      byte[] data = new byte[found.get().remaining()];
      found.get().get(data);
      tell(console, data);
      return 0;
    }
  }

  private void tell(Console console, byte[] data) throws IOException {
    String text = new String(data, StandardCharsets.UTF_8);
    if (file != null) {
      write(file, data);
      console.say("%s: %s", file, Text.bytes(data.length));
      console.event("found", "key", key.toString(), "bytes", data.length, "file", file.toString());
    } else {
      text.lines().forEach(line -> console.say("%s", line));
      console.event("found", "key", key.toString(), "bytes", data.length, "text", text);
    }
  }

  private static void write(Path file, byte[] data) throws IOException {
    try {
      Files.write(file, data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new UserException("there is a file " + file + " already");
    }
  }
}
