package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;

/**
 * What asks trackers from one address: it comes from the address that peers are to find us at, for
 * that is what trackers note. Used on the loop of its host.
 */
public final class TrackerClient {

  private final Host host;
  private final Endpoint local;
  private final UdpTrackers udp;
  private final HttpClient http;
  private final AddressPolicy addresses;
  private int users;

  /**
   * A client without a socket yet.
   *
   * @param local where we come from; {@code [::]} is both families, 0.0.0.0 IPv4 only
   * @param trust whose certificates are accepted over HTTPS
   * @param addresses which addresses trackers may have and tell
   */
  public TrackerClient(Host host, Endpoint local, TlsClient.Trust trust, AddressPolicy addresses) {
    this.host = host;
    this.addresses = addresses;
    this.http = new HttpClient(host, trust, addresses);
    this.local = local.withPort(0);
    udp = new UdpTrackers(host, this.local);
  }

  /**
   * Reads the URL of a tracker.
   *
   * @throws IllegalArgumentException if it is malformed, or of a kind that is not spoken here
   */
  static Url url(String text) {
    Url url = Url.parse(text);
    switch (url.scheme()) {
      case "http", "https":
        return url;
      case "udp":
        if (url.port() == 0) {
          throw new IllegalArgumentException("a UDP tracker needs a port, there is none in " + url);
        }
        return url;
      case "ws", "wss":
        throw new IllegalArgumentException(
            "trackers of WebTorrent lead to browsers, which are reached over WebRTC only, and that"
                + " is not spoken here: "
                + url);
      default:
        throw new IllegalArgumentException(
            "trackers are asked over http, https and udp only, not over "
                + url.scheme()
                + ": "
                + url);
    }
  }

  Host host() {
    return host;
  }

  AddressPolicy addresses() {
    return addresses;
  }

  HttpClient http() {
    return http;
  }

  UdpTrackers udp() {
    return udp;
  }

  /** How to connect. */
  SocketOptions options() {
    return local.isAnyLocal() ? SocketOptions.DEFAULT : SocketOptions.DEFAULT.withLocal(local);
  }

  boolean canReach(Endpoint tracker) {
    boolean both = local.isAnyLocal() && !local.isIpv4();
    return both || tracker.isIpv4() == local.isIpv4();
  }

  /** Somebody is going to ask. */
  void acquire() {
    users++;
  }

  /** Somebody asks no more; the socket is closed after the last one. */
  void release() {
    if (--users == 0) {
      udp.close();
    }
  }
}
