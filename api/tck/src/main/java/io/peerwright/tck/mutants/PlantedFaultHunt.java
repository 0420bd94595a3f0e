package io.peerwright.tck.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The test of a module's tests: each fault that is planted into the module's source fails the test
 * that is there to catch it, and the same test passes without the fault. One file is compiled for a
 * fault, in memory; the module's classes, main and test, are loaded afresh with it. A fault whose
 * place is not in the source any more is an error, so that the list stays true. Other tests may run
 * meanwhile.
 *
 * <p>The package of a subclass is the one that its faults and tests are named from. Needs
 * junit-platform-launcher, a JDK, and the module's folder as the working directory.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
public abstract class PlantedFaultHunt {

  private static final Path SOURCES = Path.of("src/main/java");

  /** A fault may make a loop endless, which has to end the test and not hold the build. */
  private static final long MOST_SECONDS = 120;

  /** Looks for engines in the whole class path once. */
  private final Launcher launcher = LauncherFactory.create();

  private final FaultCompiler compiler = new FaultCompiler();
  private final Set<String> sane = new HashSet<>();
  private final List<String> killed = new ArrayList<>();

  /** For subclasses. */
  protected PlantedFaultHunt() {}

  /** The faults. */
  protected abstract List<PlantedFault> faults();

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  final Stream<DynamicTest> isKilled() {
    return faults().stream().map(fault -> DynamicTest.dynamicTest(line(fault), () -> hunt(fault)));
  }

  private static String line(PlantedFault fault) {
    return fault.name() + " -> killed by " + fault.killer();
  }

  private void hunt(PlantedFault fault) throws Exception {
    if (!sane.contains(fault.killer())) {
      TestExecutionSummary summary = run(fault, Map.of());
      assertTrue(summary.getTestsFoundCount() > 0, "no such test: " + fault.killer());
      assertEquals(
          summary.getTestsFoundCount(),
          summary.getTestsSucceededCount(),
          () -> fault.killer() + " fails without the fault: " + causes(summary));
      sane.add(fault.killer());
    }
    TestExecutionSummary summary = run(fault, planted(fault));
    assertTrue(summary.getTotalFailureCount() > 0, "survived " + fault.killer());
    assertTrue(
        causes(summary).stream().noneMatch(TimeoutException.class::isInstance),
        () -> fault.killer() + " has no end with the fault; let it count its steps");
    killed.add(line(fault));
  }

  private static List<Throwable> causes(TestExecutionSummary summary) {
    return summary.getFailures().stream().map(failure -> failure.getException()).toList();
  }

  private Map<String, byte[]> planted(PlantedFault fault) throws Exception {
    String home = getClass().getPackageName();
    String text = Files.readString(SOURCES.resolve(home.replace('.', '/')).resolve(fault.source()));
    int at = text.indexOf(fault.old());
    assertTrue(at >= 0, () -> "not in " + fault.source() + ": " + fault.old());
    assertEquals(at, text.lastIndexOf(fault.old()), () -> "there twice: " + fault.old());
    String name = home + '.' + fault.source().replace(".java", "").replace('/', '.');
    return compiler.compile(name, text.replace(fault.old(), fault.faulty()));
  }

  private TestExecutionSummary run(PlantedFault fault, Map<String, byte[]> replaced)
      throws Exception {
    String home = getClass().getPackageName();
    ClassLoader loader = new FaultyClasses(getClass().getClassLoader(), home, replaced);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    thread.setContextClassLoader(loader);
    try {
      Class<?> test = Class.forName(home + '.' + fault.killerClass(), false, loader);
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectMethod(test, method(test, fault.killerMethod())))
              .configurationParameter(Timeout.DEFAULT_TIMEOUT_PROPERTY_NAME, MOST_SECONDS + " s")
              .configurationParameter(
                  Timeout.DEFAULT_TIMEOUT_THREAD_MODE_PROPERTY_NAME,
                  Timeout.ThreadMode.SEPARATE_THREAD.name())
              .build();
      launcher.execute(request, listener);
    } finally {
      thread.setContextClassLoader(before);
    }
    return listener.getSummary();
  }

  /** Of the test itself, or of a contract that it extends. */
  private static Method method(Class<?> test, String name) throws NoSuchMethodException {
    return Stream.<Class<?>>iterate(test, Objects::nonNull, Class::getSuperclass)
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchMethodException(test.getName() + '#' + name));
  }

  @Test
  final void namesAreUnique() {
    List<String> names = faults().stream().map(PlantedFault::name).toList();
    assertEquals(names.size(), new TreeSet<>(names).size());
  }

  @AfterAll
  final void printTheDead() throws IOException {
    compiler.close();
    killed.forEach(System.out::println);
    System.out.println(killed.size() + " of " + faults().size() + " planted faults killed");
  }
}
