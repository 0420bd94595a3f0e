package io.peerwright.samples.cli;

import io.peerwright.api.overlay.KeyLookup;
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
      "Ends with 1 if no other peer keeps it, for then it is gone when this command ends.",
      "Example: put poem.txt --overlay NAME --connect 192.0.2.1:4000"
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
    if (!Files.isRegularFile(file)) {
      throw new UserException("there is no file " + file);
    }
    try (Peerwright peerwright = options.open()) {
      PeerConfig config = options.config(peerwright, KeyLookup.class);
      Peer peer = options.start(console, peerwright, config);
      Limits limits = peer.await(peer.call(KeyLookup.class, this::limits), Duration.ofSeconds(10));
      ByteBuffer data = ByteBuffer.wrap(read(limits.maxBytes()));
      int bytes = data.remaining();
      KeyLookup.Stored stored =
          patience.ask(
              console, peer, KeyLookup.class, store -> store.put(limits.namespace(), data));
      console.say("%s", stored.key());
      console.event(
          "put",
          "key",
          stored.key().toString(),
          "bytes",
          bytes,
          "lifetimeSeconds",
          limits.lifetime().toSeconds(),
          "others",
          stored.others());
      return tell(console, stored.others(), limits.lifetime());
    }
  }

  private static int tell(Console console, int others, Duration lifetime) {
    if (others == 0) {
      console.say("no other peer is there to keep it: it is gone when this command ends");
      return 1;
    }
    console.say(
        "kept by %d other %s; found for %s, unless it is put again",
        others, others == 1 ? "peer" : "peers", Amounts.of(lifetime));
    return 0;
  }

  private Limits limits(KeyLookup store) {
    String name = namespace == null ? new TreeSet<>(store.namespaces()).first() : namespace;
    Namespaces.check(store, name);
    return new Limits(name, store.maxValueBytes(), store.lifetime());
  }

  private byte[] read(int most) throws IOException {
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
