package io.peerwright.kit.http;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.tls.TlsClient;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what URLs name: over TCP for {@code http}, over TLS for {@code https}, and where a
 * server sends us on to, up to five times. It is never sent on from https to http, where anybody
 * could listen in, nor from elsewhere to loopback, unspecified and link-local addresses, where
 * services are that trust whoever reaches them. Other addresses of our own, and those of private
 * networks, are asked like any.
 */
public final class HttpClient {

  private final Host host;
  private final TlsClient tls;

  /** A client of one host. */
  public HttpClient(Host host, TlsClient.Trust trust) {
    this.host = host;
    this.tls = new TlsClient(host, trust);
  }

  /** True for the URLs that it can ask for. */
  public static boolean speaks(Url url) {
    return url.scheme().equals("http") || url.scheme().equals("https");
  }

  /**
   * How to ask.
   *
   * @param fields besides {@code Host} and {@code Connection}
   * @param socket how to connect
   * @param stallNanos how long nothing may happen before it is given up, looking up a name
   *     included; the time while there is no credit does not count
   * @param credit bytes of the body that may come before {@link HttpGet#request} is called for
   *     more, {@link Link#UNLIMITED} for any number; what comes around them is free
   */
  public record Manner(HttpFields fields, SocketOptions socket, long stallNanos, int credit) {}

  /**
   * Asks.
   *
   * @param to an address of the URL's host, as a transport has resolved it; null to look it up
   * @param listener called on the loop, never from inside this; hears of the last response only
   */
  public HttpGet get(Url url, @Nullable Endpoint to, Manner manner, HttpCall.Listener listener) {
    return new HttpGet(host, tls, url, to, manner, listener);
  }
}
