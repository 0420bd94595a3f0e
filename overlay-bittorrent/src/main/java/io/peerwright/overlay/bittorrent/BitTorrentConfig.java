package io.peerwright.overlay.bittorrent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.Bounds;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.rates.RateLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a BitTorrent peer.
 *
 * @param listen where other peers connect to; null takes the host's address
 * @param peers peers that every torrent tries, besides those that it hears of: {@code HOST:PORT},
 *     an address or a name
 * @param trackers URLs that every torrent is announced to besides its own, but no private one
 * @param announceTo which trackers of a torrent are told of us
 * @param localAddresses whether what a torrent, a tracker or a peer names may be in our own network
 * @param maxConnections connections of one torrent
 * @param maxConnecting attempts to connect that one torrent has under way
 * @param uploadSlots peers of one torrent that are served by merit; one more is by luck
 * @param choking whom to serve
 * @param order which piece to begin
 * @param maxRequests requests that wait at one peer, at the most
 * @param bufferBytes memory for the pieces under way of all torrents
 * @param preallocate files are filled with zeros before the first piece is written
 * @param exchangePeers peers tell each other of peers (BEP 11), but for private torrents
 * @param limits how fast content may come and go
 * @param verifyServers whether servers that are asked over HTTPS need a certificate that is trusted
 *     and made out to their name
 * @param trustStore a PEM file with the certificates that are trusted; null for those that the JDK
 *     trusts
 * @param state the folder of the peer's notes: which pieces are in the files, and the descriptions
 *     that peers have sent; null takes {@code peerwright} in {@code XDG_STATE_HOME}, or in {@code
 *     ~/.local/state}
 * @param seedOnly what is here is seeded: of the content nothing is fetched, written or renamed
 * @param handshakeTimeout how long a peer may take to introduce itself
 * @param idleTimeout silence after which a peer is taken for gone
 */
public record BitTorrentConfig(
    @Nullable Endpoint listen,
    List<HostPort> peers,
    List<String> trackers,
    Strategy.AnnounceTo announceTo,
    AddressPolicy localAddresses,
    int maxConnections,
    int maxConnecting,
    int uploadSlots,
    Strategy.Choking choking,
    Strategy.Order order,
    int maxRequests,
    int bufferBytes,
    boolean preallocate,
    boolean exchangePeers,
    RateLimits limits,
    boolean verifyServers,
    @Nullable Path trustStore,
    @Nullable Path state,
    boolean seedOnly,
    Duration handshakeTimeout,
    Duration idleTimeout) {

  /** What holds where the configuration is silent. */
  public static final BitTorrentConfig DEFAULT =
      new BitTorrentConfig(
          null,
          List.of(),
          List.of(),
          Strategy.AnnounceTo.ALL_TIERS,
          AddressPolicy.LOCAL_SOURCES,
          80,
          16,
          4,
          Strategy.Choking.TIT_FOR_TAT,
          Strategy.Order.RAREST_FIRST,
          500,
          16 << 20,
          false,
          true,
          RateLimits.OFF,
          true,
          null,
          null,
          false,
          Duration.ofSeconds(20),
          Duration.ofMinutes(4));

  /** Checks the ranges. */
  public BitTorrentConfig {
    peers = List.copyOf(peers);
    trackers = List.copyOf(trackers);
    for (String tracker : trackers) {
      if (!tracker.matches("(?i)(https?|udp)://[^/\\s]+.*")) {
        throw new IllegalArgumentException(
            "trackers must be URLs such as https://tracker.example/announce or"
                + " udp://tracker.example:6969, \""
                + tracker
                + "\" is none");
      }
    }
    Bounds.check("maxConnections", maxConnections, 1, 10_000);
    Bounds.check("maxConnecting", maxConnecting, 1, 1000);
    Bounds.check("uploadSlots", uploadSlots, 1, 1000);
    Bounds.check("maxRequests", maxRequests, 1, 5000);
    Bounds.check("bufferBytes", bufferBytes, 1 << 20, 1 << 30);
    within("handshakeTimeout", handshakeTimeout);
    within("idleTimeout", idleTimeout);
  }

  private static void within(String name, Duration value) {
    Bounds.check(name, value, Duration.ofMillis(100), Duration.ofDays(1));
  }

  /** These settings, listening elsewhere. */
  public BitTorrentConfig withListen(@Nullable Endpoint address) {
    return but(draft -> draft.listen = address);
  }

  /** These settings with other peers to try. */
  public BitTorrentConfig withPeers(List<Endpoint> known) {
    return but(
        draft ->
            draft.peers = known.stream().map(each -> HostPort.parse(each.toString())).toList());
  }

  /** These settings with other ways to find peers. */
  public BitTorrentConfig withTrackers(List<String> more, Strategy.AnnounceTo which) {
    return but(
        draft -> {
          draft.trackers = more;
          draft.announceTo = which;
        });
  }

  /** These settings with another policy for addresses that others name. */
  public BitTorrentConfig withLocalAddresses(AddressPolicy policy) {
    return but(draft -> draft.localAddresses = policy);
  }

  /** These settings with other strategies. */
  public BitTorrentConfig withStrategies(Strategy.Choking whom, Strategy.Order which) {
    return but(
        draft -> {
          draft.choking = whom;
          draft.order = which;
        });
  }

  /** These settings with limits. */
  public BitTorrentConfig withLimits(RateLimits bounds) {
    return but(draft -> draft.limits = bounds);
  }

  /** These settings, trusting other servers over HTTPS. */
  public BitTorrentConfig withTrust(boolean verify, @Nullable Path certificates) {
    return but(
        draft -> {
          draft.verifyServers = verify;
          draft.trustStore = certificates;
        });
  }

  /** These settings, with the notes elsewhere. */
  public BitTorrentConfig withState(@Nullable Path folder) {
    return but(draft -> draft.state = folder);
  }

  /** These settings, for a peer that only seeds what is here. */
  public BitTorrentConfig withSeedOnly() {
    return but(draft -> draft.seedOnly = true);
  }

  /** Whose certificates are accepted over HTTPS. */
  public TlsClient.Trust trust() {
    return new TlsClient.Trust(verifyServers, trustStore);
  }

  private BitTorrentConfig but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** The components while some of them are changed. */
  private static final class Draft {

    private @Nullable Endpoint listen;
    private List<HostPort> peers;
    private List<String> trackers;
    private Strategy.AnnounceTo announceTo;
    private AddressPolicy localAddresses;
    private int maxConnections;
    private int maxConnecting;
    private int uploadSlots;
    private Strategy.Choking choking;
    private Strategy.Order order;
    private int maxRequests;
    private int bufferBytes;
    private boolean preallocate;
    private boolean exchangePeers;
    private RateLimits limits;
    private boolean verifyServers;
    private @Nullable Path trustStore;
    private @Nullable Path state;
    private boolean seedOnly;
    private Duration handshakeTimeout;
    private Duration idleTimeout;

    Draft(BitTorrentConfig config) {
      listen = config.listen;
      peers = config.peers;
      trackers = config.trackers;
      announceTo = config.announceTo;
      localAddresses = config.localAddresses;
      maxConnections = config.maxConnections;
      maxConnecting = config.maxConnecting;
      uploadSlots = config.uploadSlots;
      choking = config.choking;
      order = config.order;
      maxRequests = config.maxRequests;
      bufferBytes = config.bufferBytes;
      preallocate = config.preallocate;
      exchangePeers = config.exchangePeers;
      limits = config.limits;
      verifyServers = config.verifyServers;
      trustStore = config.trustStore;
      state = config.state;
      seedOnly = config.seedOnly;
      handshakeTimeout = config.handshakeTimeout;
      idleTimeout = config.idleTimeout;
    }

    BitTorrentConfig config() {
      return new BitTorrentConfig(
          listen,
          peers,
          trackers,
          announceTo,
          localAddresses,
          maxConnections,
          maxConnecting,
          uploadSlots,
          choking,
          order,
          maxRequests,
          bufferBytes,
          preallocate,
          exchangePeers,
          limits,
          verifyServers,
          trustStore,
          state,
          seedOnly,
          handshakeTimeout,
          idleTimeout);
    }
  }
}
