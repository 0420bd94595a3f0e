package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.gnutella.message.Guid;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks push proxies, one after the other, until one passes the push on. */
final class PushProxyClient {

  private static final long STALL_NANOS = 5_000_000_000L;
  private static final int MOST_ASKED = 3;
  private static final int ANSWER_BYTES = 1_024;
  private static final long CONNECT_NANOS = 3_000_000_000L;

  private final Host host;
  private final PushNetwork network;
  private final AddressPolicy policy;
  private @Nullable HttpClient client;
  private long asked;

  PushProxyClient(Host host, PushNetwork network, AddressPolicy policy) {
    this.host = host;
    this.network = network;
    this.policy = policy;
  }

  /** How many requests there were. */
  long asked() {
    return asked;
  }

  /**
   * Asks for a push.
   *
   * @param proxies of the servent
   * @param inVain runs if none of them passes it on
   */
  void ask(Guid servent, List<Endpoint> proxies, Runnable inVain) {
    new Round(servent, proxies.stream().limit(MOST_ASKED).iterator(), inVain).next();
  }

  void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known = new HttpClient(host, TlsClient.Trust.DEFAULT, policy);
      client = known;
    }
    return known;
  }

  private final class Round implements HttpCall.Listener {
    private final Guid servent;
    private final Iterator<Endpoint> left;
    private final Runnable inVain;
    private @Nullable HttpGet get;

    Round(Guid servent, Iterator<Endpoint> left, Runnable inVain) {
      this.servent = servent;
      this.left = left;
      this.inVain = inVain;
    }

    void next() {
      Endpoint own = network.own();
      if (!left.hasNext() || own == null) {
        inVain.run();
        return;
      }
      Endpoint proxy = left.next();
      asked++;
      HttpClient.Manner manner =
          new HttpClient.Manner(
              HttpFields.NONE.with("X-Node", own.toString()),
              SocketOptions.DEFAULT.withConnectWithinNanos(CONNECT_NANOS),
              STALL_NANOS,
              2 * STALL_NANOS,
              ANSWER_BYTES,
              Reach.of(proxy),
              false);
      Url url =
          Url.parse("http://" + proxy + "/gnutella/push-proxy?ServerId=" + ServerId.of(servent));
      get = client().get(url, proxy, manner, this);
    }

    @Override
    public void onResponse(HttpResponse response) {
      if (get != null) {
        get.close();
      }
      if (response.status() != 202) {
        next();
      }
    }

    @Override
    public void onBody(ByteBuffer data) {}

    @Override
    public void onEnd(@Nullable OverlayException failure) {
      next();
    }
  }
}
