package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads the list of another user's files from a data link: by asking for it, or when it is pushed.
 */
final class ListReading implements LinkHandler {

  private static final int MAX_LINE_BYTES = 4_096;
  private static final int MAX_FILES = 200_000;

  /** A list that takes longer is given up, however it drips. */
  private static final long DEADLINE_NANOS = 600_000_000_000L;

  private final Loop loop;
  private final Consumer<SharedFile> found;
  private final Consumer<Boolean> ended;
  private final byte[] line = new byte[MAX_LINE_BYTES];
  private int length;
  private int files;
  private boolean greeted;
  private boolean named;
  private boolean complete;
  private long deadline;

  /**
   * A list to come.
   *
   * @param pushed true if the other side has connected and said whose list it is
   * @param ended told once whether the list came to its end
   */
  ListReading(Loop loop, boolean pushed, Consumer<SharedFile> found, Consumer<Boolean> ended) {
    this.loop = loop;
    this.greeted = pushed;
    this.named = pushed;
    this.found = found;
    this.ended = ended;
  }

  @Override
  public void onOpen(Link link) {
    begin(link);
  }

  void begin(Link link) {
    deadline = loop.schedule(DEADLINE_NANOS, () -> link.abort(Reason.TIMEOUT));
    link.request(Link.UNLIMITED);
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    while (data.hasRemaining() && !complete) {
      byte next = data.get();
      if (!greeted) {
        greeted = true;
        if (next != '1') {
          link.abort(Reason.PROTOCOL);
          return;
        }
        link.write(ByteBuffer.wrap("GETLIST".getBytes(StandardCharsets.US_ASCII)));
      } else if (next == '\n') {
        onLine(link);
      } else if (length == MAX_LINE_BYTES) {
        link.abort(Reason.LIMIT);
        return;
      } else {
        line[length++] = next;
      }
    }
  }

  private void onLine(Link link) {
    int count = length;
    length = 0;
    if (!named) {
      named = true;
    } else if (count == 0 || files == MAX_FILES) {
      complete = true;
      link.close();
    } else {
      try {
        SharedFile file = SharedFile.parse(new Fields(ByteBuffer.wrap(line, 0, count)));
        files++;
        found.accept(file);
      } catch (MalformedException e) {
        // Other programs may add lines of their own.
        files++;
      }
    }
  }

  @Override
  public void onInputClosed(Link link) {
    link.close();
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    loop.cancel(deadline);
    ended.accept(complete);
  }
}
