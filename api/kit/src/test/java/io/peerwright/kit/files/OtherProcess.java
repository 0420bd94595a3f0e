package io.peerwright.kit.files;

import io.peerwright.api.Reason;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a main class of the tests in a process of its own. */
final class OtherProcess {

  private OtherProcess() {}

  static Process start(Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator, codeOf(main), codeOf(PathLock.class), codeOf(Reason.class)));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String codeOf(Class<?> type) {
    String code = type.getProtectionDomain().getCodeSource().getLocation().toString();
    return Path.of(URI.create(code)).toString();
  }
}
