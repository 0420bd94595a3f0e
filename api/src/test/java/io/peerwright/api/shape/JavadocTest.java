package io.peerwright.api.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that is public has Javadoc, and all Javadoc is well formed; the compiler's doclint judges.
 */
class JavadocTest {

  private static final Path SOURCES = Path.of("src/main/java");

  @TempDir Path output;

  @Test
  void everyPublicTypeAndMemberIsExplained() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> sources =
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".java") && !file.endsWith("module-info.java"))
              .sorted()
              .toList();
      assertFalse(sources.isEmpty());
      assertEquals(List.of(), complaints(sources));
    }
  }

  @Test
  void complainsOfWhatIsNotExplained() throws IOException {
    Path source = output.resolve("Bare.java");
    Files.writeString(
        source,
        """
        public interface Bare {
          /** See {@link Nowhere}. */
          int broken();

          int silent();
        }
        """);
    List<String> complaints = complaints(List.of(source.toString()));
    assertEquals(3, complaints.size(), complaints.toString());
  }

  /**
   * What is wrong, and what has no comment at all. A comment need not have a tag for each
   * parameter: a tag that repeats the sentence says nothing.
   */
  private List<String> complaints(List<String> sources) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            "-Xdoclint:all/protected", "-XDrawDiagnostics", "-proc:none", "-Xmaxwarns", "9999"));
    arguments.addAll(List.of("-d", output.toString()));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(sources);
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.ENGLISH);
    try {
      ToolProvider.findFirst("javac")
          .orElseThrow()
          .run(writer, writer, arguments.toArray(String[]::new));
    } finally {
      Locale.setDefault(before);
    }
    return said.toString()
        .lines()
        .filter(line -> line.contains("compiler.err") || line.endsWith("no comment"))
        .toList();
  }
}
