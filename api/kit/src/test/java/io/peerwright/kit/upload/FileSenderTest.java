package io.peerwright.kit.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.files.DirectBlocks;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

  /** Each such block costs 128 KiB outside the heap, until the collector comes by. */
  @Test
  void blocksAreUsedAgain() throws IOException {
    sentWhile(file -> {});
    long before = DirectBlocks.made();
    for (int i = 0; i < 20; i++) {
      assertEquals(List.of("complete"), sentWhile(file -> {}));
      sentWhile(file -> Files.write(file, new byte[1 << 20]));
    }
    assertEquals(before, DirectBlocks.made());
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

  @Test
  void uploadsShareARate() throws IOException {
    try (Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT).strict()) {
      Endpoint at = Endpoint.parse("10.9.0.1:80");
      Host reader = simulation.newHost("reader", at, null);
      reader.transport().listen(at, SocketOptions.DEFAULT, link -> new Greedy());
      Host sender = simulation.newHost("sender", null, null);
      Path file = Files.createDirectories(sender.directory()).resolve("a");
      Files.write(file, new byte[2_000_000]);
      UploadRates rates = new UploadRates(sender.loop(), 150_000, 100_000);
      List<LimitedUpload> uploads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        LimitedUpload upload = new LimitedUpload(sender, file, rates);
        uploads.add(upload);
        sender.transport().connect(at, SocketOptions.DEFAULT, upload);
        if (i == 0) {
          simulation.runFor(Duration.ofSeconds(5));
          assertEquals(500_000, upload.sent, 20_000, "alone it has the rate of each");
        }
      }
      long first = uploads.get(0).sent;
      simulation.runFor(Duration.ofSeconds(10));
      assertEquals(500_000, uploads.get(0).sent - first, 20_000);
      assertEquals(500_000, uploads.get(1).sent, 20_000);
      assertEquals(500_000, uploads.get(2).sent, 20_000);
      for (LimitedUpload upload : uploads) {
        assertTrue(sender(upload).wasHeldBack());
      }
      simulation.runFor(Duration.ofSeconds(40));
      for (LimitedUpload upload : uploads) {
        assertEquals(2_000_000, upload.sent);
        assertTrue(upload.complete);
        sender(upload).wasHeldBack();
        assertFalse(sender(upload).wasHeldBack(), "asked since");
      }
    }
  }

  private static FileSender sender(LimitedUpload upload) {
    return Objects.requireNonNull(upload.sender);
  }

  /** Takes all that comes. */
  private static final class Greedy extends Quiet {
    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
    }
  }

  /** Sends a file at the rates of all. */
  private static final class LimitedUpload extends Quiet implements FileSender.Listener {
    private final Host host;
    private final Path file;
    private final UploadRates rates;
    private @Nullable FileSender sender;
    private long sent;
    private boolean complete;

    LimitedUpload(Host host, Path file, UploadRates rates) {
      this.host = host;
      this.file = file;
      this.rates = rates;
    }

    @Override
    public void onOpen(Link link) {
      FileSender made = new FileSender(host.loop(), link, file, 0, 2_000_000, this);
      sender = made;
      made.limit(rates);
      made.start();
    }

    @Override
    public void onWritable(Link link) {
      sender(this).onWritable();
    }

    @Override
    public void onSent(int bytes) {
      sent += bytes;
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailed(Throwable cause) {
      throw new AssertionError(cause);
    }
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
