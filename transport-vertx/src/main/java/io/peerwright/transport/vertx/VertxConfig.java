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
 * @param acceptedLinks links that one listening socket has accepted and that are not over,
 *     1..1,000,000, and no more than the open files of the process allow, less an eighth; who comes
 *     beyond that waits in the backlog of the system until one ends
 * @param acceptsPerSecond links that one listening socket accepts in a second, 1..1,000,000; a
 *     second's worth may come at once, others wait in the backlog
 */
public record VertxConfig(
    int eventLoops,
    int workerThreads,
    int resolverThreads,
    int ioBufferBytes,
    int datagramQueueBytes,
    int acceptedLinks,
    int acceptsPerSecond) {

  static final VertxConfig DEFAULT = new VertxConfig(0, 8, 4, 1 << 16, 1 << 22, 131_072, 2000);

  private static final int MAX_BUFFER = 1 << 24;
  private static final int MAX_LINKS = 1_000_000;

  /** Checks the ranges. */
  public VertxConfig {
    check("eventLoops", eventLoops, 0, 256);
    check("workerThreads", workerThreads, 1, 256);
    check("resolverThreads", resolverThreads, 1, 64);
    check("ioBufferBytes", ioBufferBytes, 1 << 16, MAX_BUFFER);
    check("datagramQueueBytes", datagramQueueBytes, 0, MAX_BUFFER);
    check("acceptedLinks", acceptedLinks, 1, MAX_LINKS);
    check("acceptsPerSecond", acceptsPerSecond, 1, MAX_LINKS);
  }

  private static void check(String component, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          component + " must be within " + from + ".." + to + ", is " + value);
    }
  }
}
