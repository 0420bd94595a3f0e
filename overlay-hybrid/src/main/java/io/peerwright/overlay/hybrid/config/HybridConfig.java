package io.peerwright.overlay.hybrid.config;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.Bounds;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.kit.net.AddressPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a Napster client.
 *
 * @param servers index servers as host:port, or metaservers, which name one, as meta:host:port;
 *     tried in this order
 * @param nick the name at the server; empty makes one of the host's name
 * @param password for the nick; no spaces
 * @param email registers the nick with this address if it is free; empty logs in without
 * @param listen data port, where others fetch files; null takes the host's address
 * @param firewalled nobody can connect to us: no data port, uploads connect out
 * @param linkSpeed what others are told: 0 unknown, 1 14.4 ... 7 cable, 8 DSL, 9 T1, 10 T3 or more
 * @param maxUploads uploads at a time
 * @param maxUploadsPerUser of these, to one user
 * @param queueLength downloaders that may wait for an upload slot
 * @param uploadRate bytes per second of all uploads together; 0 for no limit
 * @param uploadRatePerFile bytes per second of each upload; 0 for no limit
 * @param sourcesAtOnce uploaders of one file that send at a time; more than one only where a hash
 *     says that they have the same
 * @param requestTimeout how long a server or a peer may take to answer
 * @param stallTimeout how long a transfer may stand still before it is tried anew
 * @param queueRetry how often a queued download asks again
 * @param reconnectMin wait before the first try to log in again; doubles with each
 * @param reconnectMax longest wait before a try to log in again
 * @param keepAlive silence of the server after which it is tried out
 * @param addresses which addresses servers may name: where uploaders are, or another server
 */
public record HybridConfig(
    List<String> servers,
    String nick,
    String password,
    String email,
    @Nullable Endpoint listen,
    boolean firewalled,
    int linkSpeed,
    int maxUploads,
    int maxUploadsPerUser,
    int queueLength,
    long uploadRate,
    long uploadRatePerFile,
    int sourcesAtOnce,
    Duration requestTimeout,
    Duration stallTimeout,
    Duration queueRetry,
    Duration reconnectMin,
    Duration reconnectMax,
    Duration keepAlive,
    AddressPolicy addresses) {

  /** What holds where the configuration is silent. */
  public static final HybridConfig DEFAULT =
      new HybridConfig(
          List.of("127.0.0.1:8888"),
          "",
          "peerwright",
          "",
          null,
          false,
          0,
          4,
          2,
          32,
          0,
          0,
          4,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          AddressPolicy.LOCAL_SOURCES);

  /** Checks the ranges. */
  public HybridConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("servers must name at least one index server");
    }
    for (String server : servers) {
      checkServer(server);
    }
    if (!nick.matches("[A-Za-z0-9_\\-\\[\\]{}()^.!]{0,32}")) {
      throw new IllegalArgumentException(
          "nick must have up to 32 letters, digits or _-[]{}()^.! and no spaces, is \""
              + nick
              + "\"");
    }
    if (!password.matches("[!-~&&[^\"]]{1,64}")) {
      throw new IllegalArgumentException(
          "password must have 1 to 64 ASCII characters without spaces and quotes");
    }
    if (!email.matches("[!-~&&[^\"]]{0,128}")) {
      throw new IllegalArgumentException(
          "email must have up to 128 ASCII characters without spaces and quotes");
    }
    Bounds.check("linkSpeed", linkSpeed, 0, 10);
    Bounds.check("maxUploads", maxUploads, 0, 10_000);
    Bounds.check("maxUploadsPerUser", maxUploadsPerUser, 1, 10_000);
    Bounds.check("queueLength", queueLength, 0, 100_000);
    Bounds.check("uploadRate", uploadRate, 0, TokenBucket.MAX_BYTES_PER_SECOND);
    Bounds.check("uploadRatePerFile", uploadRatePerFile, 0, TokenBucket.MAX_BYTES_PER_SECOND);
    Bounds.check("sourcesAtOnce", sourcesAtOnce, 1, 64);
    within("requestTimeout", requestTimeout);
    within("stallTimeout", stallTimeout);
    within("queueRetry", queueRetry);
    within("reconnectMin", reconnectMin);
    within("reconnectMax", reconnectMax);
    within("keepAlive", keepAlive);
  }

  private static void checkServer(String server) {
    try {
      HostPort.parse(server.startsWith("meta:") ? server.substring(5) : server);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "servers must be written as host:port or meta:host:port, \""
              + server
              + "\" is not: "
              + e.getMessage(),
          e);
    }
  }

  private static void within(String name, Duration value) {
    Bounds.check(name, value, Duration.ofMillis(100), Duration.ofDays(1));
  }

  /** This configuration with other servers. */
  public HybridConfig withServers(List<String> others) {
    return but(draft -> draft.servers = others);
  }

  /** This configuration for another user. */
  public HybridConfig withUser(String otherNick, String otherPassword, String otherEmail) {
    return but(
        draft -> {
          draft.nick = otherNick;
          draft.password = otherPassword;
          draft.email = otherEmail;
        });
  }

  /** This configuration behind a firewall, or not. */
  public HybridConfig withFirewalled(boolean yes) {
    return but(draft -> draft.firewalled = yes);
  }

  /** This configuration with other limits on uploads. */
  public HybridConfig withUploads(int slots, int slotsPerUser, int waiting) {
    return but(
        draft -> {
          draft.maxUploads = slots;
          draft.maxUploadsPerUser = slotsPerUser;
          draft.queueLength = waiting;
        });
  }

  /** This configuration with other rates, in bytes per second; 0 for no limit. */
  public HybridConfig withUploadRates(long all, long perFile) {
    return but(
        draft -> {
          draft.uploadRate = all;
          draft.uploadRatePerFile = perFile;
        });
  }

  /** This configuration with so many uploaders of one file at a time. */
  public HybridConfig withSourcesAtOnce(int uploaders) {
    return but(draft -> draft.sourcesAtOnce = uploaders);
  }

  /** This configuration with another data port. */
  public HybridConfig withListen(Endpoint endpoint) {
    return but(draft -> draft.listen = endpoint);
  }

  /** This configuration, telling others of another link speed. */
  public HybridConfig withLinkSpeed(int speed) {
    return but(draft -> draft.linkSpeed = speed);
  }

  /** This configuration with less, or more, patience with what does not answer. */
  public HybridConfig withPatience(Duration stall, Duration longestReconnect, Duration silence) {
    return but(
        draft -> {
          draft.stallTimeout = stall;
          draft.reconnectMax = longestReconnect;
          draft.keepAlive = silence;
        });
  }

  /** This configuration with other rules for the addresses that servers may name. */
  public HybridConfig withAddresses(AddressPolicy policy) {
    return but(draft -> draft.addresses = policy);
  }

  private HybridConfig but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** The components while some of them are changed. */
  private static final class Draft {

    private List<String> servers;
    private String nick;
    private String password;
    private String email;
    private @Nullable Endpoint listen;
    private boolean firewalled;
    private int linkSpeed;
    private int maxUploads;
    private int maxUploadsPerUser;
    private int queueLength;
    private long uploadRate;
    private long uploadRatePerFile;
    private int sourcesAtOnce;
    private Duration requestTimeout;
    private Duration stallTimeout;
    private Duration queueRetry;
    private Duration reconnectMin;
    private Duration reconnectMax;
    private Duration keepAlive;
    private AddressPolicy addresses;

    Draft(HybridConfig config) {
      servers = config.servers;
      nick = config.nick;
      password = config.password;
      email = config.email;
      listen = config.listen;
      firewalled = config.firewalled;
      linkSpeed = config.linkSpeed;
      maxUploads = config.maxUploads;
      maxUploadsPerUser = config.maxUploadsPerUser;
      queueLength = config.queueLength;
      uploadRate = config.uploadRate;
      uploadRatePerFile = config.uploadRatePerFile;
      sourcesAtOnce = config.sourcesAtOnce;
      requestTimeout = config.requestTimeout;
      stallTimeout = config.stallTimeout;
      queueRetry = config.queueRetry;
      reconnectMin = config.reconnectMin;
      reconnectMax = config.reconnectMax;
      keepAlive = config.keepAlive;
      addresses = config.addresses;
    }

    HybridConfig config() {
      return new HybridConfig(
          servers,
          nick,
          password,
          email,
          listen,
          firewalled,
          linkSpeed,
          maxUploads,
          maxUploadsPerUser,
          queueLength,
          uploadRate,
          uploadRatePerFile,
          sourcesAtOnce,
          requestTimeout,
          stallTimeout,
          queueRetry,
          reconnectMin,
          reconnectMax,
          keepAlive,
          addresses);
    }
  }
}
