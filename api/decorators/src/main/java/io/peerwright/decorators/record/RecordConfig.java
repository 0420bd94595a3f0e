package io.peerwright.decorators.record;

import java.nio.file.Path;

/**
 * Where to record what passes.
 *
 * @param file the file, which is replaced if it exists; a relative one starts at the folder of the
 *     peer, and {@code {name}} stands for the name of the peer
 * @param maxFileBytes the recording ends before the file grows beyond this, 4096..2^62
 */
public record RecordConfig(Path file, long maxFileBytes) {

  /** {@code NAME.pcapng}, 1 GiB. */
  public static final RecordConfig DEFAULT = new RecordConfig(Path.of("{name}.pcapng"), 1L << 30);

  /** Checks the ranges. */
  public RecordConfig {
    if (file.toString().isBlank()) {
      throw new IllegalArgumentException("file must not be empty");
    }
    if (maxFileBytes < 4096 || maxFileBytes > 1L << 62) {
      throw new IllegalArgumentException(
          "maxFileBytes must be within 4096.." + (1L << 62) + ", is " + maxFileBytes);
    }
  }

  /** Another file. */
  public RecordConfig withFile(Path other) {
    return new RecordConfig(other, maxFileBytes);
  }

  /** Another largest size. */
  public RecordConfig withMaxFileBytes(long bytes) {
    return new RecordConfig(file, bytes);
  }
}
