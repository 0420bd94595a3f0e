package io.peerwright.overlay.gnutella.config;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.Bounds;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.kit.net.AddressPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a Gnutella servent.
 *
 * @param bootstrap servents to begin with, as host:port; none waits for others to come
 * @param hostCaches whom to ask for servents when nobody else is known: {@code host:port} over UDP,
 *     {@code http://...} for a GWebCache, which is asked seldom
 * @param knownHosts the file in which servents are kept that were good; null keeps none
 * @param listen where others connect; null takes the host's address
 * @param firewalled nobody can connect to us: those who fetch ask for our call by a push
 * @param role auto, ultrapeer, leaf, or legacy for the network without tiers
 * @param forwarding how a search is brought to others; auto is what is usual in a network
 * @param ultrapeerLinks links to ultrapeers that an ultrapeer has at most, in the network without
 *     tiers all links
 * @param dialledLinks links to ultrapeers that one dials for that is no leaf, the others are for
 *     those who come; 0 for two of five
 * @param leaves leaves that an ultrapeer shields at most
 * @param leafLinks ultrapeers that a leaf keeps
 * @param maxTtl how far a message goes at most; 0 for what is usual: 4 links among ultrapeers, 7
 *     without tiers
 * @param queryRate queries that a neighbour may send in a second, and ten times as many at once; of
 *     a leaf a twentieth
 * @param queryRouting tells neighbours of the words of files, and sends them no query that is not
 *     for them
 * @param tls whether links are TLS: those whose other side wants it, or also those that we dial
 * @param deflate compresses links whose other side can
 * @param datagrams answers pings and sends messages over UDP, at the number of its port
 * @param outOfBand lets hits for searches of ours come as datagrams, once they are known to reach
 *     us
 * @param hostCache says that anybody may ask it for servents, over UDP and as a GWebCache
 * @param maxHosts servents that are remembered to be tried
 * @param maxUploads files that are sent at a time
 * @param maxUploadsPerAddress of these, to one address
 * @param queueLength downloaders that may wait for their turn
 * @param partialSharing sends others the verified parts of files that it is fetching, and the whole
 *     from then on until it leaves
 * @param uploadRate bytes per second of all uploads together; 0 for no limit
 * @param uploadRatePerFile bytes per second of each upload; 0 for no limit
 * @param quiet a search ends when nothing more was found for so long
 * @param keepAlive silence after which a neighbour is asked whether it is still there
 * @param reconnectMin wait before a servent is tried again; doubles with each failure
 * @param reconnectMax longest wait before a servent is tried again
 * @param addresses which addresses other servents may make us dial
 */
public record GnutellaConfig(
    List<HostPort> bootstrap,
    List<String> hostCaches,
    @Nullable Path knownHosts,
    @Nullable Endpoint listen,
    boolean firewalled,
    Tier role,
    ForwardingKind forwarding,
    int ultrapeerLinks,
    int dialledLinks,
    int leaves,
    int leafLinks,
    int maxTtl,
    int queryRate,
    boolean queryRouting,
    TlsUse tls,
    boolean deflate,
    boolean datagrams,
    boolean outOfBand,
    boolean hostCache,
    int maxHosts,
    int maxUploads,
    int maxUploadsPerAddress,
    int queueLength,
    boolean partialSharing,
    long uploadRate,
    long uploadRatePerFile,
    Duration quiet,
    Duration keepAlive,
    Duration reconnectMin,
    Duration reconnectMax,
    AddressPolicy addresses) {

  /** What holds where the configuration is silent. */
  public static final GnutellaConfig DEFAULT =
      new GnutellaConfig(
          List.of(),
          List.of(),
          null,
          null,
          false,
          Tier.AUTO,
          ForwardingKind.AUTO,
          32,
          0,
          300,
          3,
          0,
          200,
          true,
          TlsUse.ACCEPT,
          true,
          true,
          true,
          false,
          200,
          10,
          3,
          100,
          true,
          0,
          0,
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          Duration.ofMinutes(10),
          AddressPolicy.LOCAL_SOURCES);

  private static final int USUAL_TTL = 4;
  private static final int LEGACY_TTL = 7;

  /** Checks the ranges. */
  public GnutellaConfig {
    bootstrap = List.copyOf(bootstrap);
    hostCaches = List.copyOf(hostCaches);
    hostCaches.forEach(GnutellaConfig::checkCache);
    Bounds.check("ultrapeerLinks", ultrapeerLinks, 1, 1_000);
    Bounds.check("dialledLinks", dialledLinks, 0, ultrapeerLinks);
    Bounds.check("leaves", leaves, 0, 10_000);
    Bounds.check("leafLinks", leafLinks, 1, 100);
    Bounds.check("maxTtl", maxTtl, 0, 15);
    Bounds.check("queryRate", queryRate, 1, 100_000);
    Bounds.check("maxHosts", maxHosts, 1, 100_000);
    Bounds.check("maxUploads", maxUploads, 0, 10_000);
    Bounds.check("maxUploadsPerAddress", maxUploadsPerAddress, 1, 10_000);
    Bounds.check("queueLength", queueLength, 0, 100_000);
    Bounds.check("uploadRate", uploadRate, 0, TokenBucket.MAX_BYTES_PER_SECOND);
    Bounds.check("uploadRatePerFile", uploadRatePerFile, 0, TokenBucket.MAX_BYTES_PER_SECOND);
    within("quiet", quiet);
    within("keepAlive", keepAlive);
    within("reconnectMin", reconnectMin);
    within("reconnectMax", reconnectMax);
    if (reconnectMax.compareTo(reconnectMin) < 0) {
      throw new IllegalArgumentException("reconnectMax must not be shorter than reconnectMin");
    }
  }

  private static void checkCache(String cache) {
    if (cache.startsWith("http://") || cache.startsWith("https://")) {
      Url.parse(cache);
    } else {
      HostPort.parse(cache);
    }
  }

  private static void within(String name, Duration value) {
    Bounds.check(name, value, Duration.ofMillis(100), Duration.ofDays(1));
  }

  /** How far a message goes at most. */
  public int ttl() {
    return maxTtl > 0 ? maxTtl : role == Tier.LEGACY ? LEGACY_TTL : USUAL_TTL;
  }

  /** How a search is brought to others: never auto. */
  public ForwardingKind effectiveForwarding() {
    if (forwarding != ForwardingKind.AUTO) {
      return forwarding;
    }
    return role == Tier.LEGACY ? ForwardingKind.FLOOD : ForwardingKind.DYNAMIC_QUERY;
  }

  /** Whether searches, those of leaves too, go to one neighbour after the other. */
  public boolean isDynamicQuerying() {
    return effectiveForwarding() == ForwardingKind.DYNAMIC_QUERY;
  }

  /** This configuration with other servents to begin with. */
  public GnutellaConfig withBootstrap(List<HostPort> others) {
    return but(draft -> draft.bootstrap = others);
  }

  /** This configuration with caches to ask for servents. */
  public GnutellaConfig withHostCaches(List<String> caches) {
    return but(draft -> draft.hostCaches = caches);
  }

  /** This configuration, keeping good servents in a file. */
  public GnutellaConfig withKnownHosts(Path file) {
    return but(draft -> draft.knownHosts = file);
  }

  /** This configuration, listening elsewhere. */
  public GnutellaConfig withListen(Endpoint endpoint) {
    return but(draft -> draft.listen = endpoint);
  }

  /** This configuration where nobody can connect to us, or somebody can. */
  public GnutellaConfig withFirewalled(boolean yes) {
    return but(draft -> draft.firewalled = yes);
  }

  /** This configuration in another role. */
  public GnutellaConfig withRole(Tier other) {
    return but(draft -> draft.role = other);
  }

  /** This configuration with another way of searching. */
  public GnutellaConfig withForwarding(ForwardingKind other, int ttl) {
    return but(
        draft -> {
          draft.forwarding = other;
          draft.maxTtl = ttl;
        });
  }

  /** This configuration with other numbers of links. */
  public GnutellaConfig withLinks(int toUltrapeers, int toLeaves, int ofALeaf) {
    return but(
        draft -> {
          draft.ultrapeerLinks = toUltrapeers;
          draft.dialledLinks = Math.min(draft.dialledLinks, toUltrapeers);
          draft.leaves = toLeaves;
          draft.leafLinks = ofALeaf;
        });
  }

  /** This configuration with another number of queries that a neighbour may send in a second. */
  public GnutellaConfig withQueryRate(int perSecond) {
    return but(draft -> draft.queryRate = perSecond);
  }

  /** This configuration, dialling for so many links to ultrapeers; 0 for two of five. */
  public GnutellaConfig withDialledLinks(int count) {
    return but(draft -> draft.dialledLinks = count);
  }

  /** This configuration with so many servents that are remembered to be tried. */
  public GnutellaConfig withMaxHosts(int count) {
    return but(draft -> draft.maxHosts = count);
  }

  /** This configuration, with tables of words or without. */
  public GnutellaConfig withQueryRouting(boolean yes) {
    return but(draft -> draft.queryRouting = yes);
  }

  /** This configuration, with TLS on other links. */
  public GnutellaConfig withTls(TlsUse use) {
    return but(draft -> draft.tls = use);
  }

  /** This configuration, compressing or not. */
  public GnutellaConfig withDeflate(boolean yes) {
    return but(draft -> draft.deflate = yes);
  }

  /** This configuration, with messages over UDP or without. */
  public GnutellaConfig withDatagrams(boolean yes) {
    return but(draft -> draft.datagrams = yes);
  }

  /** This configuration, with hits as datagrams or without. */
  public GnutellaConfig withOutOfBand(boolean yes) {
    return but(draft -> draft.outOfBand = yes);
  }

  /** This configuration, telling everybody of servents or not. */
  public GnutellaConfig withHostCache(boolean yes) {
    return but(draft -> draft.hostCache = yes);
  }

  /** This configuration with other limits on uploads. */
  public GnutellaConfig withUploads(int slots, int slotsPerAddress, int waiting) {
    return but(
        draft -> {
          draft.maxUploads = slots;
          draft.maxUploadsPerAddress = slotsPerAddress;
          draft.queueLength = waiting;
        });
  }

  /** This configuration, sending others parts of what it fetches or not. */
  public GnutellaConfig withPartialSharing(boolean yes) {
    return but(draft -> draft.partialSharing = yes);
  }

  /** This configuration with other rates of uploads, 0 for none. */
  public GnutellaConfig withUploadRates(long all, long perFile) {
    return but(
        draft -> {
          draft.uploadRate = all;
          draft.uploadRatePerFile = perFile;
        });
  }

  /** This configuration with another end of searches. */
  public GnutellaConfig withQuiet(Duration time) {
    return but(draft -> draft.quiet = time);
  }

  /**
   * This configuration with another time after which neighbours are asked whether they are there.
   */
  public GnutellaConfig withKeepAlive(Duration silence) {
    return but(draft -> draft.keepAlive = silence);
  }

  /** This configuration with other rules for the addresses that others name. */
  public GnutellaConfig withAddresses(AddressPolicy policy) {
    return but(draft -> draft.addresses = policy);
  }

  private GnutellaConfig but(Consumer<GnutellaConfigDraft> change) {
    GnutellaConfigDraft draft = new GnutellaConfigDraft(this);
    change.accept(draft);
    return draft.config();
  }
}
