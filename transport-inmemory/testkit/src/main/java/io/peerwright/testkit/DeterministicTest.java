package io.peerwright.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run twice, each time with a new instance and all that comes before and after a
 * test, and fails if the two runs differ in any event of their simulations.
 *
 * <pre>{@code
 * @DeterministicTest
 * void spreadsToAll(Doctor doctor) {
 *   Simulation simulation = doctor.watch(Simulation.create(InMemoryConfig.DEFAULT));
 *   ...
 * }
 * }</pre>
 *
 * <p>The {@link Doctor} can be a parameter of the test, and of methods before and after each test.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(TwoRuns.class)
@SuppressWarnings("exports") // JUnit makes the extension; nobody else needs to see it
public @interface DeterministicTest {

  /** How many events of each simulation are recorded one by one, 24 bytes each. */
  int recordedEvents() default Doctor.RECORDED_EVENTS;
}
