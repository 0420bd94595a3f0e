package io.peerwright.samples.swarm;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.BitTorrentParts;
import io.peerwright.overlay.bittorrent.BitTorrentProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One peer of a swarm, from its coming to its going. */
final class Member {

  private static final BitTorrentProvider PROVIDER = new BitTorrentProvider();

  /** Nothing is ever written there. */
  private static final Path NOWHERE = Path.of("");

  private final PeerClass kind;
  private final int kindIndex;
  private final Host host;
  private final SharedContent content;
  private final Overlay overlay;
  private final Account account = new Account();
  private @Nullable Download download;
  private long cameAt;
  private volatile long completeAt = -1;
  private volatile boolean gone;

  Member(PeerClass kind, int kindIndex, Host host, SharedContent content) {
    this.kind = kind;
    this.kindIndex = kindIndex;
    this.host = host;
    this.content = content;
    BitTorrentConfig config = BitTorrentConfig.DEFAULT.withStrategies(kind.choking(), kind.order());
    boolean whole = kind.role() == PeerClass.Role.SEED;
    BitTorrentParts parts =
        BitTorrentParts.of(config)
            .withStorages((info, directory, name) -> new Portion(content, whole));
    if (kind.role() == PeerClass.Role.FREE_RIDER) {
      parts = parts.withChoker(new ServeNobody());
    }
    overlay = PROVIDER.create(host, config, parts);
  }

  static Path directory() {
    return NOWHERE;
  }

  /** Comes; on the loop. */
  void start() {
    cameAt = host.loop().nanoTime();
    overlay
        .join()
        .thenRun(
            () -> {
              Swarm swarm = overlay.as(Swarm.class).orElseThrow();
              Download begun =
                  swarm.join(Swarm.Request.ofMetainfo(content.torrent(), NOWHERE), changed -> {});
              download = begun;
              begun.done().thenRun(this::complete);
            });
  }

  private void complete() {
    Loop loop = host.loop();
    completeAt = loop.nanoTime();
    Duration stay = kind.stay();
    if (stay != null) {
      double mean = stay.toNanos();
      double lots = loop.random("stay").nextDouble();
      loop.schedule((long) (-mean * Math.log1p(-lots)), this::leave);
    }
  }

  private void leave() {
    gone = true;
    overlay.leave().thenRun(host::close);
  }

  boolean isSeed() {
    return kind.role() == PeerClass.Role.SEED;
  }

  boolean isComplete() {
    return completeAt >= 0;
  }

  boolean isGone() {
    return gone;
  }

  int kindIndex() {
    return kindIndex;
  }

  /** Bytes of verified pieces; between two runs. */
  long bytesDone() {
    return isComplete() ? content.length() : download == null ? 0 : download.bytesDone();
  }

  /** Where others see it, without a port. */
  Endpoint address() {
    return host.listenAddress().withPort(0);
  }

  /** Those it is connected to; between two runs. */
  List<Neighbour> peers() {
    return download == null || gone ? List.of() : download.peers();
  }

  Account account() {
    return account;
  }

  Overlay overlay() {
    return overlay;
  }

  long cameAt() {
    return cameAt;
  }

  /** When it had everything, on the clock of its loop; -1 if it has not. */
  long completeAt() {
    return completeAt;
  }
}
