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
      case "shards" -> "threads of a simulation in virtual time, 1..64; changes no result";
      case "network" -> "how the network behaves: latency, bandwidth, losses, sizes";
      case "network.latencyMinMicros" -> "least time one way, each pair of hosts has its own, us";
      case "network.latencyMaxMicros" -> "most time one way, us, up to 60000000";
      case "network.jitterMicros" -> "at most this is added, drawn for each packet, us";
      case "network.bandwidthUpBytesPerSecond" -> "up-link of a host, bytes/s; 0: unlimited";
      case "network.bandwidthDownBytesPerSecond" -> "down-link of a host, bytes/s; 0: unlimited";
      case "network.queueBytes" -> "datagrams that wait in front of a limited link, bytes";
      case "network.lossPpm" -> "datagrams lost, per million";
      case "network.duplicatePpm" -> "datagrams that arrive twice, per million";
      case "network.reorderPpm" -> "datagrams that take up to twice the time, per million";
      case "network.maxDatagramBytes" -> "largest payload of a datagram, bytes, 512..65507";
      case "network.segmentBytes" -> "most bytes of a stream in one piece, 1..65000";
      case "network.splitReads" -> "cut what is delivered of a stream at random places";
      case "network.silenceMillis" -> "how long a stream waits for an acknowledgement, ms";
      default -> "";
    };
  }

  @Override
  public Network open(InMemoryConfig config) {
    return Simulation.open(config);
  }
}
