package io.peerwright.api.sketches;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Keeps what comes in on a link. */
final class Recorder implements LinkHandler {

  final ByteBuffer bytes = ByteBuffer.allocate(1024);
  Reason closed = Reason.ENDED;
  boolean opened;

  @Override
  public void onOpen(Link link) {
    opened = true;
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    bytes.put(data);
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    closed = reason;
  }

  /** The body of the first eDonkey frame with this opcode. */
  ByteBuffer body(int opcode) {
    ByteBuffer all = bytes.duplicate().flip().order(ByteOrder.LITTLE_ENDIAN);
    while (all.hasRemaining()) {
      int length = all.getInt(all.position() + 1);
      if (all.get(all.position() + 5) == opcode) {
        return all.slice(all.position() + 6, length - 1).order(ByteOrder.LITTLE_ENDIAN);
      }
      all.position(all.position() + 5 + length);
    }
    throw new AssertionError("no frame with opcode " + opcode);
  }
}
