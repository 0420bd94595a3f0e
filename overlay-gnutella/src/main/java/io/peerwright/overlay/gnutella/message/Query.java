package io.peerwright.overlay.gnutella.message;

import io.peerwright.kit.text.WireText;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Asks for files.
 *
 * <pre>flags 2, big-endian   text, NUL   extensions, split by 0x1C   NUL, which may be missing
 * </pre>
 *
 * @param flags bits of this class if {@link #MARKER} is among them; else the least speed that old
 *     servents want, 0..65535
 * @param wire what is looked for, a string of bytes: see {@link #text}
 * @param extensions all that follows the NUL of the text, as it stands there
 */
public record Query(int flags, String wire, Octets extensions) implements Message {

  /** The other bits mean something. */
  public static final int MARKER = 0x8000;

  /** The asker cannot be dialled, and so needs no hit of others like it. */
  public static final int FIREWALLED = 0x4000;

  /** The asker wants metadata in hits. */
  public static final int WANTS_XML = 0x2000;

  /** The leaf that asks tells its ultrapeers how many hits it has kept. */
  public static final int LEAF_GUIDED = 0x1000;

  /** The asker reads the GGEP extension H. */
  public static final int READS_GGEP_H = 0x0800;

  /** Hits may come as datagrams to the address in the GUID. */
  public static final int OUT_OF_BAND = 0x0400;

  /** The asker can reach firewalled servents through their firewall and its own. */
  public static final int FIREWALL_TO_FIREWALL = 0x0200;

  /** The asker takes hits over reliable UDP. */
  public static final int RELIABLE_UDP = 0x0100;

  /**
   * Bytes of a text that is looked for, at most: nobody types more, and one character may have to
   * be taken apart into eighteen.
   */
  public static final int MAX_TEXT = 512;

  /** The bits that say how many hits are wanted; 0 for any. */
  public static final int MAX_HITS = 0x00ff;

  private static final int FLAG_BYTES = 2;

  /** Refuses what cannot be written. */
  public Query {
    if (flags < 0 || flags > 0xffff) {
      throw new IllegalArgumentException("flags must be within 0..65535, are " + flags);
    }
    if (wire.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL in the text of a query");
    }
  }

  /** For a readable text. */
  public static Query of(int flags, String text, Octets extensions) {
    return new Query(flags | MARKER, WireText.encode(text), extensions);
  }

  static Query read(Octets payload) throws MalformedException {
    Fields.checkLength("query", payload, FLAG_BYTES + 1);
    int end = payload.indexOf(0, FLAG_BYTES);
    if (end < 0) {
      throw new MalformedException("a query whose text has no end");
    }
    return new Query(
        payload.at(0) << 8 | payload.at(1),
        payload.part(FLAG_BYTES, end - FLAG_BYTES).toLatin1(),
        payload.part(end + 1, payload.size() - end - 1));
  }

  /** The flags of the query that begins there; 0 if it is too short for any. */
  public static int flags(ByteBuffer bytes, int at) {
    return Header.payloadLength(bytes, at) < FLAG_BYTES
        ? 0
        : bytes.getShort(at + Header.BYTES) & 0xffff;
  }

  /** Whether flags hold this bit, and mean it. */
  public static boolean has(int flags, int bit) {
    return (flags & MARKER) != 0 && (flags & bit) != 0;
  }

  /** Where in the buffer the text of the query is that begins there. */
  public static int textStart(int at) {
    return at + Header.BYTES + FLAG_BYTES;
  }

  /** Where in the buffer the NUL after the text is; -1 if there is none in the payload. */
  public static int textEnd(ByteBuffer bytes, int at) {
    int end = at + Header.BYTES + Header.payloadLength(bytes, at);
    for (int i = textStart(at); i < end; i++) {
      if (bytes.get(i) == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the flags hold this bit, and mean it. */
  public boolean has(int bit) {
    return has(flags, bit);
  }

  /** How many hits are wanted; 0 for any number. */
  public int maxHits() {
    return (flags & MARKER) == 0 ? 0 : flags & MAX_HITS;
  }

  /**
   * What is looked for, for people: the long text if there is one, and it is no longer than {@value
   * #MAX_TEXT} bytes; else the one of old.
   */
  public String text() {
    return WireText.decode(longText().orElse(wire));
  }

  private Optional<String> longText() {
    return extensions.indexOf(Ggep.MAGIC, 0) < 0
        ? Optional.empty()
        : ExtensionArea.read(extensions)
            .ggep()
            .data(GgepIds.LONG_QUERY)
            .filter(data -> !data.isEmpty() && data.size() <= MAX_TEXT)
            .map(Octets::toLatin1);
  }

  @Override
  public int type() {
    return MessageType.QUERY;
  }

  @Override
  public int payloadLength() {
    return FLAG_BYTES + wire.length() + 1 + extensions.size();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    out.putShort((short) flags);
    Octets.latin1(wire).write(out);
    out.put((byte) 0);
    extensions.write(out);
  }
}
