package io.peerwright.samples.cli;

import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.text.Amounts;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stores data under its key. */
@Command(
    name = "put",
    description = {
      "Puts a file into the network, and prints the key by which lookup finds it.",
      "Example: put poem.txt --overlay NAME"
    },
    mixinStandardHelpOptions = true)
final class PutCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Patience patience;

  @Parameters(paramLabel = "FILE", description = "What to put there.")
  private Path file = Path.of("");

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Which kind of key, such as sha1. Default: the first that the overlay has.")
  private @Nullable String namespace;

  /** What an overlay says of what it takes. */
  private record Limits(String namespace, int maxBytes, Duration lifetime) {}

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, KeyLookup.class);
      Peer peer = options.start(console, peerwright, config);
      Limits limits = peer.await(peer.call(KeyLookup.class, this::limits), Duration.ofSeconds(10));
      ByteBuffer data = ByteBuffer.wrap(read(limits.maxBytes()));
      int bytes = data.remaining();
      Urn key =
          patience.ask(
              console, peer, KeyLookup.class, store -> store.put(limits.namespace(), data));
      console.say("%s", key);
      console.event(
          "put",
          "key",
          key.toString(),
          "bytes",
          bytes,
          "lifetimeSeconds",
          limits.lifetime().toSeconds());
      console.say("found for %s, unless it is put again", Amounts.of(limits.lifetime()));
      return 0;
    }
  }

  private Limits limits(KeyLookup store) {
    String name = namespace == null ? new TreeSet<>(store.namespaces()).first() : namespace;
    Namespaces.check(store, name);
    return new Limits(name, store.maxValueBytes(), store.lifetime());
  }

  private byte[] read(int most) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserException("there is no file " + file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] data = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new UserException(
            file + " is too large: the overlay takes " + Text.bytes(most) + " at most");
      }
      return data;
    }
  }
}
