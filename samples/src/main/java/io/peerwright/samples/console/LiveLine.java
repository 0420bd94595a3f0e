package io.peerwright.samples.console;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** The last line of a terminal: a bar if there is something to fill, and words that change. */
public final class LiveLine implements AutoCloseable {

  private static final int MAX_BAR = 30;
  private static final int MIN_BAR = 8;

  /** Parts of a whole, as the bar counts them. */
  private static final int WHOLE = 10_000;

  private final ProgressBar bar;

  LiveLine() {
    bar =
        new ProgressBarBuilder()
            .setInitialMax(WHOLE)
            .setUpdateIntervalMillis(200)
            .setRenderer(LiveLine::render)
            .build();
  }

  /**
   * Shows how it stands. May be called by any thread.
   *
   * @param share of the whole, 0 to 1; negative for no bar
   */
  public void show(double share, String words) {
    bar.maxHint(share < 0 ? -1 : WHOLE);
    bar.stepTo(Math.round(Math.max(share, 0) * WHOLE));
    bar.setExtraMessage(words);
  }

  private static String render(ProgressState state, int width) {
    return line(state.getMax() < 0 ? -1 : state.getCurrent(), state.getExtraMessage(), width);
  }

  static String line(long parts, String words, int width) {
    int room = width - words.length() - 8;
    StringBuilder line = new StringBuilder();
    if (parts >= 0) {
      // Rounded down: nothing is all there before it is.
      line.append(String.format(Locale.ROOT, "%3d%% ", parts * 100 / WHOLE));
      int cells = Math.min(room, MAX_BAR);
      if (cells >= MIN_BAR) {
        int full = (int) (parts * cells / WHOLE);
        line.append('[').append("#".repeat(full)).append(" ".repeat(cells - full)).append("] ");
      }
    }
    line.append(words);
    return line.length() > width ? line.substring(0, Math.max(width, 0)) : line.toString();
  }

  @Override
  public void close() {
    bar.refresh();
    bar.close();
  }
}
