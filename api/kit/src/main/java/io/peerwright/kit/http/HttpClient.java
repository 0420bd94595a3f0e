package io.peerwright.kit.http;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what URLs name: over TCP for {@code http}, over TLS for {@code https}, and where a
 * server sends us on to, up to five times. It is never sent on from https to http, where anybody
 * could listen in, nor to an address that is nearer to us than whoever named it, unless its {@link
 * AddressPolicy} lets it.
 */
public final class HttpClient {

  private final Host host;
  private final TlsClient tls;
  private final AddressPolicy policy;

  /** A client of one host that asks at local addresses for local sources only. */
  public HttpClient(Host host, TlsClient.Trust trust) {
    this(host, trust, AddressPolicy.LOCAL_SOURCES);
  }

  /** A client of one host. */
  public HttpClient(Host host, TlsClient.Trust trust, AddressPolicy policy) {
    this.host = host;
    this.tls = new TlsClient(host, trust);
    this.policy = policy;
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
   * @param wholeNanos how long all of it may take, from the look-up of the name to the last byte,
   *     however busy the server is; 0 for as long as it takes
   * @param credit bytes of the body that may come before {@link HttpGet#request} is called for
   *     more, {@link Link#UNLIMITED} for any number; what comes around them is free
   * @param source how near the one is that has named the URL: {@link Reach#HOST} for the user
   */
  public record Manner(
      HttpFields fields,
      SocketOptions socket,
      long stallNanos,
      long wholeNanos,
      int credit,
      Reach source) {

    /** In the manner of a user who waits for all of it as long as something comes. */
    public Manner(HttpFields fields, SocketOptions socket, long stallNanos, int credit) {
      this(fields, socket, stallNanos, 0, credit, Reach.HOST);
    }

    /** The same for a URL that another has named. */
    public Manner withSource(Reach other) {
      return new Manner(fields, socket, stallNanos, wholeNanos, credit, other);
    }

    /** The same with a time for the whole. */
    public Manner withWhole(long nanos) {
      return new Manner(fields, socket, stallNanos, nanos, credit, source);
    }
  }

  /**
   * Asks.
   *
   * @param to an address of the URL's host, as a transport has resolved it; null to look it up
   * @param listener called on the loop, never from inside this; hears of the last response only
   */
  public HttpGet get(Url url, @Nullable Endpoint to, Manner manner, HttpCall.Listener listener) {
    return new HttpGet(host, tls, policy, url, to, manner, listener);
  }
}
