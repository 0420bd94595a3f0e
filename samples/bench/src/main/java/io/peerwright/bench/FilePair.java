package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A file that goes through the live transport into another one, with nothing around it: read and
 * written in blocks off the loops, synced as often as a download does. The least that a transfer of
 * files costs here.
 */
final class FilePair implements AutoCloseable {

  private static final int READ_BYTES = 1 << 17;
  private static final int WRITE_BYTES = 1 << 18;
  private static final int SYNC_BYTES = 1 << 27;

  private final Path from;
  private final Path to;
  private final Network network = TransportPair.openVertx();
  private final Host source = network.newHost("source", Endpoint.parse("127.0.0.1:0"), null);
  private final Endpoint sink;
  private CompletableFuture<Void> whole = new CompletableFuture<>();

  /** With a file of that many bytes. */
  FilePair(int fileBytes) throws Exception {
    from = Files.write(Files.createTempFile("file-pair", ".bin"), new byte[fileBytes]);
    to = Files.createTempFile("file-pair", ".copy");
    Host host = network.newHost("sink", Endpoint.parse("127.0.0.1:0"), null);
    sink =
        LiveSteps.on(
            host.loop(),
            () -> LiveSteps.listen(host, SocketOptions.DEFAULT, link -> new Sink(host.loop())));
  }

  /** Sends the file again and again for about the given time: the bytes that have come. */
  double load(long nanos) throws Exception {
    long until = System.nanoTime() + nanos;
    double bytes = 0;
    while (System.nanoTime() < until) {
      whole = new CompletableFuture<>();
      source
          .loop()
          .execute(() -> source.transport().connect(sink, SocketOptions.DEFAULT, new Source()));
      whole.get(60, TimeUnit.SECONDS);
      bytes += Files.size(to);
      Files.delete(to);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    network.close();
    Files.delete(from);
    Files.deleteIfExists(to);
  }

  private final class Source implements LinkHandler {
    private final Loop loop = source.loop();
    private final FileChannel file;
    private ByteBuffer leaving = ByteBuffer.allocateDirect(READ_BYTES).limit(0);
    private ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES).limit(0);
    private boolean reading;
    private boolean ended;

    Source() {
      file = open(from, StandardOpenOption.READ);
    }

    @Override
    public void onOpen(Link link) {
      read(link);
    }

    private void read(Link link) {
      reading = true;
      ByteBuffer into = read.clear();
      loop.offload(
          () -> file.read(into) < 0,
          0,
          (end, failure) -> {
            reading = false;
            ended = failure != null || end;
            into.flip();
            onWritable(link);
          });
    }

    @Override
    public void onWritable(Link link) {
      boolean more = true;
      while (more) {
        link.write(leaving);
        more = !leaving.hasRemaining() && !reading && !ended;
        if (more) {
          ByteBuffer next = read;
          read = leaving;
          leaving = next;
          read(link);
        }
      }
      if (ended && !leaving.hasRemaining()) {
        link.close();
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {
      shut(file);
    }
  }

  private final class Sink implements LinkHandler {
    private final Loop loop;
    private final FileChannel file;
    private ByteBuffer filling = ByteBuffer.allocateDirect(2 * WRITE_BYTES);
    private ByteBuffer spare = ByteBuffer.allocateDirect(2 * WRITE_BYTES);
    private boolean writing;
    private boolean ended;
    private long unsynced;

    Sink(Loop loop) {
      this.loop = loop;
      file = open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    @Override
    public void onOpen(Link link) {
      link.request(2 * WRITE_BYTES);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      filling.put(data);
      if (filling.position() >= WRITE_BYTES) {
        write(link);
      }
    }

    @Override
    public void onInputClosed(Link link) {
      ended = true;
      write(link);
    }

    private void write(Link link) {
      if (writing) {
        return;
      }
      writing = true;
      ByteBuffer block = filling.flip();
      filling = spare.clear();
      int count = block.remaining();
      unsynced += count;
      boolean last = ended;
      boolean sync = last || unsynced >= SYNC_BYTES;
      unsynced = sync ? 0 : unsynced;
      loop.offload(
          () -> {
            while (block.hasRemaining()) {
              file.write(block);
            }
            if (sync) {
              file.force(false);
            }
            return true;
          },
          0,
          (done, failure) -> onWritten(link, block, count, last, failure != null));
    }

    private void onWritten(Link link, ByteBuffer block, int count, boolean last, boolean failed) {
      writing = false;
      spare = block;
      if (failed) {
        link.abort(Reason.FAILED);
      } else if (last && filling.position() == 0) {
        link.close();
        shut(file);
        whole.complete(null);
      } else {
        if (count > 0 && !ended) {
          link.request(count);
        }
        if (ended || filling.position() >= WRITE_BYTES) {
          write(link);
        }
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  private static FileChannel open(Path path, StandardOpenOption... options) {
    try {
      return FileChannel.open(path, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void shut(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
