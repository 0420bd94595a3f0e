package io.peerwright.overlay.gnutella.message;

import io.peerwright.kit.text.WireText;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;

/**
 * Why the sender closes the connection, in a message of TTL 1: nothing follows it, and nothing is
 * answered.
 *
 * @param code 200..299 the user wants it, 400..499 the receiver did wrong, 500..599 the sender did
 * @param rest the text, its NUL, and what stands around them
 */
public record Bye(int code, Octets rest) implements Message {

  private static final int CODE_BYTES = 2;

  /** Refuses what cannot be written. */
  public Bye {
    if (code < 0 || code > 0xffff) {
      throw new IllegalArgumentException("code must be within 0..65535, is " + code);
    }
  }

  /** With a text for people and no header lines. */
  public static Bye of(int code, String reason) {
    return new Bye(code, Octets.latin1(WireText.encode(reason) + '\0'));
  }

  static Bye read(Octets payload) throws MalformedException {
    Fields.checkLength("bye", payload, CODE_BYTES);
    return new Bye(
        payload.at(0) | payload.at(1) << 8, payload.part(CODE_BYTES, payload.size() - CODE_BYTES));
  }

  /** The text for people: what stands before the first line end and the NUL. */
  public String reason() {
    return WireText.decode(text().lines().findFirst().orElse(""));
  }

  /** The header lines, a string of bytes; empty if there are none. */
  public String headers() {
    String text = text();
    int line = text.indexOf("\r\n");
    return line < 0 ? "" : text.substring(line + 2);
  }

  private String text() {
    int end = rest.indexOf(0, 0);
    return rest.part(0, end < 0 ? rest.size() : end).toLatin1();
  }

  @Override
  public int type() {
    return MessageType.BYE;
  }

  @Override
  public int payloadLength() {
    return CODE_BYTES + rest.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putShort(Short.reverseBytes((short) code));
    rest.write(out);
  }
}
