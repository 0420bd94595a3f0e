package io.peerwright.samples.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.peerwright.kit.text.SafeText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a person, or with {@code --json} to a script: then standard output carries one JSON
 * object a line, each with an {@code event}, and nothing else.
 *
 * <p>Nothing else in this module prints. Whatever is put into a line is taken for a stranger's and
 * shown by {@link SafeText}; only the formats are ours. JSON is plain ASCII.
 */
public final class Console {

  /** Enough for a magnet link with many trackers. */
  private static final int MOST_CHARS = 1 << 14;

  private static final char LAST_ASCII = '~';

  private final JsonFactory factory = new JsonFactory();
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean bars;

  /** Writes to standard output; progress bars only where a person watches. */
  public Console(boolean json) {
    this(System.out, System.err, json, !json && System.console() != null);
  }

  /** Writes to {@code out}, errors for a person to {@code err}. */
  Console(PrintStream out, PrintStream err, boolean json, boolean bars) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.bars = bars;
  }

  /** A line for a person. */
  public void say(String format, Object... arguments) {
    if (!json) {
      print(out, arguments.length == 0 ? safe(format) : format(format, arguments));
    }
  }

  /** A text of ours with many lines, such as a help text, whoever reads it. */
  public void document(String text) {
    print(out, text.lines().map(Console::safe).reduce((a, b) -> a + "\n" + b).orElse(""));
  }

  private static String format(String format, Object... arguments) {
    Object[] shown = new Object[arguments.length];
    for (int i = 0; i < shown.length; i++) {
      Object value = arguments[i];
      shown[i] =
          value instanceof Number || value instanceof Boolean ? value : safe(String.valueOf(value));
    }
    return String.format(Locale.ROOT, format, shown);
  }

  private static String safe(String text) {
    return SafeText.of(text, MOST_CHARS);
  }

  private static void print(PrintStream stream, String text) {
    Terminal.aside(
        () -> {
          stream.println(text);
          stream.flush();
        });
  }

  /** A line for a script: names and values by turns; null stands for a value that there is not. */
  public void event(String event, @Nullable Object... namesAndValues) {
    if (!json) {
      return;
    }
    StringWriter line = new StringWriter();
    try (JsonGenerator generator = factory.createGenerator(line)) {
      generator.setHighestNonEscapedChar(LAST_ASCII);
      generator.writeStartObject();
      generator.writeStringField("event", event);
      for (int i = 0; i < namesAndValues.length; i += 2) {
        generator.writeFieldName((String) namesAndValues[i]);
        write(generator, namesAndValues[i + 1]);
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a string does not fail", e);
    }
    print(out, line.toString());
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName((String) entry.getKey());
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Iterable<?> items) {
      generator.writeStartArray();
      for (Object item : items) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else if (value instanceof OptionalLong number) {
      write(generator, number.isPresent() ? number.getAsLong() : null);
    } else {
      // Without a codec this knows texts, numbers and truth values, and refuses all else.
      generator.writeObject(value);
    }
  }

  /**
   * What went wrong: on standard error, or as the event {@code error}.
   *
   * @param exitCode that the process ends with for it
   * @param details lines of their own below it
   */
  public void error(int exitCode, String message, List<String> details) {
    if (json) {
      event("error", "message", message, "details", details, "exitCode", exitCode);
      return;
    }
    StringBuilder text = new StringBuilder("peerwright: ").append(safe(message));
    details.forEach(line -> text.append("\n  ").append(safe(line)));
    print(err, text.toString());
  }

  /** What a part of the program has logged: on standard error, or as the event {@code log}. */
  void log(String level, String message, List<String> details) {
    if (json) {
      event("log", "level", level, "message", message, "details", details);
      return;
    }
    StringBuilder text = new StringBuilder("peerwright: ").append(level).append(": ");
    text.append(safe(message));
    details.forEach(line -> text.append("\n  ").append(safe(line)));
    print(err, text.toString());
  }

  /** A bar that counts bytes up to {@code total}, or a line now and then; close it when done. */
  public Progress progress(String task, long total) {
    return bars
        ? new Bar(task, total, new Terminal(out))
        : new ProgressLines(task, this::tellProgress, System::nanoTime);
  }

  void tellProgress(String task, long done, long total) {
    String whole = total > 0 ? " of " + Text.bytes(total) : "";
    say("%s: %s%s", task, Text.bytes(done), whole);
    event("progress", "task", task, "bytes", done, "total", total);
  }

  /** A line that changes, empty where nobody watches; close it before anything else is said. */
  public Optional<LiveLine> liveLine() {
    return bars ? Optional.of(new LiveLine(new Terminal(out))) : Optional.empty();
  }

  private static final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(String task, long total, Terminal terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(safe(task))
              .setConsumer(terminal)
              .setInitialMax(total)
              .setUnit(" KiB", 1024)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(100)
              .showSpeed()
              .build();
    }

    @Override
    public void at(long done, long total) {
      bar.maxHint(total).stepTo(done);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** What is typed, or comes from another program. Closing it closes nothing. */
  public InputStream input() {
    return new FilterInputStream(System.in) {
      @Override
      public void close() {}
    };
  }
}
