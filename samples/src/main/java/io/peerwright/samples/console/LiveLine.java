package io.peerwright.samples.console;

import io.peerwright.kit.text.SafeText;
import java.util.Locale;

/** The last line of a terminal: a bar if there is something to fill, and words that change. */
public final class LiveLine implements AutoCloseable {

  private static final int MAX_BAR = 30;
  private static final int MIN_BAR = 12;

  /** The share in figures, brackets and blanks. */
  private static final int AROUND_BAR = 8;

  /** A narrower terminal has room for words only. */
  private static final int LEAST_WIDTH = 60;

  private final Terminal terminal;
  private boolean closed;

  LiveLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Shows how it stands. May be called by any thread; does nothing once it is closed.
   *
   * @param share of the whole, 0 to 1; negative for no bar
   */
  public synchronized void show(double share, String words) {
    if (!closed) {
      terminal.accept(line(share, SafeText.of(words), terminal.getMaxRenderedLength()));
    }
  }

  static String line(double share, String words, int width) {
    StringBuilder line = new StringBuilder();
    if (share >= 0) {
      // Rounded down: nothing is all there before it is.
      line.append(String.format(Locale.ROOT, "%3d%% ", (int) (share * 100)));
      if (width >= LEAST_WIDTH) {
        int room = width - Columns.of(words) - AROUND_BAR;
        int cells = Math.max(MIN_BAR, Math.min(room, MAX_BAR));
        int full = (int) (share * cells);
        line.append('[').append("#".repeat(full)).append(" ".repeat(cells - full)).append("] ");
      }
    }
    line.append(words);
    return Columns.cut(line.toString(), width);
  }

  /** Leaves the line as it is, and goes on to the next one. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      terminal.close();
    }
  }
}
