package io.peerwright.tck;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How tests start a JVM of their own. Such a one lives for seconds, in which it is quicker without
 * the second compiler and a collector with threads, and others run beside it.
 */
public final class OtherJava {

  private OtherJava() {}

  /** The command that starts it. */
  public static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    // A file in the temporary folder, which a process that is killed would leave there.
    command.add("-XX:-UsePerfData");
    command.addAll(List.of(arguments));
    return command;
  }
}
