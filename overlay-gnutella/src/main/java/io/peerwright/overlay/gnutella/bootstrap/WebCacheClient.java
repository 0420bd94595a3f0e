package io.peerwright.overlay.gnutella.bootstrap;

import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Percent;
import io.peerwright.kit.http.ShortBody;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.gnutella.handshake.Offer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks a GWebCache once, for servents and other caches in either form, or tells it of us. */
final class WebCacheClient implements HttpCall.Listener {

  /** Lists of a good cache have a kilobyte. */
  private static final int MAX_BYTES = 32_768;

  private static final long STALL_NANOS = 10_000_000_000L;
  private static final long WHOLE_NANOS = 20_000_000_000L;
  private static final String WHO = "client=PEER&version=0.1&net=gnutella";
  private static final String HOSTS = "get=1&hostfile=1&urlfile=1";
  private static final int OK = 200;
  private static final HttpFields FIELDS = HttpFields.NONE.with("User-Agent", Offer.AGENT);

  private final ShortBody body = new ShortBody(MAX_BYTES);
  private final BiConsumer<@Nullable CacheLines, Reach> then;
  private final HttpGet underWay;
  private @Nullable HttpResponse response;

  private WebCacheClient(
      HttpClient client,
      Url url,
      String query,
      Reach source,
      BiConsumer<@Nullable CacheLines, Reach> then) {
    this.then = then;
    HttpClient.Manner manner =
        new HttpClient.Manner(FIELDS, SocketOptions.DEFAULT, STALL_NANOS, Link.UNLIMITED)
            .withWhole(WHOLE_NANOS)
            .withSource(source);
    String join = url.target().indexOf('?') < 0 ? "?" : "&";
    Url asked = url.withTarget(url.target() + join + WHO + "&" + query);
    underWay = client.get(asked, null, manner, this);
  }

  /**
   * Asks for servents.
   *
   * @param source how near the one is that has named the cache
   * @param then hears what it says, null if it says nothing of use, and how near it is
   */
  static WebCacheClient hosts(
      HttpClient client, Url url, Reach source, BiConsumer<@Nullable CacheLines, Reach> then) {
    return new WebCacheClient(client, url, HOSTS, source, then);
  }

  /** Tells where we are, so that others find us. */
  static WebCacheClient update(HttpClient client, Url url, Endpoint own) {
    String query = "update=1&ip=" + Percent.encode(own.toString());
    return new WebCacheClient(client, url, query, Reach.HOST, (lines, reach) -> {});
  }

  /** Gives it up. */
  void close() {
    underWay.close();
  }

  @Override
  public void onResponse(HttpResponse began) {
    response = began;
  }

  @Override
  public void onBody(ByteBuffer data) {
    if (!body.take(data)) {
      underWay.close();
      end(null);
    }
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    HttpResponse head = response;
    boolean whole = failure == null && head != null && head.status() == OK;
    end(whole ? CacheLines.parse(new String(body.bytes(), StandardCharsets.ISO_8859_1)) : null);
  }

  private void end(@Nullable CacheLines lines) {
    Endpoint asked = underWay.remote();
    then.accept(
        lines == null || lines.failed() ? null : lines,
        asked == null ? Reach.WORLD : Reach.of(asked));
  }
}
