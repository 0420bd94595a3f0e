package io.peerwright.kit.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A content of which parts are here that were verified, to be sent to others while the rest is
 * still to come. Used on the loop but for {@link #isUnchanged}.
 */
public interface HeldParts {

  /** Where its bytes are at this moment. */
  Path file();

  /** The size of all of it, in bytes. */
  long size();

  /** What is here and right, as of now; not to be changed or kept. Nothing else is ever sent. */
  Ranges verified();

  /** True if a range is still here and right: looked at once its bytes were read. */
  default boolean isVerified(long from, long to) {
    return verified().endOf(from) >= to;
  }

  /** False if the file has all of it and was changed since by somebody else. Blocks. */
  boolean isUnchanged() throws IOException;
}
