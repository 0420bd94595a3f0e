package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Sharing;
import io.peerwright.runtime.PeerConfig.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in that was packed without all that it needs: the message names its jar and the class. */
@Timeout(60)
class MissingClassTest {

  @TempDir private Path work;

  private static PeerwrightException failure(Executable work) {
    return assertThrows(PeerwrightException.class, work);
  }

  private static PeerConfig config(Peerwright peerwright) {
    return peerwright.parse(
        "{\"name\": \"alice\", \"transport\": {\"type\": \"fake\", \"threaded\": true},"
            + " \"overlays\": [{\"type\": \"stranger\"}]}");
  }

  private static String plugin(String extended, String fields, String made) {
    return "package stranger; public class Plugin extends "
        + extended
        + " { "
        + fields
        + " public String name() { return \"stranger\"; }"
        + " public io.peerwright.api.overlay.Overlay create(io.peerwright.api.Host host,"
        + " io.peerwright.runtime.FakeOverlay.Config config) { return "
        + made
        + "; } }";
  }

  private static final String BASE = "io.peerwright.runtime.FakeOverlay.Base";
  private static final String HELPER =
      "package stranger; class Helper { static io.peerwright.api.overlay.Overlay make() { return"
          + " null; } }";

  @Test
  void aClassThatIsMissingWhenAnOverlayIsMade() throws IOException {
    Path jar =
        StrangerJar.make(
            work,
            Map.of("Plugin", plugin(BASE, "", "Helper.make()"), "Helper", HELPER),
            List.of("Plugin"));
    Plugins all = Plugins.installed().withFolder(jar.getParent());
    try (Peerwright peerwright = Peerwright.builder().plugins(all).open()) {
      assertEquals(
          "the peer \"alice\": /overlays/0 (stranger) cannot be set up: the class stranger.Helper"
              + " is missing, which stranger.Plugin in "
              + jar.toUri().toURL()
              + " needs; put the jar that has it beside it",
          failure(() -> peerwright.start(config(peerwright))).getMessage());
    }
  }

  @Test
  void aClassThatIsMissingWhenAPluginIsLoaded() throws IOException {
    String middle = "package stranger; public abstract class Middle extends " + BASE + " {}";
    Path jar =
        StrangerJar.make(
            work,
            Map.of("Plugin", plugin("Middle", "", "null"), "Middle", middle),
            List.of("Plugin"));
    assertEquals(
        List.of(
            jar.toUri().toURL()
                + " of the kind OverlayProvider: the class stranger.Middle is missing, which "
                + jar.toUri().toURL()
                + " needs; put the jar that has it beside it"),
        newProblems(jar));
  }

  @Test
  void aClassThatIsMissingWhenAProviderIsMade() throws IOException {
    String field = "private final Object helper = Helper.make();";
    Path jar =
        StrangerJar.make(
            work,
            Map.of("Plugin", plugin(BASE, field, "null"), "Helper", HELPER),
            List.of("Plugin"));
    List<String> problems = newProblems(jar);
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(
        problems
            .get(0)
            .endsWith(
                "(the class stranger.Helper is missing, which stranger.Plugin in "
                    + jar.toUri().toURL()
                    + " needs; put the jar that has it beside it)"),
        problems.get(0));
  }

  @Test
  void aClassThatIsMissingWhenAPluginTellsItsDefaults() throws IOException {
    String defaults =
        "public io.peerwright.runtime.FakeOverlay.Config defaults() { Helper.make(); return"
            + " super.defaults(); }";
    Path jar =
        StrangerJar.make(
            work,
            Map.of("Plugin", plugin(BASE, defaults, "null"), "Helper", HELPER),
            List.of("Plugin"));
    Plugins all = Plugins.installed().withFolder(jar.getParent());
    String message =
        "the class stranger.Helper is missing, which stranger.Plugin in "
            + jar.toUri().toURL()
            + " needs; put the jar that has it beside it";
    try (Peerwright peerwright = Peerwright.builder().plugins(all).open()) {
      ConfigException e = assertThrows(ConfigException.class, () -> config(peerwright));
      assertEquals("/overlays/0", e.problems().get(0).pointer());
      assertEquals(message, e.problems().get(0).message());
      PeerConfig inCode = PeerConfig.of("alice", new Section("fake")).with("stranger");
      e = assertThrows(ConfigException.class, () -> peerwright.launch(inCode));
      assertEquals(message, e.problems().get(0).message());
    }
    ConfigDoc doc = new ConfigDoc(all);
    assertTrue(doc.explain().contains(message), "the other plug-ins are explained all the same");
    assertTrue(doc.explain().contains("what the trace calls it"));
    assertTrue(doc.schema().contains("\"stranger\""));
    assertTrue(all.offering(Sharing.class).contains("stranger"));
  }

  private static List<String> newProblems(Path jar) {
    Plugins installed = Plugins.installed();
    return installed.withFolder(jar.getParent()).problems().stream()
        .filter(problem -> !installed.problems().contains(problem))
        .toList();
  }
}
