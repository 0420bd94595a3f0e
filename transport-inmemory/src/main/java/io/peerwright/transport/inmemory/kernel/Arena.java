package io.peerwright.transport.inmemory.kernel;

import io.peerwright.transport.inmemory.chance.Mix;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The memory of all bytes that are under way. A block is named by an int; its sizes are powers of
 * two from 32 bytes on, up to 65,535 bytes of payload, and a free block is kept for the next of its
 * size. Large ones are also a quarter longer than a power of two: file-sharing protocols send
 * blocks of 16 KiB with a head before them, which would take twice as much. What a handler is shown
 * is the one read-only view of the page that the block lies in, so that a delivery allocates
 * nothing.
 */
public final class Arena {

  /** Bytes at the front of a block: a note for whoever holds it, its length, what is consumed. */
  static final int HEADER = 8;

  private static final int UNIT = 32;
  private static final int POWERS = 13;

  /** From this power of units on there is the size that is a quarter longer. */
  private static final int FIRST_LONGER = 7;

  private static final int CLASSES = 2 * POWERS - FIRST_LONGER;
  private static final int PAGE = 1 << 18;
  private static final byte POISON = (byte) 0xDB;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** For each size a stack of free blocks: a link within a block would have to be waited for. */
  private final int[][] free = new int[CLASSES][0];

  private final int[] freeCount = new int[CLASSES];
  private byte[][] pages = new byte[4][];
  private ByteBuffer[] views = new ByteBuffer[4];
  private int pageCount;
  private int used = PAGE;
  private int blocks;

  /** Blocks that are taken. */
  public int blocks() {
    return blocks;
  }

  /** A block for a payload of so many bytes behind its header. Never 0. */
  public int take(int payload) {
    int kind = kindOf(payload);
    blocks++;
    int block = freeCount[kind] > 0 ? free[kind][--freeCount[kind]] : carve(bytesOf(kind));
    note(block, 0);
    INT.set(page(block), offset(block) + Integer.BYTES, payload << Short.SIZE);
    return block;
  }

  /** Gives a block back. */
  public void give(int block) {
    int kind = kindOf(length(block));
    if (freeCount[kind] == free[kind].length) {
      free[kind] = Arrays.copyOf(free[kind], Math.max(16, 2 * freeCount[kind]));
    }
    free[kind][freeCount[kind]++] = block;
    blocks--;
  }

  /** Reads a bit of both ends of a small block, which may lie in two lines of a cache. */
  public long touch(int block) {
    byte[] page = page(block);
    int at = offset(block);
    return page[at] + page[at + UNIT - 1];
  }

  private static int kindOf(int payload) {
    int units = (payload + HEADER + UNIT - 1) / UNIT;
    int power = Integer.SIZE - Integer.numberOfLeadingZeros(units - 1);
    int lower = power - 1;
    return lower >= FIRST_LONGER && units <= 5 << lower - 2 ? POWERS + lower - FIRST_LONGER : power;
  }

  private static int bytesOf(int kind) {
    return kind < POWERS ? UNIT << kind : UNIT * 5 << kind - POWERS + FIRST_LONGER - 2;
  }

  private int carve(int bytes) {
    if (used + bytes > PAGE) {
      if (pageCount == pages.length) {
        pages = Arrays.copyOf(pages, pageCount * 2);
        views = Arrays.copyOf(views, pageCount * 2);
      }
      pages[pageCount] = new byte[PAGE];
      views[pageCount] = ByteBuffer.wrap(pages[pageCount]).asReadOnlyBuffer();
      pageCount++;
      // The first unit of the first page is left out, so that no block is called 0.
      used = pageCount == 1 ? UNIT : 0;
    }
    int block = ((pageCount - 1) * PAGE + used) / UNIT;
    used += bytes;
    return block;
  }

  private byte[] page(int block) {
    return pages[block / (PAGE / UNIT)];
  }

  private static int offset(int block) {
    return block % (PAGE / UNIT) * UNIT;
  }

  /** What the holder of a block has noted on it: where it goes, or which block follows. */
  public int note(int block) {
    return (int) INT.get(page(block), offset(block));
  }

  public void note(int block, int value) {
    INT.set(page(block), offset(block), value);
  }

  private int measures(int block) {
    return (int) INT.get(page(block), offset(block) + Integer.BYTES);
  }

  public int length(int block) {
    return measures(block) >>> Short.SIZE;
  }

  private int consumed(int block) {
    return measures(block) & 0xffff;
  }

  /** Bytes of the payload that were not consumed yet. */
  public int remaining(int block) {
    int measures = measures(block);
    return (measures >>> Short.SIZE) - (measures & 0xffff);
  }

  public void consume(int block, int bytes) {
    INT.set(page(block), offset(block) + Integer.BYTES, measures(block) + bytes);
  }

  /** Fills the payload with the next bytes of {@code source}. */
  public void fill(int block, ByteBuffer source, int bytes) {
    source.get(page(block), offset(block) + HEADER, bytes);
  }

  /** Copies a block out, its header first, so that another arena can adopt it. */
  void export(int block, byte[] target, int at) {
    System.arraycopy(page(block), offset(block), target, at, HEADER + length(block));
  }

  /** A block of what another arena has exported. */
  int adopt(byte[] source, int at, int payload) {
    int block = take(payload);
    System.arraycopy(source, at, page(block), offset(block), HEADER + payload);
    return block;
  }

  /** Another block of the same content. */
  public int copy(int block) {
    int twin = take(length(block));
    System.arraycopy(page(block), offset(block), page(twin), offset(twin), HEADER + length(block));
    return twin;
  }

  /** The next bytes of the payload as the view of their page. */
  public ByteBuffer view(int block, int bytes) {
    int from = offset(block) + HEADER + consumed(block);
    ByteBuffer view = views[block / (PAGE / UNIT)];
    view.clear();
    view.order(ByteOrder.BIG_ENDIAN);
    view.position(from).limit(from + bytes);
    return view;
  }

  /** Overwrites the next bytes, so that whoever kept a view of them finds out. */
  public void poison(int block, int bytes) {
    int from = offset(block) + HEADER + consumed(block);
    Arrays.fill(page(block), from, from + bytes, POISON);
  }

  /** A hash of the next bytes of the payload. */
  public long hash(int block, int bytes) {
    byte[] page = page(block);
    int at = offset(block) + HEADER + consumed(block);
    int end = at + bytes;
    long hash = bytes;
    for (; at + 8 <= end; at += 8) {
      hash = (hash ^ (long) LONG.get(page, at)) * Mix.MULTIPLIER;
      hash ^= hash >>> 32;
    }
    // The bytes that are left are the last ones of the eight up to the end, which begin at the
    // block's header at the earliest.
    int left = end - at;
    long rest = left == 0 ? 0 : (long) LONG.get(page, end - 8) << 64 - 8 * left >>> 64 - 8 * left;
    return Mix.of(hash, rest);
  }
}
