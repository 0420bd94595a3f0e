package io.peerwright.samples.cli;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.peerwright.api.Handle;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hears a group until it is ended. */
@Command(
    name = "join",
    description = {
      "Becomes a member of a group and shows what is sent to it, until Ctrl-C.",
      "Example: group join kitchen --delivery reliable"
    },
    mixinStandardHelpOptions = true)
final class GroupJoinCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Mixin private GroupOptions options;
  @Mixin private Stop stop;

  @Parameters(paramLabel = "GROUP", description = "An address with a port, or a name.")
  private String name = "";

  @Option(
      names = "--source",
      paramLabel = "ADDRESS:PORT",
      description = "Hear this sender only; port 0 is any port of it.")
  private @Nullable Endpoint source;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "A new file for all that comes, as it comes. Default: shown as text.")
  private @Nullable Path file;

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    Group group = GroupOptions.group(name, name);
    try (Peerwright peerwright = options.open();
        Received received = new Received(console, file)) {
      Peer peer = options.start(console, peerwright);
      Handle membership =
          peer.ask(
              Multicast.class,
              PATIENCE,
              multicast -> multicast.join(group, source, received::onMessage));
      stop.await(
          peerwright,
          () -> tell(console, group),
          () -> peer.host().loop().execute(membership::close));
    }
    return 0;
  }

  private void tell(Console console, Group group) {
    console.say("member of %s; Ctrl-C ends it", group.address());
    console.event("joined", "group", group.address().toString(), "name", name);
  }

  /** What comes goes to a file as it is, or to the terminal as text. */
  private static final class Received implements AutoCloseable {
    private final Console console;
    private final @Nullable FileChannel out;

    Received(Console console, @Nullable Path file) throws IOException {
      this.console = console;
      out = file == null ? null : FileChannel.open(file, CREATE_NEW, WRITE);
    }

    void onMessage(Endpoint from, ByteBuffer message) {
      int bytes = message.remaining();
      if (out != null) {
        try {
          while (message.hasRemaining()) {
            out.write(message);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        console.event("message", "from", from.toString(), "bytes", bytes);
      } else {
        String text = StandardCharsets.UTF_8.decode(message).toString();
        console.say("%s: %s", from, text);
        console.event("message", "from", from.toString(), "text", text);
      }
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
      }
    }
  }
}
