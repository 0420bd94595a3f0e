package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.spi.OverlayProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

  /** A folder that brings classes of its own, as a second jar would. */
  private static final class SecondJar extends URLClassLoader {
    private final Set<String> own;

    SecondJar(Path folder, Class<?>... own) throws IOException {
      super(new URL[] {folder.toUri().toURL()}, PluginsTest.class.getClassLoader());
      this.own = Set.copyOf(List.of(own).stream().map(Class::getName).toList());
      for (Class<?> type : own) {
        String file = type.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream original = type.getClassLoader().getResourceAsStream(file)) {
          Files.copy(original, copy);
        }
      }
      Path services = folder.resolve("META-INF/services");
      Files.createDirectories(services);
      Files.writeString(services.resolve(OverlayProvider.class.getName()), Twin.class.getName());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return own.contains(name) ? findClass(name) : super.loadClass(name, resolve);
      }
    }
  }

  @Test
  void namesAreSortedAndBrokenPluginsDoNotStopTheOthers() {
    Plugins plugins = Plugins.installed();
    assertEquals(List.of("fake"), List.copyOf(plugins.transports().keySet()));
    assertEquals(List.of("nat", "tap"), List.copyOf(plugins.decorators().keySet()));
    assertEquals(List.of("fake", "idle"), List.copyOf(plugins.overlays().keySet()));

    String problems = String.join("\n", plugins.problems());
    assertEquals(5, plugins.problems().size(), problems);
    assertTrue(problems.contains("BrokenPlugins$Unmakeable could not be instantiated"), problems);
    assertTrue(problems.contains("a library is missing"), problems);
    assertTrue(problems.contains("NoSuchPlugin not found"), problems);
    assertTrue(problems.contains("\"Mis Named\" is not made of lower-case words"), problems);
    assertTrue(problems.contains("BrokenPlugins$Nameless has no usable name"), problems);
    assertTrue(problems.contains("FakeTransport not a subtype"), problems);
  }

  @Test
  void twoOfOneNameFailNamingBothJars(@TempDir Path folder) throws IOException {
    try (SecondJar loader = new SecondJar(folder, Twin.class)) {
      PeerwrightException e = assertThrows(PeerwrightException.class, () -> Plugins.find(loader));
      String first =
          FakeOverlay.class.getProtectionDomain().getCodeSource().getLocation().toString();
      assertTrue(e.getMessage().startsWith("two plug-ins of the kind OverlayProvider are called"));
      assertTrue(e.getMessage().contains("FakeOverlay$Idle in " + first), e.getMessage());
      assertTrue(
          e.getMessage().contains("PluginsTest$Twin in " + folder.toUri().toURL()), e.getMessage());
    }
  }

  @Test
  void aClassSeenByLoaderAndLayerIsOneProvider() {
    Plugins plugins = Plugins.find(PluginsTest.class.getClassLoader(), ModuleLayer.boot());
    assertEquals(List.of("fake", "idle"), List.copyOf(plugins.overlays().keySet()));
  }

  @Test
  void aLoaderThatSeesNoPluginsFindsNone() {
    Plugins plugins = Plugins.find(ClassLoader.getPlatformClassLoader());
    assertTrue(plugins.overlays().isEmpty());
    assertTrue(plugins.problems().isEmpty());
  }

  @Test
  void moreCanBeAddedButNotUnderANameThatIsTaken() {
    Plugins none = Plugins.find(ClassLoader.getPlatformClassLoader());
    FakeOverlay.Provider overlay = new FakeOverlay.Provider();
    Plugins some = none.with(List.of(overlay, new FakeTransport()));
    assertSame(overlay, some.overlays().get("fake"));
    assertEquals(Set.of("fake"), some.transports().keySet());
    assertTrue(some.decorators().isEmpty());
    List<FakeOverlay.Provider> again = List.of(overlay);
    assertThrows(PeerwrightException.class, () -> some.with(again));
    List<BrokenPlugins.Misnamed> bad = List.of(new BrokenPlugins.Misnamed());
    assertThrows(PeerwrightException.class, () -> some.with(bad));
  }

  @Test
  void anOverrideTakesThePlaceOfOneOfItsKindAndName() {
    Plugins installed = Plugins.installed();
    FakeOverlay.Provider overlay = new FakeOverlay.Provider();
    Plugins some = installed.overriddenBy(List.of(overlay));
    assertSame(overlay, some.overlays().get("fake"));
    assertSame(installed.overlays().get("idle"), some.overlays().get("idle"));
    assertSame(installed.transports().get("fake"), some.transports().get("fake"));
    List<FakeOverlay.Provider> twice = List.of(overlay, new FakeOverlay.Provider());
    assertThrows(PeerwrightException.class, () -> installed.overriddenBy(twice));
  }

  /** Has the name of another; in no service file but that of the second jar. */
  public static final class Twin extends FakeOverlay.Base {

    /** For the service loader. */
    public Twin() {}

    @Override
    public String name() {
      return "idle";
    }
  }
}
