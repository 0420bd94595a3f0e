package io.peerwright.kit.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

  private static SSLEngine engine(boolean client) throws Exception {
    return SelfSigned.engine(SelfSigned.context("servent", new SecureRandom()), client);
  }

  /** Hands on what an engine has to say. */
  private static void pass(SSLEngine from, SSLEngine to) throws SSLException {
    ByteBuffer wire = ByteBuffer.allocate(1 << 16);
    ByteBuffer plain = ByteBuffer.allocate(1 << 16);
    while (from.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      from.wrap(ByteBuffer.allocate(0), wire);
      run(from);
    }
    wire.flip();
    while (wire.hasRemaining()) {
      to.unwrap(wire, plain);
      run(to);
    }
  }

  private static void run(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  @Test
  void twoStrangersTalkAndSeeCertificatesThatProveNothing() throws Exception {
    SSLEngine client = engine(true);
    SSLEngine server = engine(false);
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < 5; i++) {
      pass(client, server);
      pass(server, client);
    }
    ByteBuffer wire = ByteBuffer.allocate(1 << 16);
    byte[] said = {1, 2, 3};
    client.wrap(ByteBuffer.wrap(said), wire);
    ByteBuffer heard = ByteBuffer.allocate(1 << 16);
    server.unwrap(wire.flip(), heard);
    assertArrayEquals(said, Arrays.copyOf(heard.array(), heard.position()));
    X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
    assertEquals("CN=servent", shown.getSubjectX500Principal().getName());
    shown.verify(shown.getPublicKey());
    shown.checkValidity(Date.from(Instant.parse("2525-01-01T00:00:00Z")));
    assertTrue(shown.getSerialNumber().signum() > 0);
    SSLEngine other = engine(false);
    assertThrows(
        SignatureException.class,
        () -> shown.verify(engineKey(other)),
        "each servent has a key of its own");
  }

  /** The key that another server shows. */
  private static PublicKey engineKey(SSLEngine server) throws Exception {
    SSLEngine client = engine(true);
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < 5; i++) {
      pass(client, server);
      pass(server, client);
    }
    return client.getSession().getPeerCertificates()[0].getPublicKey();
  }
}
