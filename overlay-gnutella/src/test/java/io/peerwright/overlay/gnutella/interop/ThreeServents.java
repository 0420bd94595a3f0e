package io.peerwright.overlay.gnutella.interop;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.gnutella.LiveServent;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.vertx.VertxProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Three ultrapeers in a row at addresses of the open Internet, which only a namespace has: the
 * first one searches, the last one has the file. Tells how each search was answered, until one was
 * by a datagram.
 */
final class ThreeServents {

  private static final String ADDRESS = "81.82.0.";
  private static final int MOST_SEARCHES = 20;

  private ThreeServents() {}

  private static LiveServent join(
      Network network, Path folder, int number, int links, List<HostPort> bootstrap)
      throws Exception {
    Endpoint at = Endpoint.parse(ADDRESS + number + ":6346");
    Host host = network.newHost("servent" + number, at, folder.resolve("servent" + number));
    GnutellaConfig config =
        GnutellaConfig.DEFAULT
            .withRole(Tier.ULTRAPEER)
            .withLinks(links, 0, 1)
            .withBootstrap(bootstrap);
    LiveServent servent = LiveServent.at(at, host, config);
    servent.join();
    return servent;
  }

  /**
   * Runs them.
   *
   * @param arguments a folder for them
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    VertxProvider provider = new VertxProvider();
    try (Network network = provider.open(provider.defaults())) {
      LiveServent between = join(network, folder, 2, 6, List.of());
      List<HostPort> known = List.of(HostPort.parse(between.endpoint()));
      LiveServent asker = join(network, folder, 1, 1, known);
      LiveServent responder = join(network, folder, 3, 1, known);
      responder.share(new SharedItem(folder, "golden dawn.ogg", 1_000, Set.of(), Map.of()));
      responder.awaitPublished();
      String how = "";
      for (int i = 0; i < MOST_SEARCHES && !how.equals("as a datagram"); i++) {
        long forwarded = between.meter("hits.forwarded");
        Hit hit = asker.search("golden dawn");
        boolean overLinks = between.meter("hits.forwarded") > forwarded;
        how = hit == null ? "not at all" : overLinks ? "over links" : "as a datagram";
        System.out.println("found " + how);
      }
    }
  }
}
