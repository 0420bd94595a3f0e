package io.peerwright.multicast.sap;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.TokenBucket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Sends packets in their order within a bandwidth, after a burst. What still waits when it is
 * stopped is dropped.
 */
final class PacedSender {

  /** Something to send, asked when its turn has come. */
  interface Packet {

    /** Where it goes; null if it is not wanted any more. */
    @Nullable Endpoint to();

    /** The bytes; null if it is not wanted any more. */
    @Nullable ByteBuffer bytes();
  }

  private final Loop loop;
  private final SapSender sender;
  private final TokenBucket bucket;
  private final ArrayDeque<Packet> waiting = new ArrayDeque<>();
  private long timer;

  PacedSender(Loop loop, SapSender sender, long bitsPerSecond, long burstBytes) {
    this.loop = loop;
    this.sender = sender;
    bucket = new TokenBucket(Math.max(1, bitsPerSecond / 8), burstBytes, loop.nanoTime());
  }

  void add(Packet packet) {
    waiting.add(packet);
    if (timer == 0) {
      sendWhatMay();
    }
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  private void sendWhatMay() {
    timer = 0;
    while (!waiting.isEmpty()) {
      long now = loop.nanoTime();
      if (bucket.available(now) <= 0) {
        timer = loop.schedule(bucket.nanosUntil(1, now), this::sendWhatMay);
        return;
      }
      Packet packet = waiting.remove();
      Endpoint to = packet.to();
      ByteBuffer bytes = to == null ? null : packet.bytes();
      if (to != null && bytes != null) {
        bucket.take(bytes.remaining(), now);
        sender.send(to, bytes);
      }
    }
  }

  void stop() {
    loop.cancel(timer);
    timer = 0;
    waiting.clear();
  }
}
