package io.peerwright.samples.cli;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.console.Console;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends one message to a peer or a group. */
@Command(
    name = "send",
    description = {
      "Sends a message to a peer, or to all members of a group.",
      "Example: send --to bob hello there --overlay NAME --connect 192.0.2.1:4000"
    },
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

  @Mixin private PeerOptions options;
  @Mixin private Patience patience;

  @ArgGroup(multiplicity = "1")
  private Receiver receiver = new Receiver();

  @Parameters(paramLabel = "WORDS", arity = "1..*", description = "The message.")
  private List<String> words = List.of();

  /** To whom; exactly one of them. */
  private static final class Receiver {

    @Option(names = "--to", paramLabel = "PEER", description = "The name of a peer.")
    private @Nullable String peer;

    @Option(
        names = "--group",
        paramLabel = "ADDRESS:PORT",
        description = "A group, such as 239.1.2.3:5000, whose members hear it.")
    private @Nullable Endpoint group;
  }

  @Override
  public Integer call() throws Exception {
    Console console = options.console();
    ByteBuffer message = ByteBuffer.wrap(String.join(" ", words).getBytes(StandardCharsets.UTF_8));
    int bytes = message.remaining();
    try (Peerwright peerwright = options.open()) {
      String whom =
          receiver.group == null
              ? toPeer(console, peerwright, String.valueOf(receiver.peer), message)
              : toGroup(console, peerwright, receiver.group, message);
      console.say("sent to %s", whom);
      console.event("sent", "to", whom, "bytes", bytes);
    }
    return 0;
  }

  private String toPeer(Console console, Peerwright peerwright, String whom, ByteBuffer message) {
    PeerConfig config = options.config(peerwright, Messaging.class);
    Peer peer = options.start(console, peerwright, config);
    patience.ask(
        console,
        peer,
        Messaging.class,
        messaging -> {
          if (message.remaining() > messaging.maxMessageBytes()) {
            throw new UserException(
                "the message has "
                    + message.remaining()
                    + " bytes; the overlay takes "
                    + messaging.maxMessageBytes());
          }
          return messaging.send(whom, message);
        });
    return whom;
  }

  private String toGroup(
      Console console, Peerwright peerwright, Endpoint address, ByteBuffer message) {
    Group group = group(address);
    PeerConfig config = options.config(peerwright, Multicast.class);
    Peer peer = options.start(console, peerwright, config);
    SendResult result =
        peer.await(
            peer.call(Multicast.class, multicast -> multicast.send(group, message)),
            Duration.ofSeconds(10));
    if (result != SendResult.ACCEPTED) {
      throw new UserException("the group " + address + " was not sent to: " + result);
    }
    return address.toString();
  }

  private static Group group(Endpoint address) {
    try {
      return new Group(address, "");
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }
}
