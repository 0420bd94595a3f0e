package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The style, as far as a machine can see it. */
class TidyTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int LONGEST_FILE = 400;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** Users know the tree by heart: nothing is added to its top level. */
  @Test
  void topLevelIsFixed() throws IOException {
    Set<String> expected =
        new TreeSet<>(
            List.of(
                "pom.xml",
                "README.md",
                "api",
                "transport-vertx",
                "transport-inmemory",
                "overlay-hybrid",
                "overlay-gnutella",
                "overlay-hierarchical",
                "overlay-bittorrent",
                "overlay-freenet",
                "multicast",
                "nat-traversal",
                "samples"));
    try (Stream<Path> entries = Files.list(ROOT)) {
      Set<String> found =
          entries
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.startsWith(".") && !name.equals("target"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(expected, found);
    }
  }

  /** A module without a README leaves its user to guess what it speaks. */
  @Test
  void everyModuleHasItsReadme() throws IOException {
    List<Path> without = new ArrayList<>();
    for (Path pom : files(path -> path.endsWith("pom.xml"))) {
      if (!Files.exists(pom.resolveSibling("README.md"))) {
        without.add(ROOT.relativize(pom.getParent()));
      }
    }
    assertEquals(List.of(), without);
  }

  /** A file of one idea can be read in one sitting. */
  @Test
  void filesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path source : javaSources()) {
      long lines = Files.readAllLines(source).size();
      if (lines > LONGEST_FILE) {
        tooLong.add(ROOT.relativize(source) + " has " + lines + " lines");
      }
    }
    assertEquals(List.of(), tooLong);
  }

  /** What is to be done is done, or said in a README; not left in the code. */
  @Test
  void nothingIsLeftForLater() throws IOException {
    // Put together here, so that this file does not find itself.
    List<String> marks = List.of("TO" + "DO", "FIX" + "ME", "X" + "XX");
    List<Path> marked = new ArrayList<>();
    for (Path source : javaSources()) {
      String text = Files.readString(source);
      if (marks.stream().anyMatch(mark -> text.contains(mark + " ") || text.contains(mark + ":"))) {
        marked.add(ROOT.relativize(source));
      }
    }
    assertEquals(List.of(), marked);
  }

  /** Whoever moves a file or renames a heading mends what points there. */
  @Test
  void linksOfReadmesLeadSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path text : files(path -> path.toString().endsWith(".md"))) {
      Matcher link = LINK.matcher(Files.readString(text));
      while (link.find()) {
        links++;
        if (!link.group(1).contains("://") && !leadsSomewhere(text, link.group(1))) {
          dead.add(ROOT.relativize(text) + ": " + link.group(1));
        }
      }
    }
    assertEquals(List.of(), dead);
    assertTrue(links > 50, "found only " + links + " links");
  }

  private static boolean leadsSomewhere(Path text, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? text : text.resolveSibling(parts[0]);
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1
        || Files.readAllLines(target).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
            .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
            .anyMatch(parts[1]::equals);
  }

  @Test
  void seesTheSources() throws IOException {
    assertTrue(javaSources().size() > 100, "found only " + javaSources().size() + " sources");
  }

  private static List<Path> javaSources() throws IOException {
    return files(path -> path.toString().endsWith(".java"));
  }

  private static List<Path> files(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> paths = Files.walk(ROOT)) {
      return paths.filter(path -> !isBuilt(ROOT.relativize(path))).filter(wanted).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isBuilt(Path path) {
    for (Path part : path) {
      if (part.toString().equals("target") || part.toString().startsWith(".git")) {
        return true;
      }
    }
    return false;
  }
}
