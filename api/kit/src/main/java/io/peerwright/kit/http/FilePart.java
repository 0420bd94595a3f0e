package io.peerwright.kit.http;

import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.upload.UploadRates;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file as the body of an answer, sent as the other side takes it: of however long a
 * part no more than two blocks are in memory.
 *
 * @param file where it is; one that is written to meanwhile is sent no further
 * @param from the first byte
 * @param end behind the last byte
 * @param rates how fast it may go; null for as fast as it is taken
 * @param held what of the file may be sent while others write to it; null for all, and nobody may
 * @param listener hears how it goes
 */
public record FilePart(
    Path file,
    long from,
    long end,
    @Nullable UploadRates rates,
    @Nullable HeldParts held,
    Listener listener) {

  /** A part of a file that nobody writes to. */
  public FilePart(Path file, long from, long end, @Nullable UploadRates rates, Listener listener) {
    this(file, from, end, rates, null, listener);
  }

  /** Checks the range. */
  public FilePart {
    if (from < 0 || end < from) {
      throw new IllegalArgumentException("a part from " + from + " to " + end);
    }
  }

  /** How many bytes it has. */
  public long length() {
    return end - from;
  }

  /** Hears how an answer goes; on the loop. */
  public interface Listener {

    /** The connection took so many bytes more. */
    void onSent(int bytes);

    /**
     * It is over, once and last. The connection has taken all, or else is gone or being cut off.
     */
    void onOver(boolean isComplete);

    /** Hears nothing. */
    Listener NONE =
        new Listener() {
          @Override
          public void onSent(int bytes) {}

          @Override
          public void onOver(boolean isComplete) {}
        };
  }
}
