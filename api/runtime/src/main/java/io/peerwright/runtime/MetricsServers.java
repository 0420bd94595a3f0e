package io.peerwright.runtime;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * The servers by which Prometheus reads the meters of this process: one for each address, for as
 * long as a peer runs whose configuration names it.
 */
final class MetricsServers {

  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final class Shared {
    private final StatusServer server;
    private int peers;

    Shared(StatusServer server) {
      this.server = server;
    }
  }

  private final OverlayMeters meters;
  private final Map<Endpoint, Shared> servers = new HashMap<>();

  MetricsServers(OverlayMeters meters) {
    this.meters = meters;
  }

  /**
   * Serves the meters where a peer wants them.
   *
   * @return ends that for this peer; further calls of it do nothing
   * @throws PeerwrightException if nobody can listen there; says where and why
   */
  synchronized Runnable serve(MetricsConfig config) {
    Endpoint at = config.prometheus();
    if (at == null) {
      return () -> {};
    }
    Shared shared = servers.get(at);
    if (shared == null) {
      shared = new Shared(listen(at));
      servers.put(at, shared);
    }
    shared.peers++;
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        leave(at);
      }
    };
  }

  private synchronized void leave(Endpoint at) {
    Shared shared = servers.get(at);
    if (shared != null && --shared.peers == 0) {
      servers.remove(at);
      shared.server.close();
    }
  }

  /** Beyond loopback whoever reaches the port may read, by whatever name it calls this machine. */
  private StatusServer listen(Endpoint at) {
    PrometheusMeterRegistry registry = meters.prometheus();
    StatusServer.Page page = new StatusServer.Page(TEXT, () -> registry.scrape(TEXT));
    try {
      StatusServer server =
          new StatusServer(
              at.toSocketAddress(), name -> !at.isLoopback(), Map.of("/metrics", page));
      LoggerFactory.getLogger(MetricsServers.class).info("meters at {}/metrics", server.url());
      return server;
    } catch (IOException e) {
      boolean taken = e instanceof BindException;
      throw new PeerwrightException(
          taken ? Reason.ADDRESS_IN_USE : Reason.FAILED,
          "the meters (/metrics/prometheus) cannot be served at " + at + ": " + e.getMessage(),
          e);
    }
  }
}
