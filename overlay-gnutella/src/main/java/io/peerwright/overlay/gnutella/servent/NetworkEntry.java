package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.gnutella.bootstrap.Bootstrap;
import io.peerwright.overlay.gnutella.bootstrap.WebCache;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.datagram.PingCalls;
import io.peerwright.overlay.gnutella.handshake.Role;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a servent finds the network, and helps others to; made where that is configured. */
final class NetworkEntry implements Bootstrap.Network, WebCache.Network {

  private static final HttpServer.Limits LIMITS =
      new HttpServer.Limits(20, 4, 4_096, 16_384, 10_000_000_000L);

  private static final long MEMORY_BYTES = 1L << 20;

  private final Host host;
  private final Dialable servent;
  private final Neighbours neighbours;
  private final Connector connector;
  private final Presence presence;
  private final Supplier<@Nullable DatagramService> datagrams;
  private final Bootstrap bootstrap;
  private @Nullable HttpServer server;

  /** Has asked nobody yet. */
  NetworkEntry(
      Host host,
      GnutellaConfig config,
      Dialable servent,
      Neighbours neighbours,
      Connector connector,
      Presence presence,
      RandomGenerator random,
      Supplier<@Nullable DatagramService> datagrams) {
    this.host = host;
    this.servent = servent;
    this.neighbours = neighbours;
    this.connector = connector;
    this.presence = presence;
    this.datagrams = datagrams;
    bootstrap = new Bootstrap(host, config, this, random);
  }

  Bootstrap bootstrap() {
    return bootstrap;
  }

  @Override
  public void heardOf(Reach source, List<Endpoint> named) {
    heardOf(source, named, List.of());
  }

  @Override
  public void heardOf(Reach source, List<Endpoint> named, List<Endpoint> takeTls) {
    connector.heardOf(source, named);
    takeTls.forEach(connector::takesTls);
    connector.dial();
  }

  @Override
  public @Nullable PingCalls pings() {
    DatagramService service = datagrams.get();
    return service == null ? null : service.calls();
  }

  @Override
  public @Nullable Endpoint offered() {
    boolean useful = neighbours.role() == Role.ULTRAPEER && servent.isReachable();
    return useful ? servent.own() : null;
  }

  @Override
  public List<Endpoint> others(Endpoint asker, int most) {
    return presence.others(asker, most);
  }

  @Override
  public void verify(Endpoint at, Runnable there) {
    PingCalls pings = pings();
    if (pings != null) {
      pings.ask(at, pong -> there.run(), reason -> {});
    }
  }

  /** Somebody asks for servents over HTTP; null if there are too many. */
  @Nullable LinkHandler onWebCache(Link link) {
    HttpServer known = server;
    if (known == null) {
      known =
          new HttpServer(
              host.loop(), LIMITS, new MemoryBudget(MEMORY_BYTES), new WebCache(host.loop(), this));
      server = known;
    }
    return known.onAccept(link);
  }

  void close() {
    bootstrap.close();
    if (server != null) {
      server.closeConnections();
    }
  }
}
