package io.peerwright.samples.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloPeersTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"vertx", "inmemory"})
  void fetchesWhatIsShared(String transport) throws IOException {
    Path shared = Files.createDirectories(folder.resolve("shared"));
    Path original = Files.writeString(shared.resolve("copper rain.txt"), "drip drop");
    Path target = folder.resolve("got.txt");
    Path got = HelloPeers.run(transport, server(), shared, "copper rain", target);
    assertEquals(-1, Files.mismatch(original, got));
  }

  private static Endpoint server() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return Endpoint.parse("127.0.0.1:" + free.getLocalPort());
    }
  }

  @Test
  void standsInTheReadme() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/peerwright/samples/embed/HelloPeers.java"));
    String body =
        source.substring(
            source.indexOf("// README begins\n") + 17, source.indexOf("    // README ends"));
    String code = body.indent(-4);
    assertTrue(code.lines().count() <= 20, "the example must stay short");
    String readme = Files.readString(Path.of("../README.md"));
    for (String line : List.of("```java\n" + code + "```")) {
      assertTrue(readme.contains(line), "README.md must show:\n" + line);
    }
  }
}
