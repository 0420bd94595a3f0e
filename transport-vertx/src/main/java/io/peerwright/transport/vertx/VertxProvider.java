package io.peerwright.transport.vertx;

import io.peerwright.api.spi.Network;
import io.peerwright.api.spi.TransportProvider;

/** Opens networks of real sockets. */
public final class VertxProvider implements TransportProvider<VertxConfig> {

  /** For {@link java.util.ServiceLoader}. */
  public VertxProvider() {}

  @Override
  public String name() {
    return "vertx";
  }

  @Override
  public Class<VertxConfig> configType() {
    return VertxConfig.class;
  }

  @Override
  public VertxConfig defaults() {
    return VertxConfig.DEFAULT;
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "eventLoops" -> "threads that drive sockets and peers, 0..256; 0: one per processor";
      case "workerThreads" -> "threads for blocking and heavy work, 1..256";
      case "resolverThreads" -> "threads that wait for name servers, 1..64";
      case "ioBufferBytes" -> "bytes that an event loop reads at a time, 65536..16777216";
      case "datagramQueueBytes" ->
          "bytes that the system queues for a datagram socket, 0..16777216; 0: its default";
      case "acceptedLinks" ->
          "links that one listening socket has accepted and that are not over, 1..1000000, and no"
              + " more than the open files of the process allow; others wait in the system's"
              + " backlog";
      case "acceptsPerSecond" -> "links that one listening socket accepts a second, 1..1000000";
      default -> "";
    };
  }

  @Override
  public Network open(VertxConfig config) {
    return new VertxNetwork(config);
  }
}
