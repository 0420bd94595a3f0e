package io.peerwright.decorators.faults;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.kit.net.ForwardingDatagrams;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A datagram socket that loses, doubles, delays and reorders what is sent. A socket that is closed
 * stays until what is under way has left.
 */
final class FaultyDatagrams extends ForwardingDatagrams {

  /** What a datagram costs besides its bytes, so that many short ones stay within bounds, too. */
  private static final int BYTES_PER_DATAGRAM = 64;

  private record Held(Endpoint to, ByteBuffer payload) {}

  private final Faults faults;
  private final int maxBytes;

  /** What was due when the socket below was full. */
  private final Deque<Held> overdue = new ArrayDeque<>(0);

  private int heldBytes;
  private boolean open;
  private boolean owesWritable;

  FaultyDatagrams(Faults faults, int maxBytes) {
    this.faults = faults;
    this.maxBytes = maxBytes;
  }

  @Override
  public void onBound(Datagrams bound) {
    open = true;
    super.onBound(bound);
  }

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    if (!open) {
      return SendResult.CLOSED;
    }
    int bytes = payload.remaining();
    if (bytes > maxBytes) {
      return SendResult.TOO_LARGE;
    }
    if (heldBytes > faults.queueBytes()) {
      owesWritable = true;
      return SendResult.WOULD_BLOCK;
    }
    ByteBuffer copy = ByteBuffer.allocate(bytes).put(payload).flip();
    if (!faults.isLost()) {
      if (faults.isDoubled()) {
        hold(new Held(to, copy.duplicate()));
      }
      hold(new Held(to, copy));
    }
    return SendResult.ACCEPTED;
  }

  private void hold(Held datagram) {
    heldBytes += datagram.payload.remaining() + BYTES_PER_DATAGRAM;
    long delay = faults.datagramDelay(datagram.to);
    if (delay > 0) {
      faults.loop().schedule(delay, () -> due(datagram));
    } else {
      pass(datagram);
    }
  }

  private void due(Held datagram) {
    pass(datagram);
    settle();
  }

  private void pass(Held datagram) {
    if (!overdue.isEmpty() || !sent(datagram)) {
      overdue.add(datagram);
    }
  }

  private boolean sent(Held datagram) {
    int bytes = datagram.payload.remaining();
    if (socket().send(datagram.to, datagram.payload) == SendResult.WOULD_BLOCK) {
      return false;
    }
    heldBytes -= bytes + BYTES_PER_DATAGRAM;
    return true;
  }

  @Override
  public void onWritable(Datagrams writable) {
    Held next;
    while ((next = overdue.peek()) != null && sent(next)) {
      overdue.remove();
    }
    settle();
  }

  /** Something has left: closes the socket, or tells the handler that there is room. */
  private void settle() {
    if (!open && heldBytes == 0) {
      socket().close();
    } else if (open && owesWritable && heldBytes <= faults.queueBytes() / 2) {
      owesWritable = false;
      handler().onWritable(this);
    }
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    if (open) {
      super.onDatagram(at, from, data);
    }
  }

  @Override
  public void close() {
    open = false;
    if (heldBytes == 0) {
      super.close();
    }
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    open = false;
    super.onClosed(closed, reason);
  }
}
