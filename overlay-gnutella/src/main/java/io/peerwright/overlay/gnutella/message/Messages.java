package io.peerwright.overlay.gnutella.message;

import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * Reads and writes whole messages: a header and what follows it.
 *
 * <pre>{@code
 * Message message = Messages.read(data, at);
 * if (message instanceof Query query && query.has(Query.OUT_OF_BAND)) { ... }
 * ByteBuffer bytes = Messages.encode(Guid.random(random), 1, 0, new Ping(Ggep.EMPTY));
 * link.write(bytes);
 * }</pre>
 */
public final class Messages {

  private Messages() {}

  /**
   * Reads the message that begins there and is whole. Nothing of the buffer is kept.
   *
   * @throws MalformedException if its payload is not what its type demands
   */
  public static Message read(ByteBuffer bytes, int at) throws MalformedException {
    int length = Header.payloadLength(bytes, at);
    Octets payload = Octets.of(bytes, at + Header.BYTES, length);
    return payload(Header.type(bytes, at), payload);
  }

  /**
   * Reads a payload.
   *
   * @throws MalformedException if it is not what the type demands
   */
  public static Message payload(int type, Octets payload) throws MalformedException {
    return switch (type) {
      case MessageType.PING -> new Ping(payload);
      case MessageType.PONG -> Pong.read(payload);
      case MessageType.BYE -> Bye.read(payload);
      case MessageType.QRP -> Qrp.read(payload);
      case MessageType.VENDOR, MessageType.STANDARD_VENDOR -> VendorMessage.read(type, payload);
      case MessageType.PUSH -> Push.read(payload);
      case MessageType.QUERY -> Query.read(payload);
      case MessageType.QUERY_HIT -> QueryHit.read(payload);
      default -> new Unknown(type, payload);
    };
  }

  /** A message as bytes of its own, from position to limit. */
  public static ByteBuffer encode(Guid guid, int ttl, int hops, Message message) {
    ByteBuffer out = ByteBuffer.allocate(Header.BYTES + message.payloadLength());
    write(out, guid.high(), guid.low(), ttl, hops, message);
    return out.flip();
  }

  /** Writes a message at the buffer's position; big-endian, with room for it. */
  public static void write(
      ByteBuffer out, long guidHigh, long guidLow, int ttl, int hops, Message message) {
    int length = message.payloadLength();
    Header.write(out, guidHigh, guidLow, message.type(), ttl, hops, length);
    int end = out.position() + length;
    message.writePayload(out);
    assert out.position() == end : message.type() + " writes another length than it says";
  }
}
