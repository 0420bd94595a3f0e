package io.peerwright.kit.http;

import io.peerwright.api.Handle;
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
 *
 * <p>Up to four connections to a server and 32 in all are kept for fifteen seconds for those who
 * ask for more in that manner. One that the server has closed meanwhile is replaced by a new one,
 * once for each question, which is safe because GET may be asked twice (RFC 9110, section 9.2.2).
 */
public final class HttpClient implements Handle {

  private final Host host;
  private final TlsClient tls;
  private final AddressPolicy policy;
  private final ConnectionPool pool;

  /** A client of one host that asks at local addresses for local sources only. */
  public HttpClient(Host host, TlsClient.Trust trust) {
    this(host, trust, AddressPolicy.LOCAL_SOURCES);
  }

  /** A client of one host. */
  public HttpClient(Host host, TlsClient.Trust trust, AddressPolicy policy) {
    this(host, trust, policy, HttpConnection.IDLE_NANOS);
  }

  /**
   * A client of one host.
   *
   * @param idleNanos how long connections are kept, in place of fifteen seconds: as for servers
   *     that let wait who asks
   */
  public HttpClient(Host host, TlsClient.Trust trust, AddressPolicy policy, long idleNanos) {
    this.host = host;
    this.tls = new TlsClient(host, trust);
    this.policy = policy;
    this.pool = new ConnectionPool(host.loop(), idleNanos);
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
   *     included; a part of a header is nothing, and the time while there is no credit does not
   *     count
   * @param wholeNanos how long all of it may take, from the look-up of the name to the last byte,
   *     however busy the server is; 0 for as long as it takes
   * @param credit bytes of the body that may come before {@link HttpGet#request} is called for
   *     more, {@link Link#UNLIMITED} for any number; what comes around them is free
   * @param source how near the one is that has named the URL: {@link Reach#HOST} for the user
   * @param keepAlive whether more is asked of the same server soon, as with a file in ranges: the
   *     connection is kept for a while then, and one that was kept is used. A server that many ask
   *     once in a while, such as a tracker, is better left at once
   */
  public record Manner(
      HttpFields fields,
      SocketOptions socket,
      long stallNanos,
      long wholeNanos,
      int credit,
      Reach source,
      boolean keepAlive) {

    /** In the manner of a user who waits for all of it as long as something comes. */
    public Manner(HttpFields fields, SocketOptions socket, long stallNanos, int credit) {
      this(fields, socket, stallNanos, 0, credit, Reach.HOST, false);
    }

    /** The same for a URL that another has named. */
    public Manner withSource(Reach other) {
      return new Manner(fields, socket, stallNanos, wholeNanos, credit, other, keepAlive);
    }

    /** The same with a time for the whole. */
    public Manner withWhole(long nanos) {
      return new Manner(fields, socket, stallNanos, nanos, credit, source, keepAlive);
    }
  }

  /**
   * Asks.
   *
   * @param to an address of the URL's host, as a transport has resolved it; null to look it up
   * @param listener called on the loop, never from inside this; hears of the last response only
   */
  public HttpGet get(Url url, @Nullable Endpoint to, Manner manner, HttpCall.Listener listener) {
    return new HttpGet(this, url, to, manner, listener);
  }

  /** Closes the connections that are kept; from now on none is. */
  @Override
  public void close() {
    pool.close();
  }

  Host host() {
    return host;
  }

  TlsClient tls() {
    return tls;
  }

  AddressPolicy policy() {
    return policy;
  }

  ConnectionPool pool() {
    return pool;
  }
}
