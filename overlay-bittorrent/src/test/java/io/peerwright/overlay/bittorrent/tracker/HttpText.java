package io.peerwright.overlay.bittorrent.tracker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a URL leads to in a simulation, as text of single bytes. */
final class HttpText implements HttpCall.Listener {

  private final StringBuilder body = new StringBuilder();
  private boolean over;

  private HttpText() {}

  static String get(Simulation simulation, Host from, String url) {
    HttpText text = new HttpText();
    HttpClient.Manner manner =
        new HttpClient.Manner(
            HttpFields.NONE, SocketOptions.DEFAULT, 30_000_000_000L, Link.UNLIMITED);
    new HttpClient(from, TlsClient.Trust.DEFAULT).get(Url.parse(url), null, manner, text);
    assertTrue(simulation.runUntil(() -> text.over, Duration.ofMinutes(1)));
    return text.body.toString();
  }

  @Override
  public void onResponse(HttpResponse response) {}

  @Override
  public void onBody(ByteBuffer data) {
    body.append(StandardCharsets.ISO_8859_1.decode(data));
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    over = true;
  }
}
