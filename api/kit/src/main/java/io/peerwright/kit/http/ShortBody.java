package io.peerwright.kit.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The body of an answer that is kept whole, because it is short; a longer one is refused. */
public final class ShortBody {

  private final long mostBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /**
   * Nothing has come.
   *
   * @param mostBytes how long it may be
   */
  public ShortBody(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Takes what has come; false, and takes nothing, if the body were too long with it. */
  public boolean take(ByteBuffer data) {
    if (data.remaining() > mostBytes - bytes.size()) {
      return false;
    }
    byte[] part = new byte[data.remaining()];
    data.get(part);
    bytes.writeBytes(part);
    return true;
  }

  /** True if nothing has come. */
  public boolean isEmpty() {
    return bytes.size() == 0;
  }

  /** What has come, as a copy. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
