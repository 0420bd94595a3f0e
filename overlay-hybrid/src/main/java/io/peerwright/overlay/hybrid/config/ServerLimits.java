package io.peerwright.overlay.hybrid.config;

import io.peerwright.kit.Bounds;

/**
 * What strangers may make an index server hold and do, all together and each address. An address is
 * an IPv4 one or an IPv6 network of 64 bits.
 *
 * @param maxConnections at a time, 1..1,000,000; fewer if the transport cannot hold so many
 * @param maxConnectionsPerAddress at a time, 1..1,000,000; when the server is full, an address that
 *     holds many makes room before that
 * @param maxMemoryMebibytes of queues, messages, shares and connections, as estimated,
 *     0..1,048,576; 0 takes a third of the memory of the process, because what has gone takes as
 *     much again until it is tidied away, and tables that grow. Beyond it the costliest users of
 *     the costliest address are cut off
 * @param maxPasswordsPerMinute wrong passwords, registrations and other changes of accounts by one
 *     address, 1..1,000,000, as many at once
 * @param maxAnswerKibibytesPerSecond what one user may have answered, 1..1,048,576, and twice as
 *     much after a pause; its next message waits until the answers to those before fit in. A few
 *     bytes ask for a list of thousands of files or of all channels. The first 16 KiB that a search
 *     finds do not count: the rate of searches pays for them
 */
public record ServerLimits(
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxMemoryMebibytes,
    int maxPasswordsPerMinute,
    int maxAnswerKibibytesPerSecond) {

  /** What holds where the configuration is silent. */
  public static final ServerLimits DEFAULT = new ServerLimits(101_000, 20_000, 0, 30, 1_024);

  private static final int MOST = 1_000_000;
  private static final int HEAP_PARTS = 3;

  /** Checks the ranges. */
  public ServerLimits {
    Bounds.check("maxConnections", maxConnections, 1, MOST);
    Bounds.check("maxConnectionsPerAddress", maxConnectionsPerAddress, 1, MOST);
    Bounds.check("maxMemoryMebibytes", maxMemoryMebibytes, 0, 1 << 20);
    Bounds.check("maxPasswordsPerMinute", maxPasswordsPerMinute, 1, MOST);
    Bounds.check("maxAnswerKibibytesPerSecond", maxAnswerKibibytesPerSecond, 1, 1 << 20);
  }

  /** The memory in bytes. */
  public long maxMemoryBytes() {
    return maxMemoryMebibytes == 0
        ? Runtime.getRuntime().maxMemory() / HEAP_PARTS
        : (long) maxMemoryMebibytes << 20;
  }
}
