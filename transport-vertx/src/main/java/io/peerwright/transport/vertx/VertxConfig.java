package io.peerwright.transport.vertx;

/**
 * How the live transport uses the machine.
 *
 * @param eventLoops threads that drive sockets and peers, 0..256; 0 takes one per processor
 * @param workerThreads threads for blocking and heavy work, 1..256; started when needed
 * @param resolverThreads threads that wait for name servers, 1..64; started when needed
 * @param ioBufferBytes what one event loop reads at a time, 65,536..16,777,216; one buffer per
 *     event loop, whatever the number of sockets
 * @param datagramQueueBytes what the system is asked to queue for one datagram socket in each
 *     direction, 0..16,777,216; 0 leaves it to the system, which may also give less
 */
public record VertxConfig(
    int eventLoops,
    int workerThreads,
    int resolverThreads,
    int ioBufferBytes,
    int datagramQueueBytes) {

  static final VertxConfig DEFAULT = new VertxConfig(0, 8, 4, 1 << 16, 1 << 20);

  private static final int MAX_BUFFER = 1 << 24;

  /** Checks the ranges. */
  public VertxConfig {
    check("eventLoops", eventLoops, 0, 256);
    check("workerThreads", workerThreads, 1, 256);
    check("resolverThreads", resolverThreads, 1, 64);
    check("ioBufferBytes", ioBufferBytes, 1 << 16, MAX_BUFFER);
    check("datagramQueueBytes", datagramQueueBytes, 0, MAX_BUFFER);
  }

  private static void check(String component, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          component + " must be within " + from + ".." + to + ", is " + value);
    }
  }
}
