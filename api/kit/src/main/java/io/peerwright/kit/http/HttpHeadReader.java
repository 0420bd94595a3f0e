package io.peerwright.kit.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the head of a message off a byte stream (RFC 9112, section 2). Holds memory only for bytes
 * that have arrived, and never more than its limit. A line may end with LF alone.
 */
public final class HttpHeadReader {

  private static final int FIRST_BYTES = 512;

  private final int maxBytes;
  private final boolean lenient;
  private byte[] held = new byte[0];
  private int length;

  /** The bytes of the line that is coming in, CR left out. */
  private int lineBytes;

  /**
   * A reader of one head after the other, of requests.
   *
   * @param maxBytes a longer head is refused, as soon as it is longer
   */
  public HttpHeadReader(int maxBytes) {
    this(maxBytes, false);
  }

  private HttpHeadReader(int maxBytes, boolean lenient) {
    this.maxBytes = maxBytes;
    this.lenient = lenient;
  }

  /**
   * A reader of the heads of responses, which takes what a client should (RFC 9112, sections 5.1
   * and 5.2): a space before a colon, and values that go on in the next line.
   *
   * @param maxBytes a longer head is refused, as soon as it is longer
   */
  public static HttpHeadReader ofResponses(int maxBytes) {
    return new HttpHeadReader(maxBytes, true);
  }

  /** True when nothing of a head has arrived yet. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** What the part of a head that has arrived takes in memory. */
  int heldBytes() {
    return held.length;
  }

  /**
   * Takes bytes off {@code data} up to the end of a head.
   *
   * @return the head; null if more bytes are needed
   * @throws HttpException if it cannot be one; nothing more can be read from the stream then
   */
  public @Nullable HttpHead next(ByteBuffer data) throws HttpException {
    while (data.hasRemaining()) {
      byte next = data.get();
      if (length == 0 && (next == '\r' || next == '\n')) {
        continue; // Empty lines before a start line are to be ignored.
      }
      keep(next);
      if (next != '\n') {
        lineBytes += next == '\r' ? 0 : 1;
      } else if (lineBytes == 0) {
        return finish();
      } else {
        lineBytes = 0;
      }
    }
    return null;
  }

  private void keep(byte next) throws HttpException {
    if (length == maxBytes) {
      throw new HttpException(431, "a header of more than " + maxBytes + " bytes");
    }
    if (length == held.length) {
      held = Arrays.copyOf(held, Math.min(maxBytes, Math.max(FIRST_BYTES, 2 * length)));
    }
    held[length++] = next;
  }

  private HttpHead finish() throws HttpException {
    byte[] bytes = held;
    int end = length;
    held = new byte[0];
    length = 0;
    return HttpHead.parse(bytes, end, lenient);
  }
}
