package io.peerwright.decorators.record;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;

/**
 * One link as a TCP conversation without loss: handshake, segments, acknowledgements, and an end
 * that suits its reason. The last packet has the reason as a comment.
 */
final class Conversation {

  /** Takes the packets. */
  interface Output {
    void write(long nanos, boolean in, byte[] packet, String comment);
  }

  /** The beginning of the comment of the last packet. */
  static final String CLOSED = "closed: ";

  /** How much one side sends before the other one acknowledges it without having to send. */
  private static final int MOST_UNACKNOWLEDGED = 1 << 16;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final int IN = 1;
  private static final int OUT = 0;

  private final Endpoint local;
  private final Endpoint remote;
  private final Output output;

  /** The next sequence number of each direction. */
  private final int[] next = {1_000_000_000, 2_000_000_000};

  /** Up to where each direction has been acknowledged. */
  private final int[] acknowledged = next.clone();

  private final boolean[] ended = new boolean[2];

  Conversation(Endpoint local, Endpoint remote, Output output) {
    this.local = local;
    this.remote = remote;
    this.output = output;
  }

  void open(long nanos, boolean accepted) {
    int caller = accepted ? IN : OUT;
    send(nanos, caller, Packet.SYN, NOTHING, "");
    send(nanos, 1 - caller, Packet.SYN | Packet.ACK, NOTHING, "");
    send(nanos, caller, Packet.ACK, NOTHING, "");
  }

  void pass(long nanos, boolean in, ByteBuffer bytes) {
    int direction = in ? IN : OUT;
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      int count = Math.min(rest.remaining(), Packet.MAX_SEGMENT_BYTES);
      ByteBuffer payload = rest.slice(rest.position(), count);
      rest.position(rest.position() + count);
      // So that a reader can tell where what passed in one piece ends.
      int push = rest.hasRemaining() ? 0 : Packet.PSH;
      send(nanos, direction, Packet.ACK | push, payload, "");
    }
    if (next[direction] - acknowledged[direction] > MOST_UNACKNOWLEDGED) {
      send(nanos, 1 - direction, Packet.ACK, NOTHING, "");
    }
  }

  void end(long nanos, boolean in) {
    int direction = in ? IN : OUT;
    if (!ended[direction]) {
      ended[direction] = true;
      send(nanos, direction, Packet.FIN | Packet.ACK, NOTHING, "");
    }
  }

  void close(long nanos, Reason reason) {
    boolean inOrder = ended[OUT] && (ended[IN] || reason == Reason.CANCELLED);
    int direction = reason == Reason.RESET ? IN : OUT;
    int flags = Packet.RST | Packet.ACK;
    if (inOrder) {
      direction = acknowledged[IN] == next[IN] ? IN : OUT;
      flags = Packet.ACK;
    }
    send(nanos, direction, flags, NOTHING, CLOSED + reason);
  }

  private void send(long nanos, int direction, int flags, ByteBuffer payload, String comment) {
    boolean in = direction == IN;
    boolean acknowledges = (flags & Packet.ACK) != 0;
    int ack = acknowledges ? next[1 - direction] : 0;
    int bytes = payload.remaining();
    byte[] packet =
        Packet.tcp(in ? remote : local, in ? local : remote, next[direction], ack, flags, payload);
    next[direction] += bytes + ((flags & (Packet.SYN | Packet.FIN)) != 0 ? 1 : 0);
    if (acknowledges) {
      acknowledged[1 - direction] = ack;
    }
    output.write(nanos, in, packet, comment);
  }
}
