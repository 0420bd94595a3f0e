package io.peerwright.testkit;

import io.peerwright.api.Host;
import io.peerwright.transport.inmemory.TraceListener;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Compares the trace of a second run with the recorded first one while it grows. */
final class Comparison implements TraceListener {

  private static final String NOTHING = "nothing more";

  /** Where two runs part, in the words of each of them. */
  record Difference(String where, String first, String second) {}

  private final Recording first;
  private long count;
  private long blockHash;
  private @Nullable Difference difference;

  Comparison(Recording first) {
    this.first = first;
  }

  @Override
  public void onEvent(long nanos, Kind kind, Host from, Host to, long content) {
    if (difference != null) {
      return;
    }
    TraceLine line = new TraceLine(count + 1, nanos, kind, from.name(), to.name(), content);
    if (count >= first.count()) {
      difference = new Difference("at event " + line.number(), NOTHING, line.toString());
    } else if (count < first.detailed()) {
      if (!first.matches((int) count, line)) {
        difference =
            new Difference(
                "at event " + line.number(), first.line((int) count).toString(), line.toString());
      }
    } else {
      compareInBlock(line);
    }
    count++;
  }

  private void compareInBlock(TraceLine line) {
    blockHash = first.chain(blockHash, line);
    if (first.endsBlock(count)) {
      int block = first.block(count);
      if (blockHash != first.blockHash(block)) {
        difference = inBlock(block);
      }
      blockHash = 0;
    }
  }

  private Difference inBlock(int block) {
    long start = first.detailed() + (long) block * Recording.BLOCK;
    return new Difference(
        String.format(
            Locale.ROOT,
            "among the events %d to %d, from %.9f s on; to have the very event named, record more"
                + " than %d events",
            start + 1,
            Math.min(start + Recording.BLOCK, first.count()),
            first.blockStart(block) / 1e9,
            first.detailed()),
        "hash " + Long.toHexString(first.blockHash(block)),
        "hash " + Long.toHexString(blockHash));
  }

  /** Where the second run, now over, parted from the first one; null if they are the same. */
  @Nullable Difference difference() {
    if (difference == null && count < first.count()) {
      String missing =
          count < first.detailed()
              ? first.line((int) count).toString()
              : first.count() - count + " more events";
      return new Difference("at event " + (count + 1), missing, NOTHING);
    }
    return difference;
  }
}
