package io.peerwright.decorators.limit;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.kit.limit.Flow;
import io.peerwright.kit.limit.SharedRate;
import io.peerwright.kit.net.ForwardingDatagrams;
import java.nio.ByteBuffer;

/**
 * A datagram socket that says {@link SendResult#WOULD_BLOCK} when a meter is empty, and drops what
 * comes in then, as a router in front of a slow line does. A datagram passes whole when there is a
 * token at all.
 */
final class LimitedDatagrams extends ForwardingDatagrams {

  private final Limits limits;
  private final int maxBytes;
  private final SharedRate.Waiter turns = this::sendTurn;
  private boolean bound;
  private boolean lowerIsFull;
  private boolean waits;
  private long sent;

  LimitedDatagrams(Limits limits, int maxBytes) {
    this.limits = limits;
    this.maxBytes = maxBytes;
  }

  @Override
  public void onBound(Datagrams opened) {
    bound = true;
    super.onBound(opened);
  }

  @Override
  public void close() {
    bound = false;
    super.close();
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    bound = false;
    super.onClosed(closed, reason);
  }

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    int bytes = payload.remaining();
    if (!bound || bytes > maxBytes) {
      return super.send(to, payload);
    }
    Flow flow = limits.datagramsTo(to, turns);
    if (flow.room() < 1) {
      if (!waits) {
        waits = true;
        flow.awaitTurn();
      }
      return SendResult.WOULD_BLOCK;
    }
    SendResult result = super.send(to, payload);
    if (result == SendResult.ACCEPTED) {
      flow.take(bytes);
      sent += bytes;
    } else if (result == SendResult.WOULD_BLOCK) {
      lowerIsFull = true;
    }
    return result;
  }

  private long sendTurn() {
    waits = false;
    if (!bound || lowerIsFull) {
      return 0;
    }
    long before = sent;
    handler().onWritable(this);
    return sent - before;
  }

  @Override
  public void onWritable(Datagrams writable) {
    lowerIsFull = false;
    // Otherwise the turn tells it: once for the two of them.
    if (!waits) {
      super.onWritable(writable);
    }
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    if (limits.admits(from, data.remaining())) {
      super.onDatagram(at, from, data);
    }
  }
}
