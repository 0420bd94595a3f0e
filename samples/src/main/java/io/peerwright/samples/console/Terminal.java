package io.peerwright.samples.console;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a terminal, to be written over. The library that draws the bars would ask the
 * terminal in a way that makes Ctrl-C end the process at once, without the leave that peers take.
 */
final class Terminal implements ProgressBarConsumer {

  private static final int USUAL_COLUMNS = 80;
  private static final long PATIENCE_MILLIS = 500;

  /** A person changes the size of a window now and then; asking costs a process. */
  private static final long SIZE_HOLDS_NANOS = 2_000_000_000;

  private static final Object SCREEN = new Object();

  /** The one whose line stands at the cursor. */
  private static @Nullable Terminal shown;

  private final PrintStream out;
  private int columns = columns();
  private long askedAt = System.nanoTime();
  private String line = "";

  Terminal(PrintStream out) {
    this.out = out;
  }

  /** Prints whole lines: above the line that changes, if there is one. */
  static void aside(Runnable print) {
    synchronized (SCREEN) {
      Terminal below = shown;
      if (below == null) {
        print.run();
        return;
      }
      below.draw("");
      print.run();
      below.draw(below.line);
    }
  }

  private static int columns() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          && size.strip().matches("[0-9]{1,5} [0-9]{1,5}")) {
        int found = Integer.parseInt(size.strip().split(" ")[1]);
        return found > 0 ? found : USUAL_COLUMNS;
      }
    } catch (IOException notThere) {
      // Not a system that has it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL_COLUMNS;
  }

  /** One column stays free, as a full line would move on to the next one. */
  @Override
  public int getMaxRenderedLength() {
    long now = System.nanoTime();
    if (now - askedAt > SIZE_HOLDS_NANOS) {
      askedAt = now;
      columns = columns();
    }
    return columns - 1;
  }

  @Override
  public void accept(String text) {
    synchronized (SCREEN) {
      line = text;
      shown = this;
      draw(text);
    }
  }

  private void draw(String text) {
    // A terminal that has become narrower cuts the line, rather than going on below it each time.
    out.print("\r\u001b[?7l" + text + "\u001b[K\u001b[?7h");
    out.flush();
  }

  @Override
  public void clear() {
    accept("");
  }

  @Override
  public void close() {
    synchronized (SCREEN) {
      if (shown == this) {
        shown = null;
      }
      out.println();
    }
  }
}
