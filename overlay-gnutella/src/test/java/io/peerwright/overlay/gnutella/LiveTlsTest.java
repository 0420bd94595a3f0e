package io.peerwright.overlay.gnutella;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.transport.vertx.VertxProvider;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that nobody can only listen to, over real sockets. */
class LiveTlsTest {

  private static final GnutellaConfig ULTRAPEER =
      GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER).withTls(TlsUse.OFFER);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "[::1]:0"})
  void twoServentsFindAndFetch(String at, @TempDir Path folder) throws Exception {
    Endpoint listen = Endpoint.parse(at);
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    SharedItem item = LiveServent.file(folder, "copper rain.ogg", content);
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host one = network.newHost("one", listen, folder.resolve("one"));
      Host other = network.newHost("other", listen, folder.resolve("other"));
      LiveServent first = LiveServent.at(listen, one, ULTRAPEER);
      first.share(item);
      first.join();
      List<HostPort> known = List.of(HostPort.parse(first.endpoint()));
      LiveServent second = LiveServent.at(listen, other, ULTRAPEER.withBootstrap(known));
      second.join();
      assertEquals(List.of("yes"), second.figures("tls"));
      assertEquals(List.of("yes"), first.figures("tls"));
      first.awaitPublished();
      Hit hit = second.search("copper rain");
      assertNotNull(hit);
      assertArrayEquals(content, second.fetch(hit, folder.resolve("fetched")));
      second.leave();
      first.leave();
    }
  }

  /** What a client of another make hears that begins with TLS. */
  private static String ask(String at, String request) throws Exception {
    Process client =
        new ProcessBuilder("openssl", "s_client", "-quiet", "-connect", at)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream out = client.getOutputStream();
        BufferedReader in = client.inputReader(ISO_8859_1)) {
      out.write(request.getBytes(ISO_8859_1));
      out.flush();
      return String.valueOf(in.readLine());
    } finally {
      client.destroy();
      client.waitFor();
    }
  }

  @Test
  void anybodyMayBeginWithTls(@TempDir Path folder) throws Exception {
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host host = network.newHost("one", LiveServent.ANY_PORT, folder.resolve("one"));
      LiveServent servent = LiveServent.of(host, GnutellaConfig.DEFAULT.withRole(Tier.ULTRAPEER));
      servent.join();
      String at = servent.endpoint();
      assertEquals("HTTP/1.1 404 Not Found", ask(at, "GET /a HTTP/1.1\r\nHost: b\r\n\r\n"));
      assertEquals(
          "GNUTELLA/0.6 200 OK", ask(at, "GNUTELLA CONNECT/0.6\r\nX-Ultrapeer: True\r\n\r\n"));
      servent.leave();
    }
  }

  /** The first bytes of a client's TLS. */
  private static byte[] hello() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  @Test
  void tlsMayBeginBesideTheThirdBlock(@TempDir Path folder) throws Exception {
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      Host host = network.newHost("one", LiveServent.ANY_PORT, folder.resolve("one"));
      LiveServent servent = LiveServent.of(host, ULTRAPEER);
      servent.join();
      InetSocketAddress at = Endpoint.parse(servent.endpoint()).toSocketAddress();
      try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        String upgrade = "Upgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n";
        String call = "GNUTELLA CONNECT/0.6\r\nX-Ultrapeer: True\r\n" + upgrade;
        out.write(call.getBytes(ISO_8859_1));
        StringBuilder block = new StringBuilder();
        while (block.indexOf("\r\n\r\n") < 0) {
          block.append((char) socket.getInputStream().read());
        }
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        String confirmed = "GNUTELLA/0.6 200 OK\r\nConnection: Upgrade\r\n\r\n";
        together.writeBytes(confirmed.getBytes(ISO_8859_1));
        together.writeBytes(hello());
        out.write(together.toByteArray());
        assertEquals(0x16, socket.getInputStream().read(), "a record of the handshake of TLS");
      }
      servent.leave();
    }
  }
}
