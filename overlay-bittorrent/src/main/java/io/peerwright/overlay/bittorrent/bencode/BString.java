package io.peerwright.overlay.bittorrent.bencode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A string of bytes; whether they are text only its place can tell. */
public final class BString extends BValue {

  private final int start;
  private final int length;

  BString(byte[] source, int from, int to, int start) {
    super(source, from, to);
    this.start = start;
    this.length = to - start;
  }

  /** How many bytes. */
  public int length() {
    return length;
  }

  /** The bytes; read-only. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(source(), start, length).slice().asReadOnlyBuffer();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return Arrays.copyOfRange(source(), start, start + length);
  }

  /** The bytes as UTF-8; what is none is replaced. */
  public String text() {
    return new String(source(), start, length, StandardCharsets.UTF_8);
  }

  /** The bytes in an encoding; empty if they are not of it. */
  public Optional<String> text(Charset encoding) {
    try {
      return Optional.of(encoding.newDecoder().decode(buffer()).toString());
    } catch (CharacterCodingException notOfIt) {
      return Optional.empty();
    }
  }

  /** One character for each byte: equal strings have equal texts, and sort alike. */
  String latin1() {
    return new String(source(), start, length, StandardCharsets.ISO_8859_1);
  }

  @Override
  String kind() {
    return "a string";
  }

  @Override
  public String toString() {
    return length <= 64 ? '"' + text() + '"' : "a string of " + length + " bytes";
  }
}
