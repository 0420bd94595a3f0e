package io.peerwright.testkit;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Writes down how the test that is running is run once more with the same seed. */
final class RepeatLine {

  /** The system property that takes the place of the seed that a test asks for. */
  static final String SEED = "peerwright.seed";

  private RepeatLine() {}

  /** The line for the innermost test on the stack of the caller. */
  static String of(long seed) {
    String test = test();
    test = test.isEmpty() ? "" : " '-Dtest=" + test.substring(test.lastIndexOf('.') + 1) + "'";
    return "mvn test" + test + " -Dsurefire.failIfNoSpecifiedTests=false -D" + SEED + "=" + seed;
  }

  /** The innermost test on the stack of the caller: class, {@code #} and method; or nothing. */
  static String test() {
    List<StackFrame> frames =
        StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
            .walk(stack -> stack.filter(RepeatLine::isTest).limit(1).toList());
    return frames.isEmpty()
        ? ""
        : frames.get(0).getClassName() + "#" + frames.get(0).getMethodName();
  }

  private static boolean isTest(StackFrame frame) {
    return Arrays.stream(frame.getDeclaringClass().getDeclaredMethods())
        .filter(method -> isMethodOf(frame, method))
        .anyMatch(method -> AnnotationSupport.isAnnotated(method, Testable.class));
  }

  private static boolean isMethodOf(StackFrame frame, Method method) {
    return method.getName().equals(frame.getMethodName())
        && Arrays.equals(method.getParameterTypes(), frame.getMethodType().parameterArray());
  }
}
