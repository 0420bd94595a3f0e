package io.peerwright.overlay.bittorrent.tracker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A row of bytes for each peer, in blocks: no object per peer, and no copy of everything when there
 * are more of them.
 *
 * <p>A row begins with address and port as they are sent, so that handing a peer out is one copy.
 */
final class PeerRows {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private static final int BLOCK_BITS = 10;
  private static final int BLOCK_ROWS = 1 << BLOCK_BITS;
  private static final int NONE = -1;

  /** Set while a row is in use. */
  private static final int USED = 1;

  private static final int COMPLETED = 2;
  private static final int SHARE_SHIFT = 2;

  final int addressBytes;
  private final int port;
  private final int peerId;
  private final int seen;
  private final int swarm;
  private final int position;
  private final int flags;
  private final int rowBytes;

  private byte[][] blocks = new byte[0][];
  private int rows;
  private int firstFree = NONE;

  PeerRows(int addressBytes) {
    this.addressBytes = addressBytes;
    port = addressBytes;
    peerId = port + 2;
    seen = peerId + Id20.BYTES;
    swarm = seen + 4;
    position = swarm + 4;
    flags = position + 4;
    rowBytes = flags + 1;
  }

  /** Rows that are or were in use. */
  int rows() {
    return rows;
  }

  /** Takes a row into use. */
  int allocate() {
    int row = firstFree;
    if (row != NONE) {
      firstFree = getInt(row, swarm);
    } else {
      row = rows++;
      if (row >>> BLOCK_BITS == blocks.length) {
        blocks = Arrays.copyOf(blocks, blocks.length + 1);
        blocks[blocks.length - 1] = new byte[BLOCK_ROWS * rowBytes];
      }
    }
    block(row)[at(row) + flags] = USED;
    return row;
  }

  void free(int row) {
    block(row)[at(row) + flags] = 0;
    setInt(row, swarm, firstFree);
    firstFree = row;
  }

  boolean isUsed(int row) {
    return block(row)[at(row) + flags] != 0;
  }

  byte[] block(int row) {
    return blocks[row >>> BLOCK_BITS];
  }

  /** Where a row begins in its block. */
  int at(int row) {
    return (row & BLOCK_ROWS - 1) * rowBytes;
  }

  int peerIdAt(int row) {
    return at(row) + peerId;
  }

  void setEndpoint(int row, long high, long low, int portNumber) {
    byte[] block = block(row);
    int at = at(row);
    if (addressBytes == 4) {
      INT.set(block, at, (int) low);
    } else {
      LONG.set(block, at, high);
      LONG.set(block, at + 8, low);
    }
    SHORT.set(block, at + port, (short) portNumber);
  }

  /** The first half of an IPv6 address; 0 for IPv4. */
  long high(int row) {
    return addressBytes == 4 ? 0 : (long) LONG.get(block(row), at(row));
  }

  /** The second half of an IPv6 address, or an IPv4 address in its lower half. */
  long low(int row) {
    return addressBytes == 4
        ? (int) INT.get(block(row), at(row)) & 0xffff_ffffL
        : (long) LONG.get(block(row), at(row) + 8);
  }

  int port(int row) {
    return (short) SHORT.get(block(row), at(row) + port) & 0xffff;
  }

  void setPeerId(int row, Id20 id) {
    byte[] block = block(row);
    int at = at(row) + peerId;
    LONG.set(block, at, id.high());
    LONG.set(block, at + 8, id.middle());
    INT.set(block, at + 16, id.low());
  }

  int seen(int row) {
    return getInt(row, seen);
  }

  void setSeen(int row, int seconds) {
    setInt(row, seen, seconds);
  }

  int swarm(int row) {
    return getInt(row, swarm);
  }

  void setSwarm(int row, int number) {
    setInt(row, swarm, number);
  }

  int position(int row) {
    return getInt(row, position);
  }

  void setPosition(int row, int value) {
    setInt(row, position, value);
  }

  Announcement.Share share(int row) {
    return switch (block(row)[at(row) + flags] >> SHARE_SHIFT) {
      case 0 -> Announcement.Share.SEED;
      case 1 -> Announcement.Share.PARTIAL_SEED;
      default -> Announcement.Share.DOWNLOADER;
    };
  }

  /** True if this peer has told that it completed its download. */
  boolean hasCompleted(int row) {
    return (block(row)[at(row) + flags] & COMPLETED) != 0;
  }

  void setShare(int row, Announcement.Share share, boolean completed) {
    block(row)[at(row) + flags] =
        (byte) (USED | (completed ? COMPLETED : 0) | share.ordinal() << SHARE_SHIFT);
  }

  private int getInt(int row, int column) {
    return (int) INT.get(block(row), at(row) + column);
  }

  private void setInt(int row, int column, int value) {
    INT.set(block(row), at(row) + column, value);
  }
}
