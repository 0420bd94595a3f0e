package io.peerwright.runtime;

import io.peerwright.runtime.ConfigException.Problem;
import io.peerwright.runtime.Json.Place;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Gathers what is wrong, so that a person can mend it all in one go. */
final class Problems {

  private final List<Problem> found = new ArrayList<>();

  void add(Place place, String message) {
    add(place, message, "");
  }

  void add(Place place, String message, String nearest) {
    found.add(new Problem(place.pointer(), message, nearest, place.line(), place.column()));
  }

  /** Adds that {@code word} is not one of the known ones, and which of them was probably meant. */
  void unknown(Place place, String what, String word, Collection<String> keys, String listed) {
    SortedSet<String> known = new TreeSet<>(keys);
    String nearest = Nearest.to(word, known);
    String hint = nearest.isEmpty() ? "" : "; did you mean \"" + nearest + "\"?";
    String list = known.isEmpty() ? " none" : " " + String.join(", ", known);
    add(
        place,
        "unknown " + what + " \"" + word + "\"" + hint + " (" + listed + list + ")",
        nearest);
  }

  /**
   * Adds that there is no such file or folder, if so.
   *
   * @param located finds where a path of the configuration is
   */
  void addIfAbsent(Place place, String path, UnaryOperator<Path> located) {
    try {
      Path file = located.apply(Path.of(path));
      if (!Files.exists(file)) {
        add(place, "there is no file or folder " + file.toAbsolutePath());
      }
    } catch (InvalidPathException e) {
      add(place, "must be a path: " + e.getMessage());
    }
  }

  int count() {
    return found.size();
  }

  List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return sorted;
  }

  /** Throws if there is anything. */
  void throwIfAny(String source) {
    if (!found.isEmpty()) {
      throw new ConfigException(source, sorted());
    }
  }
}
