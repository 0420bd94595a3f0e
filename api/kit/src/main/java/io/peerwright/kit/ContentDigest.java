package io.peerwright.kit;

import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;

/** Names content while it passes by, from its first byte to its last. Used by one thread. */
public interface ContentDigest {

  /** Takes the next bytes; the buffer's position moves to its limit. */
  void update(ByteBuffer bytes);

  /** The name of all that was taken. Called once. */
  Urn finish();

  /** A way to name content. */
  interface Kind {

    /** The namespace of the names that it makes. */
    String namespace();

    /** Starts a digest. */
    ContentDigest start();
  }
}
