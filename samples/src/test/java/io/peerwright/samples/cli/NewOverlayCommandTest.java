package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewOverlayCommandTest {

  @TempDir Path folder;

  private List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The test among many peers needs the test kit, which is not on this class path. */
  @Test
  void whatItBeginsCompiles() throws IOException {
    Path made = folder.resolve("my-ring");
    assertEquals(0, Main.run("new-overlay", "ring", made.toString()));
    List<String> names =
        files(made).stream().map(each -> made.relativize(each).toString()).toList();
    assertEquals(
        List.of(
            ".gitignore",
            "README.md",
            "pom.xml",
            "src/main/java/ring/Ring.java",
            "src/main/java/ring/RingConfig.java",
            "src/main/java/ring/RingProvider.java",
            "src/main/resources/META-INF/services/io.peerwright.api.spi.OverlayProvider",
            "src/test/java/ring/RingContractTest.java",
            "src/test/java/ring/RingTest.java"),
        names);
    for (Path each : files(made)) {
      String text = Files.readString(each).toLowerCase(Locale.ROOT);
      assertFalse(text.contains("dht"), () -> each + " has the name of the example in it");
    }
    String overlay = Files.readString(made.resolve("src/main/java/ring/Ring.java"));
    assertTrue(overlay.contains("PROTOCOL = 0x00356a30;"), "a number of its own");
    String readme = Files.readString(made.resolve("README.md"));
    assertTrue(readme.contains("simulate --overlay ring"), readme);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", folder.resolve("classes").toString()));
    files(made).stream()
        .map(Path::toString)
        .filter(each -> each.endsWith(".java") && !each.endsWith("RingTest.java"))
        .forEach(arguments::add);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertEquals(0, failed);
    assertTrue(Files.exists(folder.resolve("classes/ring/RingProvider.class")));
  }

  /** What the build of the tree has fetched is enough to build a copy. */
  @Test
  void itsPluginsAreThoseOfTheTree() throws IOException {
    assertEquals(0, Main.run("new-overlay", "ring", folder.resolve("ring").toString()));
    Pattern plugin =
        Pattern.compile("<artifactId>(maven-\\w+-plugin)</artifactId>\\s*<version>([^<]+)<");
    String tree = Files.readString(Path.of("../pom.xml"));
    List<MatchResult> named =
        plugin.matcher(Files.readString(folder.resolve("ring/pom.xml"))).results().toList();
    assertEquals(4, named.size());
    for (MatchResult each : named) {
      assertTrue(
          plugin
              .matcher(tree)
              .results()
              .anyMatch(
                  other ->
                      other.group(1).equals(each.group(1)) && other.group(2).equals(each.group(2))),
          each::group);
    }
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    assertEquals(1, Main.run("new-overlay", "ring", folder.toString()));
    assertEquals(1, Main.run("new-overlay", "My Ring", folder.resolve("x").toString()));
    assertEquals(List.of(), files(folder));
  }
}
