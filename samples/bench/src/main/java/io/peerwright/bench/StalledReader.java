package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a link costs whose remote side reads nothing while ours writes all it can. */
final class StalledReader implements Benchmark {

  private static final int LINKS = 400;
  private static final int SAMPLES = 6;
  private static final long SAMPLE_MILLIS = 10_000;
  private static final long RETRY_NANOS = 100_000_000;
  private static final int LIMIT_BYTES = SocketOptions.DEFAULT.sendBufferBytes() + (64 << 10);

  @Override
  public String name() {
    return "stalled-reader";
  }

  @Override
  public String description() {
    return "heap and direct memory of a link, both ends, whose reader gives no credit for a minute";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    try (Network network = TransportPair.openVertx()) {
      Host reader = network.newHost("reader", Endpoint.parse("127.0.0.1:0"), null);
      Host writer = network.newHost("writer", null, null);
      Writer work = new Writer(writer);
      work.connect(listen(reader));
      long heap = Memory.heap();
      long direct = Memory.direct();
      writer.loop().execute(work::writeToAll);
      double most = 0;
      for (int sample = 1; sample <= SAMPLES; sample++) {
        Thread.sleep(SAMPLE_MILLIS);
        double heapPerLink = (double) (Memory.heap() - heap) / LINKS;
        double directPerLink = (double) (Memory.direct() - direct) / LINKS;
        most = Math.max(most, heapPerLink + directPerLink);
        progress.say(
            String.format(
                "  after %d s, %d links: heap %,.0f, direct %,.0f bytes a link; %,d bytes taken",
                sample * SAMPLE_MILLIS / 1000, LINKS, heapPerLink, directPerLink, work.taken));
      }
      return new Figure(name(), most, "bytes", "send buffer + 64 KiB", LIMIT_BYTES, "<= 1");
    }
  }

  private static Endpoint listen(Host reader) throws Exception {
    return LiveSteps.on(
        reader.loop(),
        () -> LiveSteps.listen(reader, SocketOptions.DEFAULT, link -> new Stalled()));
  }

  /** Never gives credit. */
  private static final class Stalled implements LinkHandler {
    @Override
    public void onData(Link link, ByteBuffer data) {
      throw new IllegalStateException("delivered without credit");
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  /** Writes whenever there may be room, and now and then without being told. */
  private static final class Writer implements LinkHandler {
    private final Host host;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 16);
    private final List<Link> links = new ArrayList<>();
    private final CountDownLatch open = new CountDownLatch(LINKS);
    private volatile long taken;

    Writer(Host host) {
      this.host = host;
    }

    void connect(Endpoint to) throws InterruptedException {
      for (int i = 0; i < LINKS; i++) {
        host.loop()
            .execute(() -> links.add(host.transport().connect(to, SocketOptions.DEFAULT, this)));
      }
      if (!open.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException(open.getCount() + " links did not open");
      }
    }

    void writeToAll() {
      links.forEach(this::onWritable);
      host.loop().schedule(RETRY_NANOS, this::writeToAll);
    }

    @Override
    public void onOpen(Link link) {
      open.countDown();
    }

    @Override
    public void onWritable(Link link) {
      do {
        taken += link.write(chunk.clear());
      } while (!chunk.hasRemaining());
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {}
  }
}
