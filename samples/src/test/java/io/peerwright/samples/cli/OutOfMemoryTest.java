package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without memory says so in one line and ends, whichever thread finds it out. */
class OutOfMemoryTest {

  private static final String WORDS =
      "peerwright: out of memory; the process ends. Give it more with java -Xmx, such as -Xmx1g,"
          + " or lower its limits; config --explain names them";
  private static final String EVENT =
      "{\"event\":\"error\",\"message\":\"out of memory; give java more with -Xmx, or lower the"
          + " limits\",\"details\":[],\"exitCode\":3}";

  @TempDir Path folder;

  /** Runs until a failure, in a process of its own. */
  static final class Failing {
    public static void main(String[] args) throws InterruptedException {
      OutOfMemory memory = new OutOfMemory(args[0].equals("json"));
      memory.check(new IllegalStateException("another failure"));
      System.out.println("goes on");
      System.out.flush();
      Throwable cause = new OutOfMemoryError("planted");
      Thread thread = new Thread(() -> memory.check(new IllegalStateException("of a loop", cause)));
      thread.start();
      thread.join();
      System.out.println("went on");
    }
  }

  private List<String> run(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(300, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "it does not end");
    List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
    assertEquals(ExitCode.OUT_OF_MEMORY, process.exitValue(), lines::toString);
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void aWantOfMemoryEndsTheProcessAndNothingElseDoes(String form) throws Exception {
    String last = form.equals("json") ? EVENT : WORDS;
    assertEquals(List.of("goes on", last), run(Failing.class, List.of(), form));
  }

  @Test
  void aHeapThatIsTooSmallIsTold() throws Exception {
    List<String> options = List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    List<String> said = run(Main.class, options, "simulate", "--peers", "200000");
    assertEquals(WORDS, said.get(said.size() - 1));
    assertTrue(said.stream().noneMatch(line -> line.startsWith("\tat ")), said::toString);
  }
}
