package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket that keeps what is sent, and packets to hand to a front. */
final class Packets implements Datagrams {

  final List<ByteBuffer> sent = new ArrayList<>();

  ByteBuffer last() {
    return sent.get(sent.size() - 1);
  }

  static ByteBuffer connect() {
    return ByteBuffer.allocate(16)
        .putLong(UdpTrackerHandler.PROTOCOL_ID)
        .putInt(0)
        .putInt(99)
        .rewind();
  }

  static ByteBuffer announce(long connection, Id20 swarm, int port) {
    ByteBuffer packet = ByteBuffer.allocate(98).putLong(connection).putInt(1).putInt(99);
    swarm.write(packet);
    swarm.write(packet);
    packet.putLong(0).putLong(1).putLong(0).putInt(0).putInt(0).putInt(0).putInt(-1);
    return packet.putShort((short) port).rewind();
  }

  @Override
  public Endpoint local() {
    return TrackerLab.TRACKER;
  }

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    byte[] copy = new byte[payload.remaining()];
    payload.get(copy);
    sent.add(ByteBuffer.wrap(copy));
    return SendResult.ACCEPTED;
  }

  @Override
  public void join(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {}

  @Override
  public void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {}

  @Override
  public void close() {}
}
