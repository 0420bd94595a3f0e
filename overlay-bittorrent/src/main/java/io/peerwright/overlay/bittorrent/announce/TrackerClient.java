package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What asks trackers from one address: it comes from the address that peers are to find us at, for
 * that is what trackers note. Used on the loop of its host.
 */
public final class TrackerClient {

  private static final int SCRAPE_ATTEMPTS = 2;

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

  /**
   * Asks how swarms do (BEP 48, BEP 15).
   *
   * @param tracker the URL that announces go to
   * @param infoHashes 1 to 74
   * @param done called once with the counts in the same order, or with why there are none
   * @return cancels it
   * @throws IllegalArgumentException if the URL is none of a tracker, or has no place for scrapes
   */
  public Handle scrape(
      String tracker,
      List<Id20> infoHashes,
      BiConsumer<? super @Nullable List<SwarmCounts>, ? super @Nullable OverlayException> done) {
    Url url = url(tracker);
    ScrapeQuestion question = new ScrapeQuestion(infoHashes);
    if (HttpClient.speaks(url) && question.target(url).isEmpty()) {
      throw new IllegalArgumentException(
          "the path of " + url + " does not end with announce, so it has no scrape beside it");
    }
    acquire();
    Scraping scraping = new Scraping(done);
    TrackerAsk<List<SwarmCounts>> ask =
        new TrackerAsk<>(this, url, Reach.HOST, question, SCRAPE_ATTEMPTS, scraping);
    return () -> {
      ask.close();
      scraping.end();
    };
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

  /** The first answer is the answer. */
  private final class Scraping implements TrackerAsk.Listener<List<SwarmCounts>> {
    private final BiConsumer<
            ? super @Nullable List<SwarmCounts>, ? super @Nullable OverlayException>
        done;
    private boolean told;
    private boolean over;

    Scraping(
        BiConsumer<? super @Nullable List<SwarmCounts>, ? super @Nullable OverlayException> done) {
      this.done = done;
    }

    @Override
    public void onAnswer(List<SwarmCounts> counts, Endpoint from) {
      tell(counts, null);
    }

    @Override
    public void onOver(@Nullable OverlayException failure) {
      tell(null, failure);
      end();
    }

    void end() {
      if (!over) {
        over = true;
        release();
      }
    }

    private void tell(@Nullable List<SwarmCounts> counts, @Nullable OverlayException failure) {
      if (!told) {
        told = true;
        done.accept(counts, failure);
      }
    }
  }
}
