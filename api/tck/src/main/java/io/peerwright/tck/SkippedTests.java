package io.peerwright.tck;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says at the end of a run which tests did not run, and why: one line each on standard output,
 * which a quiet build shows, too. JUnit finds it by itself.
 */
public final class SkippedTests implements TestExecutionListener {

  private final List<String> lines = new ArrayList<>();

  private final PrintStream out;

  /** JUnit makes it. */
  public SkippedTests() {
    this(System.out);
  }

  SkippedTests(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    lines.add(line(test, reason));
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      lines.add(line(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason")));
    }
  }

  private static String line(TestIdentifier test, String reason) {
    String name =
        test.getSource()
            .map(
                source ->
                    source instanceof MethodSource method
                        ? method.getClassName() + "." + method.getMethodName()
                        : source instanceof ClassSource type ? type.getClassName() : null)
            .orElse(test.getDisplayName());
    return "SKIPPED " + name + ": " + reason.replaceFirst("^Assumption failed: ", "");
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    lines.forEach(out::println);
    lines.clear();
  }
}
