package io.peerwright.testkit.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.peerwright.api.spi.NamingProvider;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.testkit.chat.ChatConfig;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The overlay contract looks a provider up as the runtime does. */
class ServiceFilesTest {

  private static final String BROKEN = "no.such.Provider\njava.lang.String\nno.such.Other\n";

  @TempDir Path folder;

  /** Run by this test only. */
  static class OfNames extends OverlayMutantTest.Contract {
    @Override
    protected OverlayProvider<ChatConfig> provider() {
      return new ProviderFaults.ListedAsAnotherKind();
    }
  }

  @Test
  void aProviderIsFoundBehindBrokenOnes() throws IOException {
    list(OverlayProvider.class, BROKEN);
    assertEquals(1, run(OverlayMutantTest.Contract.class).getTestsSucceededCount());
  }

  @Test
  void aProviderOfNamesIsFoundAsOne() throws IOException {
    list(NamingProvider.class, ProviderFaults.ListedAsAnotherKind.class.getName());
    assertEquals(1, run(OfNames.class).getTestsSucceededCount());
  }

  @Test
  void aProviderOfNamesThatIsListedAsAnyOverlayIsNotFound() throws IOException {
    list(OverlayProvider.class, ProviderFaults.ListedAsAnotherKind.class.getName());
    assertEquals(1, run(OfNames.class).getTestsFailedCount());
  }

  private void list(Class<?> kind, String lines) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(kind.getName()), lines);
  }

  private TestExecutionSummary run(Class<?> contract) throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    try (OwnFirst loader = new OwnFirst(folder, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectMethod(contract, "isFoundByServiceLoader"))
                  .build(),
              listener);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    return listener.getSummary();
  }

  /** Tells the service files of its folder before those of its parent. */
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(Path folder, ClassLoader parent) throws IOException {
      super(new URL[] {folder.toUri().toURL()}, parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
      all.addAll(Collections.list(getParent().getResources(name)));
      return Collections.enumeration(all);
    }
  }
}
