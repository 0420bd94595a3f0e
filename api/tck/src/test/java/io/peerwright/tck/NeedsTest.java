package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.opentest4j.TestAbortedException;

class NeedsTest {

  private static final String PROPERTY = "peerwright.interop";
  private static final String MISSING = "no-such-program";

  private final String before = System.getProperty(PROPERTY, "optional");

  @BeforeEach
  void skipWhatIsMissing() {
    System.setProperty(PROPERTY, "optional");
  }

  @AfterEach
  void asBefore() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void skipsWithoutAProgram() {
    Needs.program("sh");
    TestAbortedException skipped =
        assertThrows(TestAbortedException.class, () -> Needs.program("sh", MISSING));
    assertEquals("no-such-program is not installed", skipped.getMessage());
    assertThrows(TestAbortedException.class, () -> Needs.pythonModule("no_such_module"));
    assertThrows(
        TestAbortedException.class,
        () -> Needs.namespaces(List.<String[]>of(new String[] {MISSING})));
  }

  @Test
  void failsWithoutAProgramThatIsRequired() {
    System.setProperty(PROPERTY, "required");
    Needs.program("sh");
    AssertionError failed = assertThrows(AssertionError.class, () -> Needs.program(MISSING));
    assertEquals(
        "no-such-program is not installed, and -Dpeerwright.interop=required forbids to skip tests",
        failed.getMessage());
    assertThrows(AssertionError.class, () -> Needs.pythonModule("no_such_module"));
    assertThrows(
        AssertionError.class, () -> Needs.namespaces(List.<String[]>of(new String[] {MISSING})));
    System.setProperty(PROPERTY, "requierd");
    assertThrows(AssertionError.class, () -> Needs.program(MISSING));
  }

  @Test
  void tellsEachSkippedTestAndWhy() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherConfig alone =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Sample.class)).build();
    LauncherFactory.create(alone).execute(request, new SkippedTests(out), summary);
    assertEquals(1, summary.getSummary().getTestsSucceededCount());
    String name = "SKIPPED " + Sample.class.getName();
    assertEquals(
        new TreeSet<>(
            List.of(name + ".aborts: no-such-program is not installed", name + ".isOff: for now")),
        new TreeSet<>(told.toString(StandardCharsets.UTF_8).lines().toList()));
  }

  /** Run by the test above only. */
  static final class Sample {
    @Test
    void runs() {}

    @Test
    void aborts() {
      Needs.program(MISSING);
    }

    @Test
    @Disabled("for now")
    void isOff() {}
  }
}
