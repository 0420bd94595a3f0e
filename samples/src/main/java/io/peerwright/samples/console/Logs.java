package io.peerwright.samples.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Passes what is logged on to the console: warnings of ours, nothing of other libraries. With
 * {@code -Dpeerwright.log=LEVEL}, such as {@code FINE}, all that anybody logs from that level on.
 */
public final class Logs extends Handler {

  private static final String OURS = "io.peerwright.";
  private static final Logger EVENTS = Logger.getLogger("io.peerwright.events");
  private static final String LEVEL = "peerwright.log";
  private static final int MOST_FRAMES = 40;

  private final Console console;
  private final boolean all;
  private final Consumer<Throwable> watcher;
  private final SimpleFormatter formatter = new SimpleFormatter();

  private Logs(Console console, boolean all, Consumer<Throwable> watcher) {
    this.console = console;
    this.all = all;
    this.watcher = watcher;
  }

  /**
   * Replaces all handlers of the process.
   *
   * @param watcher sees what was thrown before it is told
   */
  public static void to(Console console, Consumer<Throwable> watcher) {
    String given = System.getProperty(LEVEL);
    Level level;
    try {
      level = given == null ? Level.WARNING : Level.parse(given.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "-D" + LEVEL + "=" + given + ": must be one of WARNING, INFO, FINE, FINEST, ALL", e);
    }
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(level);
    root.addHandler(new Logs(console, given != null, watcher));
  }

  /** Tells what happens in overlays, whatever else is told. */
  public static void tellEvents() {
    EVENTS.setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord entry) {
    Throwable thrown = entry.getThrown();
    if (thrown != null) {
      watcher.accept(thrown);
    }
    String name = entry.getLoggerName() == null ? "" : entry.getLoggerName();
    if (all || name.startsWith(OURS)) {
      String level = entry.getLevel().getName().toLowerCase(Locale.ROOT);
      console.log(
          level, formatter.formatMessage(entry), thrown == null ? List.of() : trace(thrown));
    }
  }

  /** What was thrown and where, a line each. */
  public static List<String> trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().lines().map(String::strip).limit(MOST_FRAMES).toList();
  }

  @Override
  public void flush() {
    // Each line is out at once.
  }

  @Override
  public void close() {
    // The console stays.
  }
}
