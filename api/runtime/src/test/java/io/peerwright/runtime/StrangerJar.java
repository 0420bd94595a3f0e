package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.spi.OverlayProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;

/** Makes the jar of a plug-in from sources, as somebody else would. */
final class StrangerJar {

  private StrangerJar() {}

  /**
   * Compiles classes of the package {@code stranger}, and packs some of them.
   *
   * @param sources by the names of the classes
   * @param packed which of them to pack; {@code Plugin} is the provider of an overlay
   */
  static Path make(Path work, Map<String, String> sources, List<String> packed) throws IOException {
    Path classes = Files.createDirectories(work.resolve("classes"));
    String path = System.getProperty("java.class.path");
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-cp", path, "-d", classes.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = classes.resolve(source.getKey() + ".java");
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
    assertEquals(0, compiler.run(System.out, System.err, arguments.toArray(String[]::new)));
    Path target = Files.createDirectories(work.resolve("plugins")).resolve("stranger.jar");
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (String name : packed) {
        jar.putNextEntry(new JarEntry("stranger/" + name + ".class"));
        jar.write(Files.readAllBytes(classes.resolve("stranger/" + name + ".class")));
      }
      jar.putNextEntry(new JarEntry("META-INF/services/" + OverlayProvider.class.getName()));
      jar.write("stranger.Plugin".getBytes());
    }
    return target;
  }
}
