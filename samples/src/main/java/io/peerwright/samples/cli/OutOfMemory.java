package io.peerwright.samples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process when its memory is used up: a part of it that failed would go on listening and
 * never answer. What is on the disk stays, and the same command goes on from there.
 */
final class OutOfMemory {

  /** Made while there is memory for it. */
  private static final byte[] WORDS =
      ("peerwright: out of memory; the process ends. Give it more with java -Xmx, such as -Xmx1g,"
              + " or lower its limits; config --explain names them\n")
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] EVENT =
      ("{\"event\":\"error\",\"message\":\"out of memory; give java more with -Xmx, or lower the"
              + " limits\",\"details\":[],\"exitCode\":"
              + ExitCode.OUT_OF_MEMORY
              + "}\n")
          .getBytes(StandardCharsets.US_ASCII);

  private static final int MOST_CAUSES = 16;

  private final boolean json;

  OutOfMemory(boolean json) {
    this.json = json;
  }

  /** Does not return if this, or what it was caused by, is a want of memory. */
  void check(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof OutOfMemoryError) {
        end();
      }
      cause = cause.getCause();
    }
  }

  private void end() {
    // By hand, as printing in the usual way takes memory and locks.
    FileDescriptor where = json ? FileDescriptor.out : FileDescriptor.err;
    try {
      new FileOutputStream(where).write(json ? EVENT : WORDS);
    } catch (IOException | OutOfMemoryError nobodyReads) {
      // The exit code says it, too.
    }
    // Not exit: hooks would wait for loops that have failed.
    Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY);
  }
}
