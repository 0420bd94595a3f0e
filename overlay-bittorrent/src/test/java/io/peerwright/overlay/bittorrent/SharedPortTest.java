package io.peerwright.overlay.bittorrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A BitTorrent peer, a web server and the same behind TLS at one port, simulated. */
class SharedPortTest {

  private static final byte[] CONTENT = Pool.content(2_000_000, 3);
  private static final byte[] FILE = Pool.content(300_000, 4);
  private static final HttpClient.Manner MANNER =
      new HttpClient.Manner(
          HttpFields.NONE, SocketOptions.DEFAULT, 30_000_000_000L, Link.UNLIMITED);

  @Test
  void eachIsServedInItsOwnProtocolAndStrangersDisturbNobody() {
    try (Pool pool = new Pool()) {
      Host host = pool.simulation.newHost("web", null, null);
      SharedPort shared = new SharedPort(host, FILE);
      BitTorrentConfig config = BitTorrentConfig.DEFAULT.withLocalAddresses(AddressPolicy.ANY);
      Overlay overlay = new BitTorrentProvider().create(shared.peerHost(), config);
      Pool.Peer seed = new Pool.Peer(pool, host, overlay);
      var joined = overlay.join().toCompletableFuture();
      pool.simulation.runUntil(joined::isDone, Pool.LONG);
      seed.write("rain.bin", CONTENT);
      byte[] torrent = Pool.describe(seed.folder().resolve("rain.bin"), 1 << 15);
      pool.await(seed.join(torrent));

      Pool.Peer leecher = pool.peer("leecher", List.of(seed.endpoint()));
      Host client = pool.simulation.newHost("client", null, null);
      Stranger silent = new Stranger(client, seed.endpoint(), "");
      Stranger slow = new Stranger(client, seed.endpoint(), "\u0013BitTorrent");
      Stranger garbage = new Stranger(client, seed.endpoint(), "\u0000\u00ff garbage");
      Stranger record =
          new Stranger(client, seed.endpoint(), "\u0016\u0003\u0003\u0000\u0002\u0009");
      Answer clear = new Answer(client, "http://web:" + seed.endpoint().port() + "/file");
      Answer secret = new Answer(client, "https://web:" + seed.endpoint().port() + "/file");
      Download download = leecher.join(torrent);
      pool.await(download);
      pool.simulation.runFor(Duration.ofSeconds(10));

      assertArrayEquals(CONTENT, leecher.read("rain.bin"));
      assertEquals(CONTENT.length, leecher.meter("bytes.received"));
      assertArrayEquals(FILE, clear.body.toByteArray());
      assertNull(clear.failure);
      assertArrayEquals(FILE, secret.body.toByteArray());
      assertNull(secret.failure);
      for (Stranger each : List.of(silent, slow, garbage, record)) {
        assertEquals(Reason.RESET, each.closed);
      }
      assertEquals(
          List.of(Reason.PROTOCOL, Reason.PROTOCOL, Reason.TIMEOUT, Reason.TIMEOUT),
          List.copyOf(shared.refused));
      leecher.leave();
      seed.leave();
    }
  }

  private static final class Stranger implements LinkHandler {
    private final String text;
    private @Nullable Reason closed;

    private Stranger(Host client, Endpoint to, String text) {
      this.text = text;
      client.transport().connect(to, SocketOptions.DEFAULT, this);
    }

    @Override
    public void onOpen(Link link) {
      link.request(Link.UNLIMITED);
      link.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {
      closed = reason;
    }
  }

  private static final class Answer implements HttpCall.Listener {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable OverlayException failure;

    private Answer(Host client, String url) {
      TlsClient.Trust trust = new TlsClient.Trust(true, SharedPort.certificate());
      new HttpClient(client, trust).get(Url.parse(url), null, MANNER, this);
    }

    @Override
    public void onResponse(HttpResponse response) {
      assertEquals(200, response.status());
    }

    @Override
    public void onBody(ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      body.writeBytes(bytes);
    }

    @Override
    public void onEnd(@Nullable OverlayException why) {
      failure = why;
    }
  }
}
