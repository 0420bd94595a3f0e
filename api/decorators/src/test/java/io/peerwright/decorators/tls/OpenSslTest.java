package io.peerwright.decorators.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.spi.Network;
import io.peerwright.decorators.DecoratedNetwork;
import io.peerwright.decorators.Tool;
import io.peerwright.transport.vertx.VertxProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversations with the programs of OpenSSL, on loopback. */
class OpenSslTest {

  private static final Endpoint LOOPBACK = Endpoint.parse("127.0.0.1:0");
  private static final long PATIENCE_SECONDS = 30;

  @TempDir Path folder;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private Network plain;
  private Path pem;

  @BeforeEach
  void open() {
    Tool.assumeInstalled("openssl");
    VertxProvider provider = new VertxProvider();
    plain = provider.open(provider.defaults());
  }

  @AfterEach
  void close() {
    if (plain != null) {
      plain.close();
    }
  }

  private Host host(String key, String version) throws IOException, GeneralSecurityException {
    pem = Certificates.pem(key, folder);
    TlsConfig config = Certificates.trusting(key, key).withProtocols(version);
    return DecoratedNetwork.of(plain, new TlsDecorator(), config).newHost("a", LOOPBACK, null);
  }

  private String next() throws InterruptedException {
    String next = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(next, "nothing happened");
    return next;
  }

  /** Says a line, or answers one in upper case and closes; notes what it hears. */
  private final class Talk implements LinkHandler {
    private final StringBuilder line = new StringBuilder();
    private final String first;

    Talk(String first) {
      this.first = first;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      link.write(ByteBuffer.wrap(first.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      line.append(StandardCharsets.US_ASCII.decode(data));
      if (line.toString().endsWith("\n")) {
        events.add(line.toString());
        if (first.isEmpty()) {
          String answer = line.toString().toUpperCase(Locale.ROOT);
          link.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        }
        link.closeOutput();
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      events.add("closed " + reason);
    }
  }

  @ParameterizedTest
  @CsvSource({"peer,TLSv1.3,-tls1_3", "peer,TLSv1.2,-tls1_2", "rsa,TLSv1.3,-tls1_3"})
  void itsClientTalksToUs(String key, String version, String option) throws Exception {
    Host host = host(key, version);
    BlockingQueue<Endpoint> bound = new LinkedBlockingQueue<>();
    LinkAcceptor acceptor =
        new LinkAcceptor() {
          @Override
          public void onListening(Endpoint local) {
            bound.add(local);
          }

          @Override
          public LinkHandler onAccept(Link link) {
            return new Talk("");
          }
        };
    host.loop().execute(() -> host.transport().listen(LOOPBACK, SocketOptions.DEFAULT, acceptor));
    Endpoint at = bound.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(at);
    Process client =
        start(
            "s_client",
            "-quiet",
            option,
            "-verify_return_error",
            "-verify_hostname",
            key + ".test",
            "-CAfile",
            pem.toString(),
            "-connect",
            at.toString());
    client.getOutputStream().write("copper rain\n".getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals("copper rain\n", next());
    assertEquals("COPPER RAIN\n", answer);
    assertEquals("closed ENDED", next());
    assertTrue(client.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertEquals(0, client.exitValue());
  }

  @ParameterizedTest
  @CsvSource({"peer,TLSv1.3,-tls1_3", "peer,TLSv1.2,-tls1_2", "rsa,TLSv1.3,-tls1_3"})
  void weTalkToItsServer(String key, String version, String option) throws Exception {
    Host host = host(key, version);
    Process server =
        start(
            "s_server",
            "-accept",
            "127.0.0.1:0",
            "-naccept",
            "1",
            "-rev",
            option,
            "-cert",
            pem.toString(),
            "-key",
            pem.toString());
    try {
      Endpoint at = acceptsAt(server);
      host.loop()
          .execute(
              () -> host.transport().connect(at, SocketOptions.DEFAULT, new Talk("copper rain\n")));
      assertEquals("niar reppoc\n", next());
      assertEquals("closed ENDED", next());
      assertTrue(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      server.destroyForcibly();
    }
  }

  private static Endpoint acceptsAt(Process server) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    String line;
    while ((line = lines.readLine()) != null) {
      if (line.startsWith("ACCEPT ")) {
        return Endpoint.parse(line.substring("ACCEPT ".length()).strip());
      }
    }
    throw new AssertionError("the server does not say where it is");
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectError(folder.resolve("openssl.log").toFile())
        .start();
  }
}
