package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.OutputQueue;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * Sends the list of our files on a data link (napster.txt, section 5.3): a line by itself, then one
 * for each file as it is announced, an empty one, and the end.
 */
final class ListServing implements LinkHandler {

  private static final int PORTION_BYTES = 1 << 16;
  private static final int MAX_WAITING_BYTES = 1 << 20;

  private final Loop loop;
  private final long stallNanos;
  private final String head;
  private final Iterator<SharedFile> files;
  private final Runnable ended;
  private final OutputQueue output = new OutputQueue(MAX_WAITING_BYTES);
  private long watch;
  private boolean moved;
  private boolean over;

  /**
   * A list to be sent.
   *
   * @param stallNanos how long the reader may take nothing
   * @param head the first line
   */
  ListServing(Loop loop, long stallNanos, String head, Iterator<SharedFile> files, Runnable ended) {
    this.loop = loop;
    this.stallNanos = stallNanos;
    this.head = head;
    this.files = files;
    this.ended = ended;
  }

  @Override
  public void onOpen(Link opened) {
    begin(opened);
  }

  void begin(Link link) {
    watch(link);
    output.send(link, ascii(head + "\n"));
    pump(link);
  }

  private void pump(Link link) {
    while (!over && output.waitingBytes() == 0) {
      StringBuilder lines = new StringBuilder();
      while (files.hasNext() && lines.length() < PORTION_BYTES) {
        lines.append(line(files.next())).append('\n');
      }
      if (!files.hasNext()) {
        over = true;
        lines.append('\n');
      }
      moved = true;
      output.send(link, ascii(lines.toString()));
    }
    if (over && output.waitingBytes() == 0) {
      link.closeOutput();
    }
  }

  private static String line(SharedFile file) {
    return "\""
        + file.name().replace('"', '\'')
        + "\" "
        + file.md5()
        + " "
        + file.sizeBytes()
        + " "
        + file.bitrate()
        + " "
        + file.frequency()
        + " "
        + file.seconds();
  }

  private void watch(Link link) {
    moved = false;
    watch =
        loop.schedule(
            stallNanos,
            () -> {
              if (moved) {
                watch(link);
              } else {
                link.abort(Reason.TIMEOUT);
              }
            });
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    // The greeting of a data port that we have connected to.
    data.position(data.limit());
  }

  @Override
  public void onWritable(Link link) {
    output.flush(link);
    pump(link);
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    loop.cancel(watch);
    ended.run();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
