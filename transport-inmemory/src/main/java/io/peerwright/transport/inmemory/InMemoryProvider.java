package io.peerwright.transport.inmemory;

import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportProvider;

/** Opens simulations that follow the real clock, for applications. */
public final class InMemoryProvider implements TransportProvider<InMemoryConfig> {

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
    return switch (component) {
      case "seed" -> "all chance follows from it; the same seed repeats a run";
      case "pace" -> "virtual seconds per real second, 0.001..1000000; 1 is real time";
      case "epochMillis" -> "what wall clocks show at the start, milliseconds since 1970";
      case "diskBytes" -> "disk of a host that has no directory of its own, bytes, from 65536";
      case "poisonBuffers" -> "overwrite borrowed buffers after each callback, to find misuse";
      case "network" -> "how the network behaves: latency, bandwidth, losses, sizes";
      default -> "";
    };
  }

  @Override
  public Network open(InMemoryConfig config) {
    return Simulation.open(config);
  }
}
