package io.peerwright.samples.dashboard;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerwright.runtime.Peerwright;
import io.peerwright.runtime.StatusServer;
import io.peerwright.runtime.StatusServer.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/**
 * What the peers of this process do, over HTTP: {@code /} for people, {@code /state.json} for
 * programs, {@code /metrics} for Prometheus. It answers to its addresses, {@code localhost} and the
 * name that it listens under.
 */
public final class Dashboard implements AutoCloseable {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final StatusServer server;

  /**
   * Listens from now on.
   *
   * @param host the name or the address to listen at
   * @param port 0 takes a free one
   * @param meters where the meters of these peers are published
   */
  public Dashboard(
      String host,
      int port,
      Peerwright peerwright,
      RecentEvents events,
      PrometheusMeterRegistry meters)
      throws IOException {
    server =
        new StatusServer(
            new InetSocketAddress(InetAddress.getByName(host), port),
            host.toLowerCase(Locale.ROOT)::equals,
            Map.of(
                "/",
                new Page(
                    "text/html; charset=utf-8",
                    () ->
                        HtmlPage.of(
                            PeerView.of(peerwright.peers()),
                            events.list(),
                            ZoneId.systemDefault())),
                "/state.json",
                new Page(
                    "application/json",
                    () -> StateJson.of(PeerView.of(peerwright.peers()), events.list())),
                "/metrics",
                new Page(PROMETHEUS_TEXT, () -> meters.scrape(PROMETHEUS_TEXT))));
  }

  /** Where the page is. */
  public String url() {
    return server.url();
  }

  @Override
  public void close() {
    server.close();
  }
}
