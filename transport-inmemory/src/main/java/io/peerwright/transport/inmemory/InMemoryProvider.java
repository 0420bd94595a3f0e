package io.peerwright.transport.inmemory;

import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportProvider;
import io.peerwright.kit.network.NetworkModel;

/** Opens simulations that follow the real clock, for applications. */
public final class InMemoryProvider implements TransportProvider<InMemoryConfig> {

  private static final String NETWORK = "network.";

  /** For the service loader. */
  public InMemoryProvider() {}

  @Override
  public String name() {
    return "inmemory";
  }

  @Override
  public Class<InMemoryConfig> configType() {
    return InMemoryConfig.class;
  }

  @Override
  public InMemoryConfig defaults() {
    return InMemoryConfig.DEFAULT;
  }

  @Override
  public String explain(String component) {
    if (component.startsWith(NETWORK)) {
      return NetworkModel.explain(component.substring(NETWORK.length()));
    }
    return switch (component) {
      case "seed" -> "all chance follows from it; the same seed repeats a run";
      case "pace" -> "virtual seconds per real second, 0.001..1000000; 1 is real time";
      case "epochMillis" -> "what wall clocks show at the start, counted from 1970 on";
      case "diskBytes" -> "disk of a host that has no directory of its own, bytes, from 65536";
      case "poisonBuffers" -> "overwrite borrowed buffers after each callback, to find misuse";
      case "shards" -> "threads of a simulation in virtual time, 1..64; changes no result";
      case "hostByHost" -> "in virtual time, run one host after the other; changes no result";
      case "network" -> "how the network behaves: latency, bandwidth, losses, sizes";
      case "routers" ->
          "what lies between the hosts: a transit-stub network of routers, or nothing";
      case "routers.transitDomains" ->
          "how many; 0: no routers, latency is as network.latency* say";
      case "routers.transitRouters" -> "routers in each transit domain";
      case "routers.stubDomains" -> "stub domains at each transit router";
      case "routers.stubRouters" -> "routers in each stub domain; the hosts are on these";
      case "routers.extraLinesPercent" -> "lines beyond a tree, per hundred routers of a domain";
      case "routers.betweenDomainsMicros" -> "between transit domains one way, about, us";
      case "routers.transitMicros" -> "within a transit domain one way, about, us";
      case "routers.stubUplinkMicros" -> "between a stub domain and its transit router, about, us";
      case "routers.stubMicros" -> "within a stub domain one way, about, us";
      case "routers.accessMinMicros" -> "between a host and its router one way, at least, us";
      case "routers.accessMaxMicros" -> "between a host and its router one way, at most, us";
      case "routers.countPackets" -> "count the packets that cross each line";
      default -> "";
    };
  }

  @Override
  public Network open(InMemoryConfig config) {
    return Simulation.open(config);
  }
}
