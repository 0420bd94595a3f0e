package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.hybrid.wire.NapText;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of shared files between the API, which writes paths with {@code /} below a shared folder,
 * and the wire, where Windows clients write whole paths with backslashes.
 *
 * <p>Every name that we share has a backslash in front: OpenNap servers index only what follows a
 * path separator, so a bare file name, or a folder at the start of a name, would never be found.
 * For people that backslash, and the drive letter of others, is left out.
 */
public final class WireNames {

  /**
   * The attribute of a hit that keeps a name as it stands on the wire where it cannot be guessed.
   */
  private static final String ATTRIBUTE = "hybrid.name";

  private static final Pattern ROOTED = Pattern.compile("\\\\|[A-Za-z]:\\\\");
  private static final Pattern ROOT = Pattern.compile("(?:[A-Za-z]:)?/+(?=[^/])");

  private WireNames() {}

  /** The name on the wire of a file that we share. */
  public static String ofShared(String name) {
    String path = name.replace('/', '\\');
    return NapText.encodeName(ROOTED.matcher(path).lookingAt() ? path : '\\' + path);
  }

  /** The name for people of a file on the wire: a path without what stands before its root. */
  public static String readable(String wire) {
    String path = NapText.decode(wire).replace('\\', '/');
    Matcher root = ROOT.matcher(path);
    return root.lookingAt() ? path.substring(root.end()) : path;
  }

  /**
   * The name under which we share what somebody asks for by the name without its root, as one does
   * who took it from a list for people.
   */
  public static String rooted(String wire) {
    return ROOTED.matcher(wire).lookingAt() ? wire : '\\' + wire;
  }

  /** The attribute that a hit needs in addition, so that {@link #ofHit} finds the name again. */
  public static void remember(String wire, Map<String, String> attributes) {
    if (!ofShared(readable(wire)).equals(wire)) {
      attributes.put(ATTRIBUTE, wire);
    }
  }

  /** The name on the wire of what was found. */
  public static String ofHit(Hit hit) {
    String kept = hit.attributes().get(ATTRIBUTE);
    return kept == null ? ofShared(hit.name()) : kept;
  }
}
