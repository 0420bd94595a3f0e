package io.peerwright.kit.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

  private static final byte[] SAID = {1, 2, 3};

  private final Simulation simulation = Simulation.create(InMemoryConfig.DEFAULT);
  private final List<SSLEngine> clients = new ArrayList<>();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  @AfterEach
  void end() {
    simulation.close();
  }

  private TlsTransport transport(Host host) throws Exception {
    SSLContext context = SelfSigned.context("servent", new LoopRandom(host.loop()));
    return new TlsTransport(
        host.transport(),
        host.loop(),
        () -> {
          SSLEngine engine = SelfSigned.engine(context, true);
          clients.add(engine);
          return engine;
        },
        () -> SelfSigned.engine(context, false));
  }

  /** Sends a few bytes when it is open, or takes them. */
  private final class End implements LinkHandler {
    private final boolean speaks;

    End(boolean speaks) {
      this.speaks = speaks;
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      if (speaks) {
        link.write(ByteBuffer.wrap(SAID));
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      heard.writeBytes(bytes);
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      // The simulation ends.
    }
  }

  /** What a server shows to one who dials it. */
  private X509Certificate shownBy(int number) throws Exception {
    Endpoint at = Endpoint.parse("10.1.0." + number + ":1000");
    Host server = simulation.newHost("server" + number, at, null);
    transport(server).listen(at, SocketOptions.DEFAULT, link -> new End(false));
    Host client = simulation.newHost("client" + number, null, null);
    transport(client).connect(at, SocketOptions.DEFAULT, new End(true));
    simulation.runFor(Duration.ofSeconds(3));
    SSLEngine engine = clients.get(clients.size() - 1);
    return (X509Certificate) engine.getSession().getPeerCertificates()[0];
  }

  @Test
  void strangersTalkAndSeeCertificatesThatProveNothing() throws Exception {
    X509Certificate shown = shownBy(1);
    assertArrayEquals(SAID, heard.toByteArray());
    assertEquals("CN=servent", shown.getSubjectX500Principal().getName());
    shown.verify(shown.getPublicKey());
    shown.checkValidity(Date.from(Instant.parse("2525-01-01T00:00:00Z")));
    assertTrue(shown.getSerialNumber().signum() > 0);
    assertNotEquals(shown.getPublicKey(), shownBy(2).getPublicKey());
  }
}
