package io.peerwright.runtime;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.spi.OverlayProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that nobody knew when this was built: made, packed and loaded by the test. */
class PluginFolderTest {

  @TempDir private Path work;

  /** A jar with the class {@code stranger.Plugin}, an overlay of this name. */
  private Path jar(Path target, String name) throws IOException {
    byte[] plugin =
        new ByteBuddy()
            .subclass(FakeOverlay.Base.class)
            .name("stranger.Plugin")
            .method(named("name"))
            .intercept(FixedValue.value(name))
            .make()
            .getBytes();
    Files.createDirectories(target.getParent());
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry("stranger/Plugin.class"));
      jar.write(plugin);
      jar.putNextEntry(new JarEntry("META-INF/services/" + OverlayProvider.class.getName()));
      jar.write("stranger.Plugin".getBytes());
    }
    return target;
  }

  @Test
  void eachJarAndEachFolderOfJarsIsLoadedByItself() throws IOException {
    Path plugins = work.resolve("plugins");
    jar(plugins.resolve("one.jar"), "one");
    jar(plugins.resolve("two/two.jar"), "two");
    Files.writeString(plugins.resolve("README.txt"), "not a plug-in");
    Plugins all = Plugins.installed().withFolder(plugins);
    assertEquals(List.of("fake", "idle", "one", "two"), List.copyOf(all.overlays().keySet()));
    Class<?> one = all.overlays().get("one").getClass();
    Class<?> two = all.overlays().get("two").getClass();
    assertEquals(one.getName(), two.getName());
    assertNotSame(one, two);
    assertSame(FakeOverlay.Base.class, one.getSuperclass());
    try (Peerwright peerwright = Peerwright.builder().plugins(all).open()) {
      Peer alice = peerwright.launch(PeerConfig.of("alice", "fake").with("two"));
      FakeNetwork.of(alice).loop.turn();
      assertEquals("two", alice.overlays().get(0).name());
      alice.stop();
      FakeNetwork.of(alice).loop.turn();
    }
  }

  @Test
  void aJarWithoutAPluginThatWorksIsLeftOutAndTold() throws IOException {
    Path plugins = work.resolve("plugins");
    jar(plugins.resolve("good.jar"), "good");
    Files.writeString(plugins.resolve("bad.jar"), "no archive");
    Path half = jar(plugins.resolve("half/half.jar"), "half");
    try (OutputStream file = Files.newOutputStream(plugins.resolve("empty.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry("notes.txt"));
    }
    Path missing = plugins.resolve("missing.jar");
    try (OutputStream file = Files.newOutputStream(missing);
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry("META-INF/services/" + OverlayProvider.class.getName()));
      jar.write("stranger.Nobody".getBytes());
    }
    assertTrue(Files.exists(half));
    Plugins installed = Plugins.installed();
    Plugins all = installed.withFolder(plugins);
    assertTrue(all.overlays().keySet().containsAll(List.of("good", "half")));
    List<String> told =
        all.problems().stream().filter(p -> !installed.problems().contains(p)).toList();
    assertEquals(3, told.size(), told.toString());
    assertTrue(told.get(0).contains("bad.jar is no jar: "), told.get(0));
    assertTrue(
        told.get(1).endsWith("empty.jar: no file in META-INF/services names a plug-in"),
        told.get(1));
    assertTrue(told.get(2).contains("stranger.Nobody"), told.get(2));
  }

  @Test
  void twoOfOneNameFailNamingBothJars() throws IOException {
    Path plugins = work.resolve("plugins");
    jar(plugins.resolve("first.jar"), "same");
    jar(plugins.resolve("second.jar"), "same");
    Plugins installed = Plugins.installed();
    PeerwrightException e =
        assertThrows(PeerwrightException.class, () -> installed.withFolder(plugins));
    assertTrue(Stream.of("first.jar", "second.jar").allMatch(e.getMessage()::contains));
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    Plugins installed = Plugins.installed();
    PeerwrightException e =
        assertThrows(
            PeerwrightException.class, () -> installed.withFolder(work.resolve("nowhere")));
    assertEquals(Reason.UNRESOLVED, e.reason());
    assertTrue(e.getMessage().contains("nowhere"), e.getMessage());
  }

  /** Such as that of a build which has compiled, and packed nothing. */
  @Test
  void aFolderWithoutAJarIsTold() throws IOException {
    Path classes = Files.createDirectories(work.resolve("target/classes")).getParent();
    Plugins all = Plugins.installed().withFolder(classes);
    String told = "no jar is in " + classes;
    assertTrue(all.problems().contains(told), all.problems()::toString);
    assertEquals(Plugins.installed().overlays().keySet(), all.overlays().keySet());
  }
}
