package io.peerwright.samples.cli;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.SendResult;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends lines, or a file, to all members of a group. */
@Command(
    name = "send",
    description = {
      "Sends each line of the standard input to all members of a group; a file with --file.",
      "Example: echo dinner is ready | group send kitchen"
    },
    mixinStandardHelpOptions = true)
final class GroupSendCommand implements Callable<Integer> {

  /** Fits into a bundle that an Ethernet carries. */
  private static final int CHUNK = 1_400;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private GroupOptions options;

  @Parameters(paramLabel = "GROUP", description = "An address with a port, or a name.")
  private String name = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "A file to send, in messages of "
              + CHUNK
              + " bytes; members get it whole with a reliable --delivery.")
  private @Nullable Path file;

  @Option(
      names = "--stay",
      paramLabel = "DURATION",
      defaultValue = "1s",
      description =
          "How long to stay after the last message, for members that ask for it again. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration stay = Duration.ofSeconds(1);

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    Group group = GroupOptions.group(name, name);
    try (Peerwright peerwright = options.open();
        InputStream in = file == null ? console.input() : Files.newInputStream(file)) {
      Peer peer = options.start(console, peerwright);
      long sent = file == null ? sendLines(peer, group, in) : sendFile(peer, group, in);
      Thread.sleep(stay.toMillis());
      console.say("sent %,d message%s to %s", sent, sent == 1 ? "" : "s", group.address());
      console.event("sent", "group", group.address().toString(), "messages", sent);
    }
    return 0;
  }

  private static long sendLines(Peer peer, Group group, InputStream in)
      throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    long sent = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      send(peer, group, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      sent++;
    }
    return sent;
  }

  private static long sendFile(Peer peer, Group group, InputStream in)
      throws IOException, InterruptedException {
    long sent = 0;
    for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
      send(peer, group, ByteBuffer.wrap(chunk));
      sent++;
    }
    return sent;
  }

  /** Waits while receivers are behind. */
  private static void send(Peer peer, Group group, ByteBuffer message) throws InterruptedException {
    SendResult result = once(peer, group, message);
    while (result == SendResult.WOULD_BLOCK) {
      Thread.sleep(1);
      result = once(peer, group, message);
    }
    if (result != SendResult.ACCEPTED) {
      throw new UserException(
          "the group "
              + group.address()
              + " was not sent to: "
              + result
              + (result == SendResult.TOO_LARGE ? ", at " + message.remaining() + " bytes" : ""));
    }
  }

  private static SendResult once(Peer peer, Group group, ByteBuffer message) {
    return peer.await(
        peer.call(Multicast.class, multicast -> multicast.send(group, message.duplicate())),
        PATIENCE);
  }
}
