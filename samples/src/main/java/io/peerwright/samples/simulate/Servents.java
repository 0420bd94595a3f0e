package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.gnutella.GnutellaProvider;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.transport.inmemory.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ultrapeers that know each other, and leaves that know all of them. */
final class Servents implements World {

  private static final int PORT = 6346;
  private static final int MOST_LEAVES = 10_000;
  private static final int LINKS_OF_A_LEAF = 3;
  private static final int OTHERS = 100;

  private final List<Host> ultrapeers = new ArrayList<>();
  private final List<HostPort> known = new ArrayList<>();
  private final GnutellaConfig base;

  Servents(Simulation simulation, @Nullable Record given, int ultrapeers) {
    for (int i = 0; i < ultrapeers; i++) {
      Host host = simulation.newHost(TrialSettings.indexName(i), null, null);
      this.ultrapeers.add(host);
      known.add(HostPort.parse(host.listenAddress().withPort(PORT).toString()));
    }
    GnutellaConfig config =
        given instanceof GnutellaConfig wanted ? wanted : GnutellaConfig.DEFAULT;
    base =
        config
            .withBootstrap(known)
            .withHostCaches(List.of())
            .withLinks(OTHERS, MOST_LEAVES, LINKS_OF_A_LEAF);
  }

  @Override
  public List<Host> infrastructure() {
    return List.copyOf(ultrapeers);
  }

  @Override
  public Overlay server(Host host) {
    Endpoint own = host.listenAddress().withPort(PORT);
    List<HostPort> others =
        known.stream().filter(each -> !each.equals(HostPort.parse(own.toString()))).toList();
    return new GnutellaProvider()
        .create(host, base.withRole(Tier.ULTRAPEER).withListen(own).withBootstrap(others));
  }

  /** Every search comes to all. */
  @Override
  public int part(int peer) {
    return 0;
  }

  @Override
  public Overlay peer(Host host, int number) {
    return new GnutellaProvider().create(host, base.withRole(Tier.LEAF));
  }

  @Override
  public Overlay firewalled(Host host, int number) {
    return new GnutellaProvider().create(host, base.withRole(Tier.LEAF).withFirewalled(true));
  }

  /** Servents have no names; what is wanted is shared by one only. */
  @Override
  public boolean isOf(Hit hit, String owner) {
    return true;
  }

  /** Of several ultrapeers leaves choose some, and each knows the others once at the most. */
  @Override
  public boolean isLinked(int links, int peers) {
    int others = ultrapeers.size() - 1;
    return others == 0 ? links == peers : links > 0 && links <= peers + others;
  }
}
