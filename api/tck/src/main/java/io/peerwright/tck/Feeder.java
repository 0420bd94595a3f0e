package io.peerwright.tck;

import io.peerwright.api.net.Link;
import java.nio.ByteBuffer;

/**
 * Sends so many bytes of the {@link Pattern} over a link as fast as it takes them, in writes of the
 * given sizes in turn, and then ends the output.
 */
final class Feeder {

  private final LinkProbe probe;
  private final long total;
  private final int[] sizes;
  private ByteBuffer rest = ByteBuffer.allocate(0);
  private long made;
  private int turn;

  /** Starts when the link opens. */
  Feeder(LinkProbe probe, long total, int... sizes) {
    this.probe = probe;
    this.total = total;
    this.sizes = sizes;
    probe.when(
        LinkEvent.OPEN,
        opened -> {
          opened.request(Link.UNLIMITED);
          feed();
        });
    probe.when(LinkEvent.WRITABLE, writable -> feed());
    probe.when(LinkEvent.INPUT_CLOSED, ended -> {});
  }

  private void feed() {
    while (true) {
      if (!rest.hasRemaining()) {
        if (made == total) {
          probe.link().closeOutput();
          return;
        }
        int size = (int) Math.min(sizes[turn++ % sizes.length], total - made);
        rest = Pattern.buffer(made, size);
        made += size;
      }
      probe.write(rest);
      if (rest.hasRemaining()) {
        return;
      }
    }
  }
}
