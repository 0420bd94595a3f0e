package io.peerwright.transport.vertx;

import static io.peerwright.transport.vertx.Live.bytes;
import static io.peerwright.transport.vertx.Live.connect;
import static io.peerwright.transport.vertx.Live.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.transport.vertx.Live.Recorder;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link does with what comes in while it closes. */
class TcpCloseTest {

  private final Live live = new Live();
  private final Recorder client = new Recorder(Link.UNLIMITED);

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void closeSendsEverythingAndThrowsAwayWhatComes() throws Exception {
    try (ServerSocket remote = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      connect(live.a, Endpoint.parse("127.0.0.1:" + remote.getLocalPort()), client);
      try (Socket socket = remote.accept()) {
        client.expect("open");
        run(
            live.a,
            () -> {
              client.link.write(bytes("bye"));
              client.link.close();
            });
        socket.getOutputStream().write(new byte[100_000]);
        assertEquals("bye", new String(socket.getInputStream().readAllBytes(), "US-ASCII"));
      }
      client.expect("closed CANCELLED");
    }
  }

  @Test
  void closeDoesNotHearEverythingOut() throws Exception {
    try (ServerSocket remote = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      connect(live.a, Endpoint.parse("127.0.0.1:" + remote.getLocalPort()), client);
      try (Socket socket = remote.accept()) {
        client.expect("open");
        run(live.a, () -> client.link.close());
        OutputStream out = socket.getOutputStream();
        byte[] block = new byte[1 << 20];
        assertThrows(
            SocketException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                out.write(block);
              }
            });
      }
      client.expect("closed CANCELLED");
    }
  }
}
