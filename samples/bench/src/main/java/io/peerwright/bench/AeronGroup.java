package io.peerwright.bench;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The group on Aeron: one media driver with one thread, IP multicast on loopback, eight
 * subscriptions that one thread polls, since two processors are all there is.
 */
final class AeronGroup implements GroupUnderLoad {

  private static final String CHANNEL = "aeron:udp?endpoint=239.255.77.9:24326|interface=127.0.0.1";
  private static final int STREAM = 1001;
  private static final int FRAGMENTS = 64;

  private final List<GroupReceiver> receivers =
      IntStream.range(0, RECEIVERS).mapToObj(i -> new GroupReceiver()).toList();
  private final MediaDriver driver =
      MediaDriver.launchEmbedded(
          new MediaDriver.Context()
              .threadingMode(ThreadingMode.SHARED)
              .sharedIdleStrategy(new BackoffIdleStrategy())
              .dirDeleteOnShutdown(true));
  private final Aeron aeron =
      Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final Publication publication;
  private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(PAYLOAD));
  private final Thread polling = new Thread(this::poll, "aeron-poll");
  private volatile boolean closed;

  AeronGroup() throws InterruptedException {
    for (int i = 0; i < RECEIVERS; i++) {
      subscriptions.add(aeron.addSubscription(CHANNEL, STREAM));
    }
    publication = aeron.addPublication(CHANNEL, STREAM);
    while (!publication.isConnected()) {
      Thread.sleep(1);
    }
    polling.start();
  }

  private void poll() {
    List<FragmentHandler> handlers =
        receivers.stream()
            .<FragmentHandler>map(
                to ->
                    (buffer, offset, length, header) ->
                        to.onMessage(buffer.getLong(offset, ByteOrder.BIG_ENDIAN)))
            .toList();
    BackoffIdleStrategy idle = new BackoffIdleStrategy();
    while (!closed) {
      int taken = 0;
      for (int i = 0; i < RECEIVERS; i++) {
        taken += subscriptions.get(i).poll(handlers.get(i), FRAGMENTS);
      }
      idle.idle(taken);
    }
  }

  @Override
  public String name() {
    return "Aeron";
  }

  @Override
  public void send(ByteBuffer message) {
    out.putBytes(0, message, 0, PAYLOAD);
    BackoffIdleStrategy idle = new BackoffIdleStrategy();
    while (publication.offer(out, 0, PAYLOAD) < 0) {
      idle.idle();
    }
  }

  @Override
  public List<GroupReceiver> receivers() {
    return receivers;
  }

  @Override
  public void close() {
    closed = true;
    try {
      polling.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    aeron.close();
    driver.close();
  }
}
