package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without memory and one without files. */
class OutOfMemoryTest {

  /** A process that listens and uses up its memory at a place that it is told. */
  static final class Eater {

    public static void main(String[] where) {
      if (where.length > 1) {
        Thread.setDefaultUncaughtExceptionHandler(
            (thread, error) ->
                Runtime.getRuntime().halt(error instanceof OutOfMemoryError ? 9 : 8));
      }
      VertxProvider provider = new VertxProvider();
      Network network = provider.open(provider.defaults());
      Host host = network.newHost("eater", Endpoint.parse("127.0.0.1:0"), null);
      Loop loop = host.loop();
      loop.execute(
          () -> {
            host.transport()
                .listen(host.listenAddress(), SocketOptions.DEFAULT, new NobodyAccepted());
            switch (where[0]) {
              case "task" -> eat();
              case "timer" -> loop.schedule(1_000, Eater::eat);
              default -> loop.offload(Eater::eat, 0, (done, failure) -> {});
            }
          });
    }

    private static int eat() {
      List<long[]> all = new ArrayList<>();
      while (all.size() < Integer.MAX_VALUE) {
        all.add(new long[1 << 20]);
      }
      return all.size();
    }
  }

  private static final class NobodyAccepted implements LinkAcceptor {
    @Override
    public LinkHandler onAccept(Link link) {
      return null;
    }
  }

  /** It went on listening, and answered nobody. */
  @ParameterizedTest
  @ValueSource(strings = {"task", "timer", "offload"})
  void theProcessEndsAndSaysWhy(String where) throws Exception {
    Process process = start(where);
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(3, process.exitValue(), said);
    assertTrue(said.contains("peerwright: out of memory: the process ends"), said);
  }

  @Test
  void anApplicationMayDecideItself() throws Exception {
    Process process = start("task", "handler");
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(9, process.exitValue());
  }

  private static Process start(String... where) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx40m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Eater.class.getName());
    command.addAll(List.of(where));
    return new ProcessBuilder(command).start();
  }

  @Test
  void openFilesAreReadFromWhatLinuxTells() {
    String limits =
        "Limit                     Soft Limit           Hard Limit           Units     \n"
            + "Max processes             63704                63704                processes \n"
            + "Max open files            1024                 524288               files     \n";
    assertEquals(1024, OpenFiles.limit(limits));
    assertEquals(OpenFiles.UNKNOWN, OpenFiles.limit(limits.replace("1024 ", "unlimited ")));
    assertEquals(OpenFiles.UNKNOWN, OpenFiles.limit(""));
    assertEquals(896, OpenFiles.links(131_072, 1024));
    assertEquals(36, OpenFiles.links(131_072, 100));
    assertEquals(1, OpenFiles.links(131_072, 20));
    assertEquals(131_072, OpenFiles.links(131_072, 1 << 20));
    assertEquals(131_072, OpenFiles.links(131_072, OpenFiles.UNKNOWN));
  }
}
