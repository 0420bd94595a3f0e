package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.overlay.hybrid.HybridProvider;
import io.peerwright.overlay.hybrid.HybridServerProvider;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How an overlay gets going: what must be there before the first peer, and how a peer is made. */
interface World {

  /** The first host of the infrastructure, where there is one. */
  String INDEX = "index";

  /** The overlays that can be simulated, by name. */
  Map<String, Maker> KNOWN = new TreeMap<>(Map.<String, Maker>of("hybrid", Napster::new));

  /** Those in which things can go wrong, which the peers of one swarm are not. */
  Map<String, Maker> TRIED =
      new TreeMap<>(Map.<String, Maker>of("gnutella", Servents::new, "hybrid", Napster::new));

  /** For some of them how peers are that come back soon after a fault. */
  Map<String, Record> IMPATIENT = Map.of("hybrid", Napster.IMPATIENT);

  /**
   * Makes a world; of the configuration of a peer, if one is given, all but addresses counts.
   * Several servers share the peers among them, where there are servers.
   */
  interface Maker {
    World make(Simulation simulation, @Nullable Record config, int servers);
  }

  /** The name of a host of the infrastructure: index, index1, index2 and so on. */
  static String indexName(int number) {
    return number == 0 ? INDEX : INDEX + number;
  }

  /** The hosts that all depend on; may be none. */
  List<Host> infrastructure();

  /** What runs on a host of the infrastructure, not joined yet. */
  Overlay server(Host host);

  /** In which part of the overlay a peer is, by its number: who is in another one is not found. */
  int part(int peer);

  /** Whether a hit is of the peer on the host of that name. */
  default boolean isOf(Hit hit, String owner) {
    return hit.peer().equals(owner);
  }

  /**
   * Whether a host of the infrastructure has the links that it should.
   *
   * @param peers how many peers are there that could be linked to it
   */
  default boolean isLinked(int links, int peers) {
    return links == peers;
  }

  /** A peer, not joined yet. */
  Overlay peer(Host host, int number);

  /** A peer that nobody can connect to, not joined yet. Two of these need not reach each other. */
  Overlay firewalled(Host host, int number);

  /** Index servers, and clients that know the address of one each, by turns. */
  final class Napster implements World {
    private static final int PORT = 8888;
    private static final HybridConfig IMPATIENT =
        HybridConfig.DEFAULT.withPatience(
            Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(45));

    private final List<Host> indexes = new ArrayList<>();
    private final List<HybridConfig> configs = new ArrayList<>();

    Napster(Simulation simulation, @Nullable Record given, int servers) {
      HybridConfig base = given instanceof HybridConfig wanted ? wanted : HybridConfig.DEFAULT;
      for (int i = 0; i < servers; i++) {
        Host index = simulation.newHost(indexName(i), null, null);
        String address = index.listenAddress().withPort(PORT).toString();
        indexes.add(index);
        configs.add(base.withServers(List.of(address)));
      }
    }

    private HybridConfig config(int peer) {
      return configs.get(part(peer));
    }

    /** The servers know nothing of each other. */
    @Override
    public int part(int peer) {
      return peer % configs.size();
    }

    @Override
    public List<Host> infrastructure() {
      return List.copyOf(indexes);
    }

    @Override
    public Overlay server(Host host) {
      HybridServerConfig at =
          HybridServerConfig.DEFAULT.withListen(host.listenAddress().withPort(PORT));
      return new HybridServerProvider().create(host, at);
    }

    @Override
    public Overlay peer(Host host, int number) {
      return new HybridProvider().create(host, config(number));
    }

    @Override
    public Overlay firewalled(Host host, int number) {
      return new HybridProvider().create(host, config(number).withFirewalled(true));
    }
  }
}
