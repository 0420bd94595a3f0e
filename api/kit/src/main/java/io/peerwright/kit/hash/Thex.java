package io.peerwright.kit.hash;

import io.peerwright.api.overlay.Urn;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tree of Tiger hashes as servents send it (THEX, draft-jchapweske-thex-02): a DIME message whose
 * first record says in XML how long the file is and how deep the tree, and whose second one has the
 * hashes, row after row from the root down.
 */
public final class Thex {

  /** The type of such a message. */
  public static final String MEDIA_TYPE = "application/dime";

  /** So many hashes a row has at most that is written here. */
  public static final int MOST_WRITTEN = 512;

  /** A message that is longer is not read; a row of 32,768 hashes and all above it fit in. */
  public static final int MOST_BYTES = 1 << 21;

  private static final String XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE hashtree SYSTEM "http://open-content.net/spec/thex/thex.dtd">
      <hashtree>
      <file size="%d" segmentsize="1024"/>
      <digest algorithm="http://open-content.net/spec/digest/tiger" outputsize="24"/>
      <serializedtree depth="%d" type="%s" uri="%s"/>
      </hashtree>
      """
          .replace("\n", "\r\n");

  private static final String TYPE = "http://open-content.net/spec/thex/breadthfirst";
  private static final Pattern NUMBER =
      Pattern.compile(
          "<(file|serializedtree)\\s[^>]{0,400}?\\b(size|depth)\\s*=\\s*[\"']([0-9]{1,15})[\"']");

  private static final int XML_MOST = 8192;
  private static final int FIRST = 0x04;
  private static final int LAST = 0x02;
  private static final int CHUNKED = 0x01;
  private static final int VERSION = 0x08;
  private static final int MEDIA = 0x10;
  private static final int URI = 0x20;

  private Thex() {}

  /**
   * A row of the tree of a file.
   *
   * @param partBytes how many bytes of the file each hash covers
   * @param hashes from the left
   */
  public record Row(long partBytes, List<byte[]> hashes) {

    /** Copies the list. */
    public Row {
      hashes = List.copyOf(hashes);
    }

    /**
     * The row above this one that covers so many bytes a hash.
     *
     * @throws IllegalArgumentException if that is less than this covers, or no power of two of it
     */
    public Row above(long bytes) {
      Row row = this;
      while (row.partBytes < bytes) {
        row = new Row(2 * row.partBytes, TigerTree.above(row.hashes));
      }
      if (row.partBytes != bytes) {
        throw new IllegalArgumentException("no row above " + partBytes + " covers " + bytes);
      }
      return row;
    }

    /** The root above it. */
    public Urn root() {
      return TigerTree.root(hashes);
    }
  }

  /** How many bytes each hash covers of the row that is written for a file of so many. */
  public static long partBytes(long size) {
    long bytes = TigerTree.LEAF_BYTES;
    while (size > MOST_WRITTEN * bytes) {
      bytes *= 2;
    }
    return bytes;
  }

  /** Writes a row and all above it. */
  public static byte[] write(long size, Row row) {
    List<List<byte[]>> rows = new ArrayList<>();
    rows.add(row.hashes);
    while (rows.get(0).size() > 1) {
      rows.add(0, TigerTree.above(rows.get(0)));
    }
    int count = rows.stream().mapToInt(List::size).sum();
    ByteBuffer hashes = ByteBuffer.allocate(count * Tiger.HASH_BYTES);
    rows.forEach(each -> each.forEach(hashes::put));
    String id = "uuid:" + uuid(ByteBuffer.wrap(rows.get(0).get(0)));
    byte[] xml = ascii(String.format(XML, size, rows.size() - 1, TYPE, id));
    byte[] media = ascii("text/xml");
    byte[][] first = {new byte[0], media, xml};
    byte[][] second = {ascii(id), ascii(TYPE), hashes.array()};
    ByteBuffer message = ByteBuffer.allocate(length(first) + length(second));
    put(message, FIRST, MEDIA, first);
    put(message, LAST, URI, second);
    return message.array();
  }

  /** Made of the root, as gtk-gnutella does it. */
  private static String uuid(ByteBuffer root) {
    return String.format(
        "%08x-%04x-%04x-%04x-%08x%04x",
        Integer.reverseBytes(root.getInt()),
        Short.reverseBytes(root.getShort()),
        Short.reverseBytes(root.getShort()),
        Short.reverseBytes(root.getShort()),
        Integer.reverseBytes(root.getInt()),
        Short.reverseBytes(root.getShort()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int length(byte[][] record) {
    return 12 + padded(record[0].length) + padded(record[1].length) + padded(record[2].length);
  }

  private static int padded(int length) {
    return (length + 3) / 4 * 4;
  }

  private static void put(ByteBuffer message, int place, int kind, byte[][] record) {
    message.put((byte) (VERSION | place)).put((byte) kind).putShort((short) 0);
    message.putShort((short) record[0].length).putShort((short) record[1].length);
    message.putInt(record[2].length);
    for (byte[] field : record) {
      message.put(field).put(new byte[padded(field.length) - field.length]);
    }
  }

  /**
   * Reads the lowest row that a message has.
   *
   * @param size of the file
   * @param root that the row must have
   * @throws IllegalArgumentException if it is none of that file
   */
  public static Row read(byte[] message, long size, Urn root) {
    if (message.length > MOST_BYTES) {
      throw new IllegalArgumentException("a tree of " + message.length + " bytes");
    }
    try {
      ByteBuffer left = ByteBuffer.wrap(message);
      byte[] xml = record(left, FIRST);
      byte[] hashes = record(left, LAST);
      long depth = depth(xml, size);
      Row row = lowest(hashes, size, depth);
      if (!row.root().equals(root)) {
        throw new IllegalArgumentException("a tree with the root " + row.root());
      }
      return row;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a tree that ends too early", e);
    }
  }

  private static byte[] record(ByteBuffer from, int place) {
    int first = from.get();
    boolean right = (first & 0xf8) == VERSION && (first & (FIRST | LAST)) == place;
    if (!right || (first & CHUNKED) != 0) {
      throw new IllegalArgumentException("not two whole DIME records");
    }
    from.get();
    int options = from.getShort() & 0xffff;
    int id = from.getShort() & 0xffff;
    int type = from.getShort() & 0xffff;
    int length = from.getInt();
    skip(from, padded(options) + padded(id) + padded(type));
    if (length < 0 || length > from.remaining()) {
      throw new IllegalArgumentException("a DIME record that ends too early");
    }
    byte[] data = new byte[length];
    from.get(data);
    skip(from, Math.min(from.remaining(), padded(length) - length));
    return data;
  }

  private static void skip(ByteBuffer from, int count) {
    if (count > from.remaining()) {
      throw new BufferUnderflowException();
    }
    from.position(from.position() + count);
  }

  private static long depth(byte[] xml, long size) {
    String text = new String(xml, 0, Math.min(xml.length, XML_MOST), StandardCharsets.ISO_8859_1);
    long told = -1;
    long depth = -1;
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      long value = Long.parseLong(number.group(3));
      if (number.group(1).equals("file") && number.group(2).equals("size")) {
        told = value;
      } else if (number.group(1).equals("serializedtree") && number.group(2).equals("depth")) {
        depth = value;
      }
    }
    if (told != size || depth < 0) {
      throw new IllegalArgumentException("not the tree of a file of " + size + " bytes");
    }
    return depth;
  }

  private static Row lowest(byte[] hashes, long size, long depth) {
    long whole = Math.max(1, (size + TigerTree.LEAF_BYTES - 1) / TigerTree.LEAF_BYTES);
    int height = Long.SIZE - Long.numberOfLeadingZeros(whole - 1);
    if (depth > height) {
      throw new IllegalArgumentException("a tree of depth " + depth + ", not " + height);
    }
    long before = 0;
    for (int level = height; level > height - depth; level--) {
      before += count(whole, level);
    }
    int last = (int) Math.min(hashes.length, count(whole, (int) (height - depth)));
    if ((before + last) * Tiger.HASH_BYTES != hashes.length) {
      throw new IllegalArgumentException("a tree of " + hashes.length + " bytes");
    }
    List<byte[]> row = new ArrayList<>(last);
    ByteBuffer from = ByteBuffer.wrap(hashes).position((int) before * Tiger.HASH_BYTES);
    for (int i = 0; i < last; i++) {
      byte[] hash = new byte[Tiger.HASH_BYTES];
      from.get(hash);
      row.add(hash);
    }
    return new Row((long) TigerTree.LEAF_BYTES << (height - depth), row);
  }

  private static long count(long leaves, int level) {
    return (leaves + (1L << level) - 1) >> level;
  }
}
