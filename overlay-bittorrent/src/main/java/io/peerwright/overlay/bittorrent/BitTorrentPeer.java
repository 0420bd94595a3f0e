package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.HostFiles;
import io.peerwright.kit.download.ContentDescription;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.ContentSources;
import io.peerwright.kit.events.EventSource;
import io.peerwright.kit.events.EventStream;
import io.peerwright.kit.events.OverlayEvent;
import io.peerwright.kit.net.Reach;
import io.peerwright.kit.server.ServerLife;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMagnet;
import io.peerwright.overlay.bittorrent.stats.SwarmCounters;
import io.peerwright.overlay.bittorrent.storage.Descriptions;
import io.peerwright.overlay.bittorrent.storage.Placement;
import io.peerwright.overlay.bittorrent.swarm.Strategies;
import io.peerwright.overlay.bittorrent.swarm.SwarmSession;
import io.peerwright.overlay.bittorrent.swarm.SwarmSettings;
import io.peerwright.overlay.bittorrent.swarm.TorrentSpec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A BitTorrent peer. Holds nothing but its configuration until it has joined. */
final class BitTorrentPeer
    implements Overlay, Swarm, Fetch, ContentSources, EventSource, ServerLife.Work {

  private static final Predicate<String> ALL = name -> true;

  private final Set<Class<? extends Capability>> capabilities;
  private final Host host;
  private final BitTorrentConfig config;
  private final BitTorrentParts parts;
  private final SwarmCounters counters = new SwarmCounters();
  private final ServerLife life;
  private final EventStream events;
  private @Nullable SwarmSession session;

  BitTorrentPeer(
      Set<Class<? extends Capability>> capabilities,
      Host host,
      BitTorrentConfig config,
      BitTorrentParts parts) {
    this.capabilities = capabilities;
    this.host = host;
    this.config = config;
    this.parts = parts;
    this.life = new ServerLife(host.loop(), this);
    this.events = new EventStream(host.loop());
  }

  @Override
  public String name() {
    return BitTorrentProvider.NAME;
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return capabilities;
  }

  @Override
  public CompletionStage<Void> join() {
    return life.join();
  }

  @Override
  public void start() {
    Strategies strategies =
        new Strategies(parts.choker(), parts.selector(), parts.connections(), parts.limiter());
    session =
        new SwarmSession(
            host, settings(config), parts.sources(), strategies, counters, events, this::listening);
  }

  private static SwarmSettings settings(BitTorrentConfig config) {
    return new SwarmSettings(
        config.listen(),
        config.peers().stream().map(HostPort::toString).toList(),
        config.localAddresses(),
        config.maxConnections(),
        config.maxConnecting(),
        config.maxRequests(),
        config.bufferBytes(),
        config.exchangePeers(),
        config.trust(),
        config.seedOnly(),
        config.handshakeTimeout().toNanos(),
        config.idleTimeout().toNanos());
  }

  private void listening(@Nullable Reason failure) {
    if (failure == null) {
      life.joined();
    } else if (life.isUp()) {
      session = null;
      life.failed(
          new OverlayException(
              failure,
              "cannot listen at "
                  + (config.listen() != null ? config.listen() : host.listenAddress())
                  + ": "
                  + failure
                  + "; choose another address for listen"));
    }
  }

  @Override
  public CompletionStage<Void> leave() {
    return life.leave();
  }

  @Override
  public void stop() {
    SwarmSession leaving = session;
    session = null;
    if (leaving == null) {
      life.stopped();
    } else {
      leaving.close(() -> host.loop().execute(life::stopped));
    }
  }

  @Override
  public void onMembership(boolean isIn) {
    if (isIn) {
      events.joined(endpoints());
    } else {
      events.left();
    }
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    if (session != null) {
      session.torrents().forEach(torrent -> all.addAll(torrent.peers()));
    }
    return all;
  }

  @Override
  public List<Endpoint> endpoints() {
    Endpoint local = session == null ? null : session.local();
    return local == null ? List.of() : List.of(local);
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    counters.tell(sink);
    sink.accept("torrents.now", session == null ? 0 : session.torrents().size());
    sink.accept("peers.now", neighbours().size());
  }

  @Override
  public Handle listen(OverlayEvent.Level least, Consumer<? super OverlayEvent> listener) {
    return events.listen(least, listener);
  }

  // ---- Swarm

  @Override
  public Download join(Request request, Consumer<? super Download> changed) {
    String magnet = request.magnet();
    ByteBuffer metainfo = request.metainfo();
    return metainfo == null
        ? join(
            TorrentMagnet.parse(Objects.requireNonNull(magnet)),
            Reach.WORLD,
            request.directory(),
            null,
            request.wanted(),
            changed)
        : join(metainfo.duplicate(), request.directory(), request.wanted(), changed);
  }

  private Download join(
      TorrentMagnet link,
      Reach source,
      Path directory,
      @Nullable String name,
      Predicate<? super String> wanted,
      Consumer<? super Download> changed) {
    List<List<String>> tiers = link.trackers().stream().map(List::of).toList();
    return joined()
        .join(
            new TorrentSpec(
                link.hash(),
                null,
                tiers,
                link.webSeeds(),
                link.peers(),
                source,
                info -> FileChoice.of(info, link.select(), wanted),
                info -> parts.storages().open(info, at(directory), name),
                Descriptions.in(HostFiles.stateFolder(config.state(), at(directory)), link.hash()),
                info -> Placement.of(info, at(directory), name),
                changed))
        .download();
  }

  private Download join(
      ByteBuffer metainfo,
      Path directory,
      Predicate<? super String> wanted,
      Consumer<? super Download> changed) {
    Metainfo described = WebSeedContent.read(metainfo);
    Info info = described.info();
    return joined()
        .join(
            new TorrentSpec(
                info.hash(),
                info,
                described.trackers(),
                described.webSeeds(),
                List.of(),
                Reach.WORLD,
                known -> FileChoice.of(known, null, wanted),
                known -> parts.storages().open(known, at(directory), null),
                Descriptions.NONE,
                known -> Placement.of(known, at(directory), null),
                changed))
        .download();
  }

  private Path at(Path directory) {
    return HostFiles.locate(host, directory);
  }

  private SwarmSession joined() {
    SwarmSession open = session;
    if (open == null) {
      throw new IllegalStateException("the peer has not joined; call join() of the overlay first");
    }
    return open;
  }

  // ---- Fetch

  @Override
  public Download fetch(List<Hit> hits, Path target, Consumer<? super Download> changed) {
    InfoHash hash = null;
    List<String> peers = new ArrayList<>();
    for (Hit hit : hits) {
      InfoHash its = hashOf(hit);
      if (its != null && (hash == null || hash.equals(its))) {
        hash = its;
        if (hit.endpoint() != null && hit.overlay().equals(name())) {
          peers.add(hit.endpoint().toString());
        }
      }
    }
    if (hash == null) {
      throw new IllegalArgumentException(
          "none of the " + hits.size() + " hits has a urn:btih, so BitTorrent cannot fetch it");
    }
    Path file = at(target).toAbsolutePath();
    TorrentMagnet link = new TorrentMagnet(hash, "", List.of(), List.of(), peers, null);
    // The application has chosen these peers.
    Path folder = Objects.requireNonNull(file.getParent());
    return join(link, Reach.HOST, folder, file.getFileName().toString(), ALL, changed);
  }

  private static @Nullable InfoHash hashOf(Hit hit) {
    for (Urn urn : hit.urns()) {
      if (urn.namespace().equals(Urn.BTIH)) {
        return InfoHash.parse(urn.value());
      }
    }
    return null;
  }

  // ---- ContentSources

  /** Peers of a swarm give pieces to each other, and only to each other. */
  @Override
  public List<ContentSource> sources(List<Hit> hits) {
    return List.of();
  }

  @Override
  public List<ContentDescription> describe(ByteBuffer metainfo) {
    return WebSeedContent.of(WebSeedContent.read(metainfo.duplicate()));
  }
}
