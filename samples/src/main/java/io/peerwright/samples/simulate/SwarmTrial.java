package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.files.DurableFiles;
import io.peerwright.kit.network.NetworkModel;
import io.peerwright.overlay.bittorrent.BitTorrentConfig;
import io.peerwright.overlay.bittorrent.BitTorrentProvider;
import io.peerwright.overlay.bittorrent.TrackerProvider;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.overlay.bittorrent.tracker.TrackerConfig;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fifteen minutes in the life of a swarm in which things go wrong, and are well again after six.
 * One seed is never disturbed; all others want the content, crash, and go on with what their disks
 * have kept. Whatever went wrong:
 *
 * <ul>
 *   <li>at no restart a file has its final name and other bytes than it should;
 *   <li>in the end everybody has the content, byte for byte, and no part file;
 *   <li>after everybody has left, no socket is open, and nothing is under way;
 *   <li>and no handler has thrown anything.
 * </ul>
 */
final class SwarmTrial {

  private static final int TRACKER_PORT = 6969;
  private static final Duration END = Duration.ofMinutes(15);

  /** Longer than any timer runs, for those of crashed hosts stay until they are due. */
  private static final Duration WIND_DOWN = Duration.ofMinutes(40);

  private static final int LEAST_DISK_BYTES = 1 << 20;

  /** So that a transfer takes long enough for something to happen meanwhile. */
  private static final int UP_BYTES_PER_SECOND = 8_000;

  private static final String TITLE = "album";

  private final TrialSettings settings;
  private final Simulation simulation;
  private final Path content;
  private final Metainfo metainfo;
  private final BitTorrentConfig config;
  private final Host tracker;
  private final SwarmTrialPeer origin;
  private final List<SwarmTrialPeer> peers = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private Overlay trackerOverlay;

  private SwarmTrial(TrialSettings settings) throws IOException {
    this.settings = settings;
    Settings size = settings.size();
    NetworkModel unlimited = InMemoryConfig.DEFAULT.network();
    long bytes = (long) size.files() * size.fileBytes();
    simulation =
        Simulation.create(
            InMemoryConfig.DEFAULT
                .withSeed(size.seed())
                .withDiskBytes((int) Math.max(LEAST_DISK_BYTES, 4 * bytes))
                .withNetwork(unlimited.withBandwidth(UP_BYTES_PER_SECOND, 0)));
    simulation.onError((host, thrown) -> broken.add(host.name() + " has thrown " + thrown));
    tracker = simulation.newHost(TrialSettings.INDEX, null, null);
    simulation.setModel(tracker, unlimited);
    Host seed = simulation.newHost("origin", null, null);
    content = write(seed.directory().resolve(TITLE), size);
    String announce = "http://" + tracker.listenAddress().withPort(TRACKER_PORT) + "/announce";
    metainfo =
        TorrentMaker.make(
            content,
            new TorrentMaker.Options(1 << 14, List.of(List.of(announce)), List.of(), "", false),
            read -> {});
    config = BitTorrentConfig.DEFAULT.withPeers(List.of(seed.listenAddress().withPort(6_881)));
    trackerOverlay = startTracker(tracker);
    BitTorrentConfig own =
        BitTorrentConfig.DEFAULT.withListen(seed.listenAddress().withPort(6_881));
    origin =
        new SwarmTrialPeer(
            metainfo.toBytes(), seed, new BitTorrentProvider().create(seed, own), seed.directory());
  }

  /** Runs one. Does not throw because something is broken, but says so. */
  static Verdict run(TrialSettings settings) throws IOException {
    SwarmTrial trial = new SwarmTrial(settings);
    try (Simulation simulation = trial.simulation) {
      try {
        trial.run();
      } catch (RuntimeException e) {
        trial.broken.add("it ended at " + simulation.now() + " with " + e);
      }
      Duration time = simulation.now().compareTo(END) < 0 ? simulation.now() : END;
      return new Verdict(trial.broken, simulation.events(), simulation.traceHash(), time);
    }
  }

  private static Path write(Path folder, Settings size) throws IOException {
    Random random = new Random(size.seed());
    DurableFiles.createFolders(folder);
    for (int i = 0; i < size.files(); i++) {
      byte[] bytes = new byte[size.fileBytes()];
      random.nextBytes(bytes);
      String name = i == 0 ? "song" : i == 1 ? "song.part" : "song " + i;
      Files.write(folder.resolve(name), bytes);
      DurableFiles.force(folder.resolve(name));
    }
    DurableFiles.forceFolder(folder);
    return folder;
  }

  private static Overlay startTracker(Host host) {
    TrackerConfig at =
        TrackerConfig.DEFAULT.withListen(host.listenAddress().withPort(TRACKER_PORT));
    Overlay overlay = new TrackerProvider().create(host, at);
    overlay.join();
    return overlay;
  }

  private Overlay peerOn(Host host) {
    return new BitTorrentProvider().create(host, config);
  }

  private void run() throws IOException {
    origin.begin(0);
    for (int i = 0; i < settings.size().peers(); i++) {
      Host host = simulation.newHost(TrialSettings.peerName(i), null, null);
      SwarmTrialPeer peer =
          new SwarmTrialPeer(
              metainfo.toBytes(), host, peerOn(host), host.directory().resolve("downloads"));
      peers.add(peer);
      peer.begin(Duration.ofMinutes(4).toNanos());
    }
    settings.plan().apply(simulation, this::restarted);
    simulation.runUntil(() -> false, END);
    for (SwarmTrialPeer peer : peers) {
      complain(peer.host(), peer.complaint(content));
    }
    leave();
  }

  private void restarted(Host host) {
    if (host.name().equals(tracker.name())) {
      trackerOverlay = startTracker(host);
      return;
    }
    SwarmTrialPeer peer = peers.get(TrialSettings.indexOf(host.name()));
    try {
      complain(host, peer.liesAfterCrash(host, content));
    } catch (IOException e) {
      complain(host, "cannot read its disk after a crash: " + e);
    }
    peer.restarted(host, peerOn(host));
  }

  private void complain(Host host, String complaint) {
    if (!complaint.isEmpty()) {
      broken.add(host.name() + " " + complaint);
    }
  }

  private void leave() {
    List<Host> hosts = new ArrayList<>(List.of(tracker));
    List<SwarmTrialPeer> all = new ArrayList<>(peers);
    all.add(origin);
    for (SwarmTrialPeer peer : all) {
      peer.overlay().leave();
      hosts.add(peer.host());
    }
    trackerOverlay.leave();
    if (!simulation.runUntilIdle(WIND_DOWN)) {
      broken.add("something is still under way " + WIND_DOWN.toSeconds() + " s after the end");
    }
    for (Host host : hosts) {
      int sockets = simulation.sockets(host);
      if (sockets > 0) {
        broken.add(host.name() + " has left " + sockets + " sockets open");
      }
    }
  }
}
