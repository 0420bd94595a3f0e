package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.kernel.HostTable;
import io.peerwright.transport.inmemory.kernel.Kernel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams of the simple kind that were sent just now: to an ordinary host, over a network that
 * loses nothing. All that is left to find out is when they arrive, and for that the receiver's
 * identity is needed, which is hardly ever in a cache; so it is looked up for many at once.
 */
final class Outbox {

  private static final int ROOM = 64;

  private final Kernel kernel;
  private final HostTable hosts;
  private final @Nullable PacketSender[] senders = new PacketSender[ROOM];
  private final @Nullable Endpoint[] sources = new Endpoint[ROOM];
  private final int[] receivers = new int[ROOM];
  private final int[] packets = new int[ROOM];
  private final int[] blocks = new int[ROOM];
  private final long[] keys = new long[ROOM];
  private final long[] departures = new long[ROOM];
  private final long[] identities = new long[ROOM];
  private int count;

  Outbox(Kernel kernel, HostTable hosts) {
    this.kernel = kernel;
    this.hosts = hosts;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(PacketSender sender, Endpoint source, int receiver, int block, long leaves) {
    if (count == ROOM) {
      flush();
    }
    int i = count++;
    senders[i] = sender;
    sources[i] = source;
    receivers[i] = receiver;
    blocks[i] = block;
    departures[i] = leaves;
    packets[i] = sender.nextPacket();
    keys[i] = sender.nextKey();
  }

  /** Sends all of them on their way. */
  void flush() {
    for (int i = 0; i < count; i++) {
      identities[i] = hosts.identity(receivers[i]);
    }
    for (int i = 0; i < count; i++) {
      PacketSender sender = senders[i];
      Endpoint source = sources[i];
      if (sender != null && source != null) {
        long latency =
            PacketChance.latency(sender.model(), sender.identity(), identities[i], packets[i]);
        long time = departures[i] + latency;
        kernel.sendDatagram(keys[i], sender.index(), receivers[i], time, source, blocks[i]);
      }
    }
    Arrays.fill(senders, 0, count, null);
    Arrays.fill(sources, 0, count, null);
    count = 0;
  }
}
