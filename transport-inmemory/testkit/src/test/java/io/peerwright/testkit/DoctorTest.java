package io.peerwright.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.peerwright.api.Host;
import io.peerwright.testkit.Rumour.Friend;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The doctor finds what makes a run differ from the one before, and passes what does not. */
class DoctorTest {

  private static final Pattern EVENT_NAMED =
      Pattern.compile(
          """
          differ at event (\\d+) \\(simulation 1\\)\\.
            first:  event \\1 at 1\\.\\d{9} s: DATAGRAM peer-0 -> peer-\\d+, content [0-9a-f]{16}
            second: event \\1 at 1\\.\\d{9} s: DATAGRAM peer-0 -> peer-\\d+, content [0-9a-f]{16}
          """);

  /** Each of them has one bug, but for the sane ones; run by the launcher only. */
  static class Patients {

    private Simulation simulation;

    @BeforeEach
    void create(Doctor doctor) {
      simulation = doctor.watch(Simulation.create(InMemoryConfig.DEFAULT));
    }

    @AfterEach
    void close() {
      simulation.close();
    }

    private void spread(Supplier<Collection<Friend>> friends, Function<Host, LongSupplier> words) {
      Rumour.spread(simulation, friends, words);
    }

    private static LongSupplier seeded(Host host) {
      RandomGenerator random = host.loop().random("words");
      return random::nextLong;
    }

    @DeterministicTest
    void sane() {
      spread(ArrayList::new, Patients::seeded);
    }

    @DeterministicTest
    void iteratesByIdentityHashes() {
      spread(HashSet::new, Patients::seeded);
    }

    @DeterministicTest
    void readsTheClock() {
      spread(ArrayList::new, host -> System::nanoTime);
    }

    @DeterministicTest
    void drawsWithoutASeed() {
      spread(ArrayList::new, host -> new Random()::nextLong);
    }

    private static long calls;

    @DeterministicTest
    void countsInAStaticField() {
      spread(ArrayList::new, host -> () -> calls++);
    }

    private static boolean again;

    @DeterministicTest
    void goesOnLonger() {
      spread(ArrayList::new, Patients::seeded);
      if (again) {
        simulation.newHost("late", null, null).loop().execute(() -> {});
        simulation.runFor(Duration.ofSeconds(1));
      }
      again = true;
    }

    @DeterministicTest
    void failsItself() {
      throw new IllegalStateException("of its own");
    }

    @DeterministicTest(recordedEvents = 50)
    void differsBeyondTheRecord() {
      int[] word = {0};
      LongSupplier late = () -> word[0]++ > 300 ? System.nanoTime() : 0;
      spread(ArrayList::new, host -> late);
    }

    @DeterministicTest(recordedEvents = 50)
    void saneBeyondTheRecord() {
      sane();
    }
  }

  /** Watches nothing. */
  static class Stranger {
    @DeterministicTest
    void watchesNothing() {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"sane", "saneBeyondTheRecord"})
  void passesTheSane(String test) {
    TestExecutionSummary summary = run(Patients.class, test);
    assertEquals(2, summary.getTestsSucceededCount(), "runs that passed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iteratesByIdentityHashes",
        "readsTheClock",
        "drawsWithoutASeed",
        "countsInAStaticField"
      })
  void namesTheFirstDifferingEvent(String test) {
    String message = failure(Patients.class, test);
    assertTrue(EVENT_NAMED.matcher(message).find(), message);
  }

  @Test
  void noticesARunThatGoesOn() {
    String message = failure(Patients.class, "goesOnLonger");
    assertTrue(message.contains("first:  nothing more\n  second: event "), message);
    assertTrue(message.contains("TIMER of late"), message);
  }

  @Test
  void namesTheBlockBeyondTheRecord() {
    String message = failure(Patients.class, "differsBeyondTheRecord");
    assertTrue(message.contains("among the events 51 to "), message);
    assertTrue(message.contains("record more than 50 events"), message);
  }

  @Test
  void leavesAFailureOfTheTestAlone() {
    TestExecutionSummary summary = run(Patients.class, "failsItself");
    assertEquals(2, summary.getTestsFailedCount());
    summary
        .getFailures()
        .forEach(each -> assertEquals("of its own", each.getException().getMessage()));
  }

  @Test
  void wantsSomethingToWatch() {
    assertTrue(failure(Stranger.class, "watchesNothing").startsWith("no simulation was watched"));
  }

  @Test
  void countsSimulations() {
    int[] run = {0};
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                Doctor.examine(
                    doctor -> {
                      for (int i = 0; i <= run[0]; i++) {
                        doctor.watch(Simulation.create(InMemoryConfig.DEFAULT)).close();
                      }
                      run[0]++;
                    }));
    assertTrue(error.getMessage().contains("different numbers of simulations (simulation 2)"));
  }

  private static String failure(Class<?> tests, String test) {
    TestExecutionSummary summary = run(tests, test);
    assertEquals(1, summary.getTestsSucceededCount(), "first run");
    assertEquals(1, summary.getTestsFailedCount(), "second run");
    return summary.getFailures().get(0).getException().getMessage();
  }

  private static TestExecutionSummary run(Class<?> tests, String test) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectMethod(tests, test)).build();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
