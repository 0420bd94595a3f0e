package io.peerwright.decorators.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The blocks of a pcapng file (draft-ietf-opsawg-pcapng), in big-endian order: one section, one
 * interface of raw IP packets with times in nanoseconds, enhanced packets.
 */
final class Pcapng {

  static final int SECTION_HEADER = 0x0a0d0d0a;
  static final int INTERFACE_DESCRIPTION = 1;
  static final int ENHANCED_PACKET = 6;
  static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  /** Packets that begin with an IPv4 or IPv6 header. */
  static final short LINKTYPE_RAW = 101;

  static final int OPTION_END = 0;
  static final int OPTION_COMMENT = 1;
  static final int OPTION_FLAGS = 2;
  static final int FLAG_INBOUND = 1;
  static final int FLAG_OUTBOUND = 2;

  private static final int OPTION_NAME = 2;
  private static final int OPTION_TIME_RESOLUTION = 9;
  private static final byte NANOSECONDS = 9;

  /** Type and twice the length. */
  private static final int FRAME = 12;

  private static final int PACKET_HEADER = 20;

  private Pcapng() {}

  static byte[] sectionHeader(String comment) {
    byte[] text = comment.getBytes(StandardCharsets.UTF_8);
    ByteBuffer block = block(SECTION_HEADER, 16 + option(text.length) + option(0));
    block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
    block.putLong(-1);
    putOption(block, OPTION_COMMENT, text);
    putOption(block, OPTION_END, new byte[0]);
    return finish(block);
  }

  static byte[] interfaceDescription(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer block =
        block(INTERFACE_DESCRIPTION, 8 + option(text.length) + option(1) + option(0));
    block.putShort(LINKTYPE_RAW).putShort((short) 0).putInt(0);
    putOption(block, OPTION_NAME, text);
    putOption(block, OPTION_TIME_RESOLUTION, new byte[] {NANOSECONDS});
    putOption(block, OPTION_END, new byte[0]);
    return finish(block);
  }

  /**
   * A packet.
   *
   * @param nanos since 1970
   * @param comment empty for none
   */
  static byte[] packet(long nanos, boolean in, byte[] packet, String comment) {
    byte[] text = comment.getBytes(StandardCharsets.UTF_8);
    int options = option(Integer.BYTES) + option(0) + (text.length == 0 ? 0 : option(text.length));
    ByteBuffer block = block(ENHANCED_PACKET, PACKET_HEADER + padded(packet.length) + options);
    block.putInt(0).putInt((int) (nanos >>> 32)).putInt((int) nanos);
    block.putInt(packet.length).putInt(packet.length);
    block.put(packet).position(block.position() + padded(packet.length) - packet.length);
    int flags = in ? FLAG_INBOUND : FLAG_OUTBOUND;
    putOption(block, OPTION_FLAGS, ByteBuffer.allocate(Integer.BYTES).putInt(flags).array());
    if (text.length > 0) {
      putOption(block, OPTION_COMMENT, text);
    }
    putOption(block, OPTION_END, new byte[0]);
    return finish(block);
  }

  static int padded(int length) {
    return length + 3 & ~3;
  }

  private static int option(int length) {
    return 4 + padded(length);
  }

  private static void putOption(ByteBuffer block, int code, byte[] value) {
    block.putShort((short) code).putShort((short) value.length).put(value);
    block.position(block.position() + padded(value.length) - value.length);
  }

  private static ByteBuffer block(int type, int length) {
    return ByteBuffer.allocate(FRAME + length).putInt(type).putInt(FRAME + length);
  }

  private static byte[] finish(ByteBuffer block) {
    return block.putInt(block.capacity()).array();
  }
}
