package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.Bounds;
import io.peerwright.kit.net.AddressPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a tracker.
 *
 * @param listen where to listen for TCP and UDP; null takes the host's address, with port 6969 if
 *     it has none
 * @param http whether announces over HTTP are answered
 * @param udp whether announces over UDP are answered
 * @param interval how long peers are asked to wait between announces, 1 min to 1 day; each is told
 *     up to a sixteenth more, so that they do not all come at once
 * @param minInterval how soon a peer may announce again if it must, at most {@code interval}
 * @param defaultPeers peers told to one that does not say how many it wants (numwant)
 * @param maxPeersPerAnswer peers told at the most; over UDP only as many as fit into 1,400 bytes
 * @param maxPeers peers of each address family that are remembered
 * @param maxSwarms swarms of each address family that are remembered
 * @param maxPeersPerSwarm of each address family
 * @param maxPeersPerAddress in all swarms, of one IPv4 address or one IPv6 network of 64 bits
 * @param maxRequestsPerSecond of one such address; further ones are not answered over UDP and
 *     refused over HTTP
 * @param maxConnections over HTTP at a time
 * @param maxConnectionsPerAddress over HTTP at a time
 * @param maxMemoryMebibytes of peers, connections and answers, as estimated, 0..1,048,576; 0 takes
 *     half of the memory of the process. Three quarters are for peers and swarms, of which there
 *     may then be fewer than the limits on their number say; the rest is for connections over HTTP,
 *     of which the costliest is cut off when it is used up
 * @param requestTimeout how long an HTTP request may take to arrive
 * @param whitelist info-hashes in hexadecimal digits that alone are served, with those of the file;
 *     none and no file: all
 * @param whitelistFile a file with one info-hash a line, read when the tracker starts
 * @param keys a private tracker: the path of the URL must begin with one of them, as in {@code
 *     http://host:6969/KEY/announce}; none: open to all
 * @param natCheck tells others of a peer only when it has answered a connection
 * @param believeAddresses notes a peer under the address that it names, which may be somebody
 *     else's; without this only if {@code natCheck} finds it there
 * @param localAddresses whether a peer from elsewhere may name an address in our own network
 */
public record TrackerConfig(
    @Nullable Endpoint listen,
    boolean http,
    boolean udp,
    Duration interval,
    Duration minInterval,
    int defaultPeers,
    int maxPeersPerAnswer,
    int maxPeers,
    int maxSwarms,
    int maxPeersPerSwarm,
    int maxPeersPerAddress,
    int maxRequestsPerSecond,
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxMemoryMebibytes,
    Duration requestTimeout,
    List<String> whitelist,
    @Nullable Path whitelistFile,
    List<String> keys,
    boolean natCheck,
    boolean believeAddresses,
    AddressPolicy localAddresses) {

  /** What holds where the configuration is silent. */
  public static final TrackerConfig DEFAULT =
      new TrackerConfig(
          null,
          true,
          true,
          Duration.ofMinutes(30),
          Duration.ofMinutes(15),
          50,
          200,
          4_000_000,
          1_000_000,
          1_000_000,
          1_000,
          100,
          10_000,
          100,
          0,
          Duration.ofSeconds(10),
          List.of(),
          null,
          List.of(),
          false,
          false,
          AddressPolicy.LOCAL_SOURCES);

  private static final int MOST = 100_000_000;
  private static final int HEAP_PARTS = 2;

  /** Checks the ranges. */
  public TrackerConfig {
    whitelist = List.copyOf(whitelist);
    keys = List.copyOf(keys);
    if (!http && !udp) {
      throw new IllegalArgumentException("http and udp cannot both be false");
    }
    between("interval", interval, Duration.ofMinutes(1), Duration.ofDays(1));
    between("minInterval", minInterval, Duration.ofSeconds(1), interval);
    Bounds.check("maxPeersPerAnswer", maxPeersPerAnswer, 1, 2_000);
    Bounds.check("defaultPeers", defaultPeers, 0, maxPeersPerAnswer);
    Bounds.check("maxPeers", maxPeers, 1, MOST);
    Bounds.check("maxSwarms", maxSwarms, 1, MOST);
    Bounds.check("maxPeersPerSwarm", maxPeersPerSwarm, 1, MOST);
    Bounds.check("maxPeersPerAddress", maxPeersPerAddress, 1, 65_535);
    Bounds.check("maxRequestsPerSecond", maxRequestsPerSecond, 1, MOST);
    Bounds.check("maxConnections", maxConnections, 1, 1_000_000);
    Bounds.check("maxConnectionsPerAddress", maxConnectionsPerAddress, 1, 1_000_000);
    Bounds.check("maxMemoryMebibytes", maxMemoryMebibytes, 0, 1 << 20);
    between("requestTimeout", requestTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
    for (String hash : whitelist) {
      if (!hash.matches("[0-9a-fA-F]{40}")) {
        throw new IllegalArgumentException(
            "whitelist holds info-hashes of 40 hexadecimal digits, not \"" + hash + "\"");
      }
    }
    for (String key : keys) {
      if (!key.matches("[A-Za-z0-9_~-]{1,64}")) {
        throw new IllegalArgumentException(
            "keys have 1 to 64 letters, digits, and -_~, unlike \"" + key + "\"");
      }
    }
  }

  private static void between(String name, Duration value, Duration min, Duration max) {
    Bounds.check(name, value, min, max);
  }

  /** What peers and swarms may take, in bytes. */
  public long peerBytes() {
    return memoryBytes() / 4 * 3;
  }

  /** What connections over HTTP and their answers may take, in bytes. */
  public long connectionBytes() {
    return memoryBytes() / 4;
  }

  private long memoryBytes() {
    return maxMemoryMebibytes == 0
        ? Runtime.getRuntime().maxMemory() / HEAP_PARTS
        : (long) maxMemoryMebibytes << 20;
  }

  /** The same tracker at another address. */
  public TrackerConfig withListen(Endpoint endpoint) {
    return new TrackerConfig(
        endpoint,
        http,
        udp,
        interval,
        minInterval,
        defaultPeers,
        maxPeersPerAnswer,
        maxPeers,
        maxSwarms,
        maxPeersPerSwarm,
        maxPeersPerAddress,
        maxRequestsPerSecond,
        maxConnections,
        maxConnectionsPerAddress,
        maxMemoryMebibytes,
        requestTimeout,
        whitelist,
        whitelistFile,
        keys,
        natCheck,
        believeAddresses,
        localAddresses);
  }
}
