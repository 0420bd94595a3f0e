package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * @param overlays the overlays to join
 * @param share folders to share once the peer has joined, as {@link Peer#path} takes them
 * @param rescan how often shared folders are looked at again; zero looks once only
 * @param download the folder for what is fetched, as {@link Peer#path} takes it
 */
public record PeerConfig(
    String name,
    Section transport,
    @Nullable Endpoint listen,
    @Nullable Path directory,
    List<Section> decorators,
    List<Section> overlays,
    List<String> share,
    Duration rescan,
    String download) {

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
        name, transport, null, null, List.of(), List.of(), List.of(), USUAL_RESCAN, "downloads");
  }

  /** With another name. */
  public PeerConfig named(String other) {
    return new PeerConfig(
        other, transport, listen, directory, decorators, overlays, share, rescan, download);
  }

  /** With another address to listen on. */
  public PeerConfig listeningOn(Endpoint address) {
    return new PeerConfig(
        name, transport, address, directory, decorators, overlays, share, rescan, download);
  }

  /** With another folder for relative paths. */
  public PeerConfig in(Path folder) {
    return new PeerConfig(
        name, transport, listen, folder, decorators, overlays, share, rescan, download);
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
    List<Section> more = plus(overlays, overlay);
    return new PeerConfig(
        name, transport, listen, directory, decorators, more, share, rescan, download);
  }

  /** With one more decorator around all that are there. */
  public PeerConfig decoratedBy(Section decorator) {
    List<Section> more = plus(decorators, decorator);
    return new PeerConfig(
        name, transport, listen, directory, more, overlays, share, rescan, download);
  }

  /** Sharing these folders. */
  public PeerConfig sharing(String... folders) {
    return new PeerConfig(
        name,
        transport,
        listen,
        directory,
        decorators,
        overlays,
        List.of(folders),
        rescan,
        download);
  }

  /** Looking at the shared folders again after another pause; zero looks once only. */
  public PeerConfig rescanning(Duration pause) {
    return new PeerConfig(
        name, transport, listen, directory, decorators, overlays, share, pause, download);
  }

  /** Downloading into another folder. */
  public PeerConfig downloadingTo(String folder) {
    return new PeerConfig(
        name, transport, listen, directory, decorators, overlays, share, rescan, folder);
  }

  private static List<Section> plus(List<Section> sections, Section one) {
    List<Section> more = new ArrayList<>(sections);
    more.add(one);
    return more;
  }
}
