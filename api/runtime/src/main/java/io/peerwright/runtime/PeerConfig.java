package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.share.NameFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one peer is to be. The same whether it was written in JSON or in code:
 *
 * <pre>{@code
 * PeerConfig.of("alice", "vertx").listeningOn(Endpoint.parse("127.0.0.1:0")).with("hybrid", config)
 * }</pre>
 *
 * @param name how logs, traces and the network call the peer; unique in its network
 * @param transport the network that it is part of
 * @param listen where protocols listen unless told otherwise; null leaves it to the network
 * @param directory where relative paths of the peer start; null leaves it to the network
 * @param decorators what is put around the transport, the innermost first
 * @param naming where names are registered and resolved; null for no plug-in of its own
 * @param multicast how groups are sent to; null for no plug-in of its own
 * @param overlays the overlays to join
 * @param share folders to share once the peer has joined, as {@link Peer#path} takes them
 * @param exclude patterns of the names that are not shared, with {@code *} and {@code ?}
 * @param rescan how often shared folders are looked at again; zero looks once only
 * @param download the folder for what is fetched, as {@link Peer#path} takes it
 * @param events how much what overlays tell of themselves must matter to be logged; null: nothing
 * @param metrics where the meters of this process can be read
 */
public record PeerConfig(
    String name,
    Section transport,
    @Nullable Endpoint listen,
    @Nullable Path directory,
    List<Section> decorators,
    @Nullable Section naming,
    @Nullable Section multicast,
    List<Section> overlays,
    List<String> share,
    List<String> exclude,
    Duration rescan,
    String download,
    OverlayEvent.@Nullable Level events,
    MetricsConfig metrics) {

  /** What other programs have under way, and what systems keep in folders. */
  public static final List<String> USUAL_EXCLUDE =
      List.of("*.tmp", "*.crdownload", "*.aria2", "*.!ut", "*.!qb", "Thumbs.db", "desktop.ini");

  /** How often shared folders are looked at again unless it is said. */
  public static final Duration USUAL_RESCAN = Duration.ofSeconds(30);

  /**
   * The choice of one plug-in.
   *
   * @param type the name of its provider
   * @param config an instance of {@link io.peerwright.api.spi.Provider#configType}; null for the
   *     provider's defaults
   */
  public record Section(String type, @Nullable Record config) {

    /** A plug-in with its defaults. */
    public Section(String type) {
      this(type, null);
    }
  }

  /** Copies the collections and checks the name. */
  public PeerConfig {
    decorators = List.copyOf(decorators);
    overlays = List.copyOf(overlays);
    share = List.copyOf(share);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    exclude = List.copyOf(exclude);
    NameFilter.without(exclude);
    checkRescan(rescan);
  }

  /** Throws for a pause that would keep the disk busy. */
  static void checkRescan(Duration pause) {
    boolean never = pause.isZero();
    if (!never && (pause.compareTo(Duration.ofSeconds(1)) < 0 || pause.toDays() > 365)) {
      throw new IllegalArgumentException(
          "rescan must be 0 or within a second and a year, is " + pause);
    }
  }

  /** A peer without overlays yet, on a transport with its defaults. */
  public static PeerConfig of(String name, String transport) {
    return of(name, new Section(transport));
  }

  /** A peer without overlays yet. */
  public static PeerConfig of(String name, Section transport) {
    return new PeerConfig(
        name,
        transport,
        null,
        null,
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        USUAL_EXCLUDE,
        USUAL_RESCAN,
        "downloads",
        null,
        MetricsConfig.NONE);
  }

  /** With another name. */
  public PeerConfig named(String other) {
    return with(draft -> draft.name = other);
  }

  /** With another address to listen on. */
  public PeerConfig listeningOn(Endpoint address) {
    return with(draft -> draft.listen = address);
  }

  /** With another folder for relative paths. */
  public PeerConfig in(Path folder) {
    return with(draft -> draft.directory = folder);
  }

  /** With one more overlay, with its defaults. */
  public PeerConfig with(String overlay) {
    return with(new Section(overlay));
  }

  /** With one more overlay. */
  public PeerConfig with(String overlay, Record config) {
    return with(new Section(overlay, config));
  }

  private PeerConfig with(Section overlay) {
    return with(draft -> draft.overlays = plus(overlays, overlay));
  }

  /** With this plug-in for names. */
  public PeerConfig namingBy(Section plugin) {
    return with(draft -> draft.naming = plugin);
  }

  /** With this plug-in for groups. */
  public PeerConfig multicastBy(Section plugin) {
    return with(draft -> draft.multicast = plugin);
  }

  /** With one more decorator around all that are there. */
  public PeerConfig decoratedBy(Section decorator) {
    return with(draft -> draft.decorators = plus(decorators, decorator));
  }

  /** Sharing these folders. */
  public PeerConfig sharing(String... folders) {
    return with(draft -> draft.share = List.of(folders));
  }

  /** Sharing none of the files that these patterns match. */
  public PeerConfig excluding(String... patterns) {
    return with(draft -> draft.exclude = List.of(patterns));
  }

  /** Looking at the shared folders again after another pause; zero looks once only. */
  public PeerConfig rescanning(Duration pause) {
    return with(draft -> draft.rescan = pause);
  }

  /** Downloading into another folder. */
  public PeerConfig downloadingTo(String folder) {
    return with(draft -> draft.download = folder);
  }

  /** Logging what overlays tell of themselves, from what matters so much on. */
  public PeerConfig logging(OverlayEvent.Level least) {
    return with(draft -> draft.events = least);
  }

  /** With the meters of this process for Prometheus to read there. */
  public PeerConfig metricsAt(Endpoint address) {
    return with(draft -> draft.metrics = new MetricsConfig(address));
  }

  private PeerConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** The components, to change some of them. */
  private static final class Draft {
    private final Section transport;
    private String name;
    private @Nullable Endpoint listen;
    private @Nullable Path directory;
    private List<Section> decorators;
    private @Nullable Section naming;
    private @Nullable Section multicast;
    private List<Section> overlays;
    private List<String> share;
    private List<String> exclude;
    private Duration rescan;
    private String download;
    private OverlayEvent.@Nullable Level events;
    private MetricsConfig metrics;

    Draft(PeerConfig from) {
      name = from.name;
      transport = from.transport;
      listen = from.listen;
      directory = from.directory;
      decorators = from.decorators;
      naming = from.naming;
      multicast = from.multicast;
      overlays = from.overlays;
      share = from.share;
      exclude = from.exclude;
      rescan = from.rescan;
      download = from.download;
      events = from.events;
      metrics = from.metrics;
    }

    PeerConfig build() {
      return new PeerConfig(
          name,
          transport,
          listen,
          directory,
          decorators,
          naming,
          multicast,
          overlays,
          share,
          exclude,
          rescan,
          download,
          events,
          metrics);
    }
  }

  private static List<Section> plus(List<Section> sections, Section one) {
    List<Section> more = new ArrayList<>(sections);
    more.add(one);
    return more;
  }
}
