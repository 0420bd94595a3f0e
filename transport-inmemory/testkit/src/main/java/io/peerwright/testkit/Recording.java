package io.peerwright.testkit;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.TraceListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The trace of a simulation in compact form: 24 bytes for each event up to a limit, and after it 16
 * bytes for each block of events, which then tell in which block two traces part, not where in it.
 */
final class Recording implements TraceListener {

  static final int BLOCK = 4_096;

  private static final int COLUMNS = 3;
  private static final int KINDS = Kind.values().length;
  private static final long MULTIPLIER = 0xbf58476d1ce4e5b9L;

  private final int limit;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private long[] lines = new long[64 * COLUMNS];
  private long[] blocks = new long[16];
  private long count;

  Recording(int limit) {
    this.limit = limit;
  }

  /** Events in all. */
  long count() {
    return count;
  }

  /** Events of which each one is known, from the first on. */
  long detailed() {
    return Math.min(count, limit);
  }

  @Override
  public void onEvent(long nanos, Kind kind, Host from, Host to, long content) {
    long who = who(kind, number(from.name()), number(to.name()));
    if (count < limit) {
      add((int) count * COLUMNS, nanos, who, content);
    } else {
      addToBlock(nanos, who, content);
    }
    count++;
  }

  private int number(String name) {
    Integer known = numbers.get(name);
    if (known == null) {
      known = names.size();
      numbers.put(name, known);
      names.add(name);
    }
    return known;
  }

  private static long who(Kind kind, int from, int to) {
    return ((long) from << 32 | to) * KINDS + kind.ordinal();
  }

  private void add(int at, long nanos, long who, long content) {
    if (at == lines.length) {
      lines = Arrays.copyOf(lines, (int) Math.min(2L * at, (long) limit * COLUMNS));
    }
    lines[at] = nanos;
    lines[at + 1] = who;
    lines[at + 2] = content;
  }

  private void addToBlock(long nanos, long who, long content) {
    int at = block(count) * 2;
    if (at == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * at);
    }
    if ((count - limit) % BLOCK == 0) {
      blocks[at] = nanos;
    }
    blocks[at + 1] = chain(blocks[at + 1], nanos, who, content);
  }

  private static long chain(long hash, long nanos, long who, long content) {
    return mix(mix(mix(hash, nanos), who), content);
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return mixed ^ mixed >>> 29;
  }

  /** The number of the block that an event past the limit is in. */
  int block(long event) {
    return (int) ((event - limit) / BLOCK);
  }

  /** When the first event of a block happened. */
  long blockStart(int block) {
    return blocks[2 * block];
  }

  /** Whether a block is the last one that an event of a trace like this belongs to. */
  boolean endsBlock(long event) {
    return (event + 1 - limit) % BLOCK == 0 || event + 1 == count;
  }

  long blockHash(int block) {
    return blocks[2 * block + 1];
  }

  /** The hash of a block with one more event, told in the numbers of this recording. */
  long chain(long hash, TraceLine line) {
    return chain(hash, line.nanos(), known(line), line.content());
  }

  /** Whether event {@code index}, one of the detailed, is the same. */
  boolean matches(int index, TraceLine line) {
    int at = index * COLUMNS;
    return lines[at] == line.nanos()
        && lines[at + 1] == known(line)
        && lines[at + 2] == line.content();
  }

  private long known(TraceLine line) {
    Integer from = numbers.get(line.from());
    Integer to = numbers.get(line.to());
    return from == null || to == null ? -1 : who(line.kind(), from, to);
  }

  /** Event {@code index}, one of the detailed. */
  TraceLine line(int index) {
    int at = index * COLUMNS;
    long hosts = lines[at + 1] / KINDS;
    return new TraceLine(
        index + 1L,
        lines[at],
        Kind.values()[(int) (lines[at + 1] % KINDS)],
        names.get((int) (hosts >>> 32)),
        names.get((int) hosts),
        lines[at + 2]);
  }
}
