package io.peerwright.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes two runs of each {@link DeterministicTest} and has the second one judged at its end. */
final class TwoRuns implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), DeterministicTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    int recordedEvents =
        AnnotationSupport.findAnnotation(context.getTestMethod(), DeterministicTest.class)
            .orElseThrow()
            .recordedEvents();
    Doctor first = Doctor.ofFirstRun(recordedEvents);
    return Stream.of(new Run("first run", first, false), new Run("second run", first, true));
  }

  private static final class Run
      implements TestTemplateInvocationContext, ParameterResolver, AfterEachCallback {

    private final String name;
    private final Doctor first;
    private final Doctor doctor;

    Run(String name, Doctor first, boolean again) {
      this.name = name;
      this.first = first;
      doctor = again ? first.ofSecondRun() : first;
    }

    @Override
    public String getDisplayName(int invocation) {
      return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Doctor.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return doctor;
    }

    @Override
    public void afterEach(ExtensionContext context) {
      boolean passed = context.getExecutionException().isEmpty();
      // One that fails before it watches anything fails for its own reason.
      if (doctor != first && (passed || doctor.hasWatched())) {
        doctor.judge("");
      }
    }
  }
}
