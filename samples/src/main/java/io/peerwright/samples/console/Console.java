package io.peerwright.samples.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Talks to a person, or with {@code --json} to a script: then standard output carries one JSON
 * object a line, each with an {@code event}, and nothing else.
 */
public final class Console {

  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;
  private final boolean json;
  private final boolean bars;

  /** Writes to standard output; progress bars only where a person watches. */
  public Console(boolean json) {
    this(System.out, json, !json && System.console() != null);
  }

  /** Writes to {@code out}. */
  public Console(PrintStream out, boolean json, boolean bars) {
    this.out = out;
    this.json = json;
    this.bars = bars;
  }

  /** A line for a person. */
  public void say(String format, Object... arguments) {
    if (!json) {
      out.println(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
    }
  }

  /** A line for a script: names and values by turns. */
  public void event(String event, Object... namesAndValues) {
    if (!json) {
      return;
    }
    StringWriter line = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(line)) {
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
    out.println(line);
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
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
    } else {
      // Without a codec this knows texts, numbers and truth values, and refuses all else.
      generator.writeObject(value);
    }
  }

  /** A bar that counts bytes up to {@code total}; close it when done. */
  public Progress progress(String task, long total) {
    return bars ? new Bar(task, total) : (done, end) -> {};
  }

  /** Where a long step tells how far it is. */
  public interface Progress extends AutoCloseable {

    /** It is at {@code done} of {@code total} bytes. May be called by any thread. */
    void at(long done, long total);

    @Override
    default void close() {}
  }

  private static final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(String task, long total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
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
}
