package io.peerwright.kit.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of a response to GET off a byte stream, however it is delimited (RFC 9112, section
 * 6). Keeps no byte of it.
 */
public final class HttpBody {

  private enum Part {
    COUNTED,
    UNTIL_END,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    OVER
  }

  /** Longest line with the size of a chunk, extensions included, and longest trailer. */
  private static final int MAX_LINE_BYTES = 4096;

  private static final int MAX_SIZE_DIGITS = 15;

  private Part part;
  private long left;
  private int lineBytes;
  private int digits;
  private boolean sizeRead;

  private HttpBody(Part part, long left) {
    this.part = part;
    this.left = left;
  }

  /**
   * The body that follows a response.
   *
   * @throws HttpException if its length is contradictory or its coding unknown
   */
  public static HttpBody of(HttpResponse response) throws HttpException {
    if (response.isInterim() || response.status() == 204 || response.status() == 304) {
      return new HttpBody(Part.OVER, 0);
    }
    HttpFields fields = response.fields();
    String coding = fields.first("Transfer-Encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new HttpException(502, "unknown transfer encoding " + HttpFields.printable(coding));
      }
      return new HttpBody(Part.CHUNK_SIZE, 0);
    }
    String length = fields.first("Content-Length");
    if (length == null) {
      return new HttpBody(Part.UNTIL_END, 0);
    }
    boolean same = fields.all("Content-Length").stream().allMatch(length::equals);
    if (!same || !length.matches("[0-9]{1,18}")) {
      throw new HttpException(502, "bad content length " + HttpFields.printable(length));
    }
    long bytes = Long.parseLong(length);
    return new HttpBody(bytes == 0 ? Part.OVER : Part.COUNTED, bytes);
  }

  /** True when all of it has been taken. */
  public boolean isOver() {
    return part == Part.OVER;
  }

  /** True if the end of the stream is the end of the body, or comes after it. */
  public boolean mayEndHere() {
    return part == Part.OVER || part == Part.UNTIL_END;
  }

  /**
   * Takes the next bytes of the body off {@code data}.
   *
   * @return a view of {@code data}; null if there is nothing more in it
   * @throws HttpException if the chunks are malformed
   */
  public @Nullable ByteBuffer next(ByteBuffer data) throws HttpException {
    return next(data, Integer.MAX_VALUE);
  }

  /**
   * Takes the next bytes of the body off {@code data}, but no more than so many.
   *
   * @return a view of {@code data}; null if there is nothing more in it, or nothing to be taken
   * @throws HttpException if the chunks are malformed
   */
  public @Nullable ByteBuffer next(ByteBuffer data, int most) throws HttpException {
    while (data.hasRemaining() && part != Part.OVER) {
      int count = Math.min(most, data.remaining());
      switch (part) {
        case UNTIL_END:
          return count == 0 ? null : take(data, count);
        case COUNTED:
        case CHUNK:
          return count == 0 ? null : counted(data, count);
        default:
          step(data.get());
      }
    }
    return null;
  }

  private ByteBuffer counted(ByteBuffer data, int most) {
    int count = (int) Math.min(left, most);
    left -= count;
    if (left == 0) {
      part = part == Part.CHUNK ? Part.CHUNK_END : Part.OVER;
    }
    return take(data, count);
  }

  private static ByteBuffer take(ByteBuffer data, int count) {
    ByteBuffer view = data.slice(data.position(), count);
    data.position(data.position() + count);
    return view;
  }

  /** Takes a byte of what stands between the chunks. */
  private void step(byte next) throws HttpException {
    if (++lineBytes > MAX_LINE_BYTES) {
      throw new HttpException(502, "a line of more than " + MAX_LINE_BYTES + " bytes in a body");
    }
    if (next == '\r') {
      return;
    }
    if (part == Part.CHUNK_SIZE) {
      size(next);
    } else if (part == Part.CHUNK_END) {
      if (next != '\n') {
        throw new HttpException(502, "a chunk is longer than it was said to be");
      }
      begin(Part.CHUNK_SIZE);
    } else if (next != '\n') {
      digits++;
    } else if (digits == 0) {
      part = Part.OVER;
    } else {
      digits = 0;
    }
  }

  private void size(byte next) throws HttpException {
    int digit = Character.digit(next, 16);
    if (next == '\n' && digits > 0) {
      begin(left == 0 ? Part.TRAILER : Part.CHUNK);
    } else if (digit >= 0 && !sizeRead && digits < MAX_SIZE_DIGITS) {
      left = left << 4 | digit;
      digits++;
    } else if (digits > 0 && (sizeRead || next == ';' || next == ' ' || next == '\t')) {
      sizeRead = true;
    } else {
      throw new HttpException(502, "not the size of a chunk");
    }
  }

  private void begin(Part next) {
    part = next;
    lineBytes = 0;
    digits = 0;
    sizeRead = false;
  }
}
