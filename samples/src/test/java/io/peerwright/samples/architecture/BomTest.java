package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What others depend on: the list of versions is complete, and each jar has its licence. */
class BomTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(peerwright-.*)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>(.*)</version>");

  private static Set<String> all(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String first(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listsEachModuleWithTheVersionOfTheBuild() throws IOException {
    Path bom = ROOT.resolve("api/bom/pom.xml");
    Set<String> expected = new TreeSet<>(Set.of("peerwright-bom"));
    for (String module : all(MODULE, ROOT.resolve("pom.xml"))) {
      // Those of samples are programs, not libraries.
      if (!module.equals("api/bom") && !module.startsWith("samples")) {
        expected.add(first(ARTIFACT, ROOT.resolve(module).resolve("pom.xml")));
      }
    }
    assertEquals(expected, all(ARTIFACT, bom));
    assertEquals(first(VERSION, ROOT.resolve("pom.xml")), first(VERSION, bom));
  }

  /** Resources of all modules are on the class path here; a jar is packed from the same. */
  @Test
  void theLicenceIsPackedWithTheClasses() throws IOException {
    byte[] licence = Files.readAllBytes(ROOT.resolve("api/LICENSE"));
    var copies = getClass().getClassLoader().getResources("META-INF/LICENSE");
    boolean found = false;
    while (copies.hasMoreElements() && !found) {
      try (var copy = copies.nextElement().openStream()) {
        found = java.util.Arrays.equals(licence, copy.readAllBytes());
      }
    }
    assertEquals(true, found);
  }
}
