package io.peerwright.kit.files;

import io.peerwright.tck.OtherJava;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests in a process of its own. */
final class OtherProcess {

  private OtherProcess() {}

  static Process start(Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        OtherJava.command("-cp", System.getProperty("java.class.path"), main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
