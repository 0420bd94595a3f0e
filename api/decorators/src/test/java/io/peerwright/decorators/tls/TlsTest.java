package io.peerwright.decorators.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.decorators.Sink;
import io.peerwright.decorators.Source;
import io.peerwright.decorators.tls.TlsConfig.ClientAuthentication;
import io.peerwright.decorators.tls.TlsConfig.Trust;
import io.peerwright.kit.tls.LoopRandom;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who talks to whom, and how links end. */
class TlsTest extends TlsWorld {

  @Test
  void speaksAllVersionsWithAllKeys() {
    for (String key : List.of("peer", "rsa")) {
      for (String version : List.of("TLSv1.2", "TLSv1.3")) {
        TlsConfig config = Certificates.trusting(key, key).withProtocols(version);
        assertExchanged(exchange(config, config));
        simulation.close();
        simulation = open();
      }
    }
  }

  @Test
  void versionsThatHaveNothingInCommonFail() {
    Source source = exchange(PEER.withProtocols("TLSv1.2"), PEER.withProtocols("TLSv1.3"));
    assertRefused(source, Reason.PROTOCOL, Reason.PROTOCOL);
  }

  @Test
  void strangersAreNotTrusted() {
    TlsConfig stranger = Certificates.trusting("stranger", "peer");
    assertRefused(exchange(stranger, PEER), Reason.NOT_PERMITTED, Reason.NOT_PERMITTED);
  }

  @Test
  void anybodyIsTrustedIfSaidSo() {
    TlsConfig stranger = Certificates.trusting("stranger", "peer");
    assertExchanged(exchange(stranger, PEER.withTrust(Trust.ANY)));
  }

  @Test
  void clientsAreAskedForTheirCertificates() {
    TlsConfig demanding = PEER.withClientAuthentication(ClientAuthentication.NEED);
    assertExchanged(exchange(demanding, PEER));
  }

  @Test
  void clientsWithoutACertificateAreTurnedDown() {
    TlsConfig demanding = PEER.withClientAuthentication(ClientAuthentication.NEED);
    TlsConfig anonymous =
        new TlsConfig(
            null,
            "",
            Trust.STORE,
            PEER.trustStore(),
            Certificates.PASSWORD,
            ClientAuthentication.NONE,
            "",
            PEER.protocols());
    // With TLS 1.3 the client is told only after it has begun to talk.
    assertRefused(exchange(demanding, anonymous), Reason.NOT_PERMITTED, Reason.NOT_PERMITTED);
    TlsConfig lenient = PEER.withClientAuthentication(ClientAuthentication.WANT);
    simulation.close();
    simulation = open();
    assertExchanged(exchange(lenient, anonymous));
  }

  @Test
  void namesAreCheckedIfSaidSo() {
    assertExchanged(exchange(PEER, PEER.withServerName("peer.test")));
    simulation.close();
    simulation = open();
    Source source = exchange(PEER, PEER.withServerName("other.test"));
    assertRefused(source, Reason.NOT_PERMITTED, Reason.NOT_PERMITTED);
  }

  @Test
  void saysWhatIsMissing() {
    String missing = refusal(TlsConfig.DEFAULT);
    assertTrue(missing.startsWith("trustStore is missing"), missing);
    Path nowhere = Path.of("/nowhere/at/all.p12");
    String noFile = refusal(TlsConfig.of(nowhere, "", nowhere));
    assertEquals("keyStore: there is no file /nowhere/at/all.p12", noFile);
    Path store = Certificates.store("peer");
    String wrong = refusal(TlsConfig.of(store, "guess", store));
    assertTrue(wrong.startsWith("keyStore: ") && wrong.contains("password"), wrong);
  }

  private String refusal(TlsConfig config) {
    Host host = simulation.newHost("h" + simulation.events() + config.hashCode(), null, null);
    return assertThrows(
            IllegalArgumentException.class, () -> new TlsDecorator().decorate(host, config))
        .getMessage();
  }

  @Test
  void listeningNeedsAKey() {
    List<Reason> closed = new ArrayList<>();
    host("server", TlsConfig.DEFAULT.withTrust(Trust.ANY))
        .transport()
        .listen(
            SERVER,
            SocketOptions.DEFAULT,
            new LinkAcceptor() {
              @Override
              public LinkHandler onAccept(Link link) {
                throw new AssertionError("accepts without a key");
              }

              @Override
              public void onClosed(Reason reason) {
                closed.add(reason);
              }
            });
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(Reason.NOT_PERMITTED), closed);
  }

  @Test
  void readsPem(@TempDir Path folder) throws IOException, GeneralSecurityException {
    for (String key : List.of("peer", "rsa")) {
      Path pem = Certificates.pem(key, folder);
      String text = Files.readString(pem);
      Path trusted =
          Files.writeString(
              folder.resolve("trusted.pem"), text.substring(text.indexOf("-----BEGIN CERT")));
      TlsConfig config = TlsConfig.of(pem, "", trusted);
      assertExchanged(exchange(config, config));
      simulation.close();
      simulation = open();
    }
  }

  @Test
  void aServerThatSaysNothingTimesOut() {
    sink = Sink.at(simulation.newHost("server", null, null), SERVER);
    List<Long> closedAt = new ArrayList<>();
    Host client = host("client", PEER);
    LinkHandler handler =
        new LinkHandler() {
          @Override
          public void onData(Link link, ByteBuffer data) {}

          @Override
          public void onClosed(Link link, Reason reason) {
            assertEquals(Reason.TIMEOUT, reason);
            closedAt.add(client.loop().nanoTime());
          }
        };
    client
        .transport()
        .connect(SERVER, SocketOptions.DEFAULT.withConnectWithinNanos(3_000_000_000L), handler);
    simulation.runFor(Duration.ofSeconds(60));
    assertEquals(List.of(3_000_000_000L), closedAt);
  }

  /**
   * Signatures are salted by the JDK's own random numbers, which cannot be replaced: two runs have
   * the same course at the same times, but not the same bytes.
   */
  @Test
  void aSeedRepeatsItsCourse() {
    Source first =
        exchange(Certificates.trusting("rsa", "rsa"), Certificates.trusting("rsa", "rsa"));
    long events = simulation.events();
    long ended = sink.streams().get(0).endedAt;
    assertExchanged(first);
    simulation.close();
    simulation = open();
    exchange(Certificates.trusting("rsa", "rsa"), Certificates.trusting("rsa", "rsa"));
    assertEquals(events, simulation.events());
    assertEquals(ended, sink.streams().get(0).endedAt);
  }

  @Test
  void chanceIsRepeatedBySeedAndOwnToEachHost() {
    byte[] first = draw("a", 1);
    assertEquals(ByteBuffer.wrap(first), ByteBuffer.wrap(draw("a", 1)));
    assertNotEquals(ByteBuffer.wrap(first), ByteBuffer.wrap(draw("b", 1)));
    assertNotEquals(ByteBuffer.wrap(first), ByteBuffer.wrap(draw("a", 2)));
  }

  private static byte[] draw(String host, long seed) {
    try (Simulation other = Simulation.create(InMemoryConfig.DEFAULT.withSeed(seed))) {
      byte[] bytes = new byte[100];
      new LoopRandom(other.newHost(host, null, null).loop()).nextBytes(bytes);
      return bytes;
    }
  }

  @Test
  void datagramsPassAsTheyAre() {
    List<Integer> sizes = new ArrayList<>();
    host("server", PEER)
        .transport()
        .bind(SERVER, SocketOptions.DEFAULT, (socket, from, data) -> sizes.add(data.remaining()));
    var socket =
        simulation
            .newHost("plain", null, null)
            .transport()
            .bind(Endpoint.parse("10.0.0.2:0"), SocketOptions.DEFAULT, (s, from, data) -> {});
    simulation.runFor(Duration.ofMillis(1));
    socket.send(SERVER, ByteBuffer.allocate(77));
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(77), sizes);
  }
}
