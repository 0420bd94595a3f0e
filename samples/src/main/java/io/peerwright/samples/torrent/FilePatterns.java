package io.peerwright.samples.torrent;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses files by patterns as a shell knows them. One without a slash is held against the last
 * part of a name, so that {@code *.ogg} finds files in any folder; one with a slash against all of
 * it.
 */
public final class FilePatterns implements Predicate<String> {

  private record Pattern(PathMatcher matcher, boolean wholeName) {}

  private final List<Pattern> patterns = new ArrayList<>();

  /**
   * Reads them; none chooses all files.
   *
   * @throws IllegalArgumentException that names the one that is malformed
   */
  public FilePatterns(List<String> globs) {
    for (String glob : globs) {
      try {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        patterns.add(new Pattern(matcher, glob.contains("/")));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "not a pattern for files: \"" + glob + "\"; write *.ogg, disc1/* or **/cover.{jpg,png}",
            e);
      }
    }
  }

  /** True if a file of this name, a path with {@code /}, is wanted. */
  @Override
  public boolean test(String name) {
    if (patterns.isEmpty()) {
      return true;
    }
    try {
      Path whole = Path.of(name);
      Path last = Path.of(name.substring(name.lastIndexOf('/') + 1));
      return patterns.stream()
          .anyMatch(each -> each.matcher.matches(each.wholeName ? whole : last));
    } catch (InvalidPathException notHere) {
      // No pattern of this system can mean a name that it cannot have.
      return false;
    }
  }
}
