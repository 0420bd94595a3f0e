package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileSenderTest {

  @Test
  void nothingToSendIsSentUnlessItIsCancelled() {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Host host = simulation.newHost("a", null, null);
      Heard cancelled = new Heard();
      FileSender first = sender(host, cancelled);
      first.start();
      first.cancel();
      Heard sent = new Heard();
      sender(host, sent).start();
      simulation.runFor(Duration.ofSeconds(1));
      assertEquals(List.of(), cancelled.calls);
      assertEquals(List.of("complete"), sent.calls);
    }
  }

  private interface Change {
    void accept(Path file) throws IOException;
  }

  /** How the sending ends of a file of 1 MiB to which something is done after a part of it. */
  private static List<String> sentWhile(Change change) throws IOException {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT)) {
      Endpoint at = Endpoint.parse("10.9.0.1:80");
      Host reader = simulation.newHost("reader", at, null);
      Host sender = simulation.newHost("sender", null, null);
      Path file = Files.createDirectories(sender.directory()).resolve("a");
      Files.write(file, new byte[1 << 20]);
      List<Link> incoming = new ArrayList<>();
      LinkHandler quiet = new Quiet();
      reader
          .transport()
          .listen(
              at,
              SocketOptions.DEFAULT,
              link -> {
                incoming.add(link);
                return quiet;
              });
      Heard heard = new Heard();
      List<FileSender> senders = new ArrayList<>();
      sender
          .transport()
          .connect(
              at,
              SocketOptions.DEFAULT,
              new Quiet() {
                @Override
                public void onOpen(Link link) {
                  senders.add(new FileSender(sender.loop(), link, file, 0, 1 << 20, heard));
                  senders.get(0).start();
                }

                @Override
                public void onWritable(Link link) {
                  senders.get(0).onWritable();
                }
              });
      simulation.runFor(Duration.ofSeconds(1));
      assertEquals(List.of(), heard.ends(), "it was all sent before anything could be done to it");
      change.accept(file);
      incoming.get(0).request(Link.UNLIMITED);
      simulation.runFor(Duration.ofSeconds(9));
      return heard.ends();
    }
  }

  @Test
  void whatIsWrittenToMeanwhileIsSentNoFurther() throws IOException {
    List<String> ends = sentWhile(file -> Files.write(file, new byte[1 << 20]));
    assertEquals(1, ends.size());
    assertTrue(ends.get(0).endsWith("/a was written to while it was sent"), ends.get(0));
    ends =
        sentWhile(
            file -> {
              try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(1000);
              }
            });
    assertTrue(ends.get(0).endsWith("/a ends at 1000, it was shared with 1048576"), ends.get(0));
  }

  @Test
  void whatIsDeletedOrReplacedIsSentToItsEnd() throws IOException {
    assertEquals(List.of("complete"), sentWhile(Files::delete));
    assertEquals(
        List.of("complete"),
        sentWhile(
            file -> {
              Files.delete(file);
              Files.write(file, new byte[] {1});
            }));
  }

  private static class Quiet implements LinkHandler {

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static FileSender sender(Host host, FileSender.Listener listener) {
    Link link =
        host.transport()
            .connect(host.listenAddress().withPort(1), SocketOptions.DEFAULT, new Quiet());
    return new FileSender(host.loop(), link, host.directory().resolve("a"), 10, 10, listener);
  }

  private static final class Heard implements FileSender.Listener {

    private final List<String> calls = new ArrayList<>();

    List<String> ends() {
      return calls.stream().filter(call -> !call.startsWith("sent ")).toList();
    }

    @Override
    public void onSent(int bytes) {
      calls.add("sent " + bytes);
    }

    @Override
    public void onComplete() {
      calls.add("complete");
    }

    @Override
    public void onFailed(Throwable cause) {
      calls.add(cause.toString());
    }
  }
}
