package io.peerwright.kit.request;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.EndpointBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link NameRecord} as bytes, for overlays that have no form of their own for it: each record has
 * one form, and what was signed comes back as it was signed.
 *
 * <pre>
 * 1 byte    version, 1
 * 8 bytes   sequence
 * 1 byte    number of endpoints, up to {@value #MAX_ENDPOINTS}; each as {@link EndpointBytes}
 * 1 byte    number of attributes, up to {@value #MAX_ATTRIBUTES}, in the order of their names; of each
 *             its name and its value as texts
 * text      public key, empty if it is not signed
 * text      signature, empty if it is not signed
 * </pre>
 *
 * A text is 2 bytes of length and as many of UTF-8. The whole has at most {@value #MAX_BYTES}
 * bytes.
 */
public final class NameRecordCodec {

  /** The longest record. */
  public static final int MAX_BYTES = 4096;

  private static final int MAX_ENDPOINTS = 16;
  private static final int MAX_ATTRIBUTES = 64;
  private static final byte VERSION = 1;

  private NameRecordCodec() {}

  /**
   * Writes a record.
   *
   * @throws IllegalArgumentException if it is too long, or has an endpoint or a text that means
   *     nothing elsewhere: one with a scope, half a character
   */
  public static byte[] write(NameRecord record) {
    List<Endpoint> endpoints = record.endpoints();
    Map<String, String> attributes = record.attributes();
    if (endpoints.size() > MAX_ENDPOINTS || attributes.size() > MAX_ATTRIBUTES) {
      throw new IllegalArgumentException(
          "a record has at most %d endpoints and %d attributes, this has %d and %d"
              .formatted(MAX_ENDPOINTS, MAX_ATTRIBUTES, endpoints.size(), attributes.size()));
    }
    List<byte[]> texts = new ArrayList<>();
    attributes.forEach(
        (name, value) -> {
          texts.add(utf8(name));
          texts.add(utf8(value));
        });
    texts.add(textBytes(record.publicKey()));
    texts.add(textBytes(record.signature()));
    int bytes = 1 + 8 + 1 + 1;
    bytes += endpoints.stream().mapToInt(EndpointBytes::length).sum();
    bytes += texts.stream().mapToInt(each -> 2 + each.length).sum();
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a record has at most " + MAX_BYTES + " bytes, this has " + bytes);
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).put(VERSION).putLong(record.sequence());
    out.put((byte) endpoints.size());
    endpoints.forEach(each -> EndpointBytes.write(out, each));
    out.put((byte) attributes.size());
    texts.forEach(each -> out.putShort((short) each.length).put(each));
    return out.array();
  }

  private static byte[] textBytes(@Nullable String text) {
    return text == null ? new byte[0] : utf8(text);
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not text: half a character in \"" + text + "\"", e);
    }
  }

  /**
   * Reads a record, and no further. Whether it is signed by its key is not looked at: see {@link
   * NameSignatures#isGenuine}.
   *
   * @param in moved behind the record; anywhere if there is none
   * @throws OverlayException with {@link Reason#PROTOCOL} if these are not the bytes of a record
   */
  public static NameRecord read(ByteBuffer in) throws OverlayException {
    int begin = in.position();
    require(in.remaining() >= 1 + 8 + 1 && in.get() == VERSION, "version");
    long sequence = in.getLong();
    List<Endpoint> endpoints = new ArrayList<>();
    for (int count = count(in, MAX_ENDPOINTS); count > 0; count--) {
      endpoints.add(endpoint(in));
    }
    TreeMap<String, String> attributes = new TreeMap<>();
    for (int count = count(in, MAX_ATTRIBUTES); count > 0; count--) {
      String name = text(in, begin);
      boolean inOrder = attributes.isEmpty() || attributes.lastKey().compareTo(name) < 0;
      require(inOrder, "order of attributes");
      attributes.put(name, text(in, begin));
    }
    return new NameRecord(
        endpoints, attributes, sequence, textOrNull(in, begin), textOrNull(in, begin));
  }

  private static int count(ByteBuffer in, int most) throws OverlayException {
    require(in.hasRemaining(), "length");
    int count = in.get() & 0xff;
    require(count <= most, "number");
    return count;
  }

  private static Endpoint endpoint(ByteBuffer in) throws OverlayException {
    try {
      return EndpointBytes.read(in);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new OverlayException(Reason.PROTOCOL, "not a name's record: wrong endpoint", e);
    }
  }

  private static @Nullable String textOrNull(ByteBuffer in, int begin) throws OverlayException {
    String text = text(in, begin);
    return text.isEmpty() ? null : text;
  }

  private static String text(ByteBuffer in, int begin) throws OverlayException {
    require(in.remaining() >= 2, "length");
    int length = in.getShort() & 0xffff;
    int end = in.position() + length;
    require(length <= in.remaining() && end - begin <= MAX_BYTES, "length");
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(end);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new OverlayException(Reason.PROTOCOL, "not a name's record: a text is no UTF-8", e);
    }
  }

  private static void require(boolean holds, String what) throws OverlayException {
    if (!holds) {
      throw new OverlayException(Reason.PROTOCOL, "not a name's record: wrong " + what);
    }
  }
}
