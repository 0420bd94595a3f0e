package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.hybrid.wire.NapText;
import java.util.Map;

/**
 * Names of shared files between the API, which writes paths with {@code /}, and the wire, where
 * Windows clients write them with backslashes.
 */
public final class WireNames {

  /**
   * The attribute of a hit that keeps a name as it stands on the wire where it cannot be guessed.
   */
  private static final String ATTRIBUTE = "hybrid.name";

  private WireNames() {}

  /** The name on the wire of a file that we share. */
  public static String ofShared(String name) {
    return NapText.encodeName(name.replace('/', '\\'));
  }

  /** The name for people of a file on the wire. */
  public static String readable(String wire) {
    return NapText.decode(wire).replace('\\', '/');
  }

  /** The attribute that a hit needs in addition, so that {@link #ofHit} finds the name again. */
  public static void remember(String wire, Map<String, String> attributes) {
    if (!ofShared(readable(wire)).equals(wire)) {
      attributes.put(ATTRIBUTE, wire);
    }
  }

  static String ofHit(Hit hit) {
    String kept = hit.attributes().get(ATTRIBUTE);
    return kept == null ? ofShared(hit.name()) : kept;
  }
}
