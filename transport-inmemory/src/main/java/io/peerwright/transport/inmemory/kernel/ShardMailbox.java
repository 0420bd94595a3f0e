package io.peerwright.transport.inmemory.kernel;

import io.peerwright.transport.inmemory.calendar.Calendar;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events that one shard has for another. Written by the one while both run, read by the other when
 * it has been handed over; so the bytes that go with them are copied here and not left in the arena
 * of the sender.
 */
final class ShardMailbox {

  private static final int TIME = 0;
  private static final int KEY = 1;
  private static final int ARGUMENT = 2;
  private static final int CODE = 3;

  /** Bytes of the block that goes with it, its header included; 0 if none does. */
  private static final int BYTES = 4;

  private static final int PLACE = 5;
  private static final int COLUMNS = 6;

  private long[] numbers = new long[0];
  private @Nullable Object[] targets = new Object[0];
  private byte[] bytes = new byte[0];
  private int count;
  private int used;

  static ShardMailbox[] perShard(int shards) {
    ShardMailbox[] all = new ShardMailbox[shards];
    Arrays.setAll(all, shard -> new ShardMailbox());
    return all;
  }

  void add(long time, long key, int place, Object target, int code, long argument) {
    if (count == targets.length) {
      int length = Math.max(64, 2 * count);
      targets = Arrays.copyOf(targets, length);
      numbers = Arrays.copyOf(numbers, length * COLUMNS);
    }
    int at = count * COLUMNS;
    numbers[at + TIME] = time;
    numbers[at + KEY] = key;
    numbers[at + ARGUMENT] = argument;
    numbers[at + CODE] = code;
    numbers[at + BYTES] = 0;
    numbers[at + PLACE] = place;
    targets[count++] = target;
  }

  /** Adds an event with a copy of a block. */
  void add(
      long time, long key, int place, Object target, int code, int note, Arena arena, int block) {
    add(time, key, place, target, code, (long) note << Integer.SIZE);
    int size = Arena.HEADER + arena.length(block);
    if (used + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(4096, Math.max(used + size, 2 * bytes.length)));
    }
    arena.export(block, bytes, used);
    used += size;
    numbers[(count - 1) * COLUMNS + BYTES] = size;
  }

  /** Moves all events into the calendar, and their blocks into the arena, of the receiver. */
  void empty(Calendar calendar, Arena arena) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      int at = i * COLUMNS;
      Object target = targets[i];
      int size = (int) numbers[at + BYTES];
      long argument = numbers[at + ARGUMENT];
      if (size > 0) {
        argument |= arena.adopt(bytes, from, size - Arena.HEADER);
        from += size;
      }
      if (target != null) {
        int code = (int) numbers[at + CODE];
        calendar.add(
            numbers[at + TIME], numbers[at + KEY], numbers[at + PLACE], target, code, argument);
      }
      targets[i] = null;
    }
    count = 0;
    used = 0;
  }
}
