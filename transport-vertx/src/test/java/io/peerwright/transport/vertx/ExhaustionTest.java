package io.peerwright.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.transport.vertx.SocketShell.Remote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that has no file descriptor left. */
class ExhaustionTest {

  private static final long WATCH_MILLIS = 500;

  @Test
  void aListenerWaitsAndRecovers() throws Exception {
    try (Remote shell = new Remote("sh", "-c", "ulimit -n 400; exec \"$@\"", "sh")) {
      int port = port(shell.ask("listen door 127.0.0.1:0"));
      // Loads the classes, for which files are read.
      assertEquals("connecting", shell.ask("connect in - 127.0.0.1:" + port));
      assertEquals("open", shell.ask("next in"));
      assertEquals("open", shell.ask("next door"));
      shell.ask("abort in");
      assertEquals("closed RESET", shell.ask("next door"));
      assertEquals("bound", shell.ask("bind socket 127.0.0.1:0 - loop"));

      assertEquals("full", shell.ask("fill"));
      try (Socket waiting = connect(port)) {
        Duration before = shell.cpuTime();
        Thread.sleep(WATCH_MILLIS);
        long busy = shell.cpuTime().minus(before).toMillis();
        assertTrue(busy < WATCH_MILLIS / 4, "computes for " + busy + " ms");
        assertEquals("connecting", shell.ask("connect out - 127.0.0.1:" + port));
        assertEquals("closed LIMIT", shell.ask("next out"));
        assertEquals("closed LIMIT", shell.ask("bind socket 127.0.0.1:0 - loop"));

        assertEquals("free", shell.ask("free"));
        assertEquals("open", shell.ask("next door"));
        waiting.getOutputStream().write("hello".getBytes());
        assertEquals("hello", shell.ask("next door"));
      }
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static int port(String endpoint) {
    return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
  }
}
