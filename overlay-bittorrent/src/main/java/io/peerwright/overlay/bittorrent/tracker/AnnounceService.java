package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.overlay.bittorrent.events.TrackerEvents;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What announces over HTTP and over UDP have in common: limits, the store, and the checks. */
final class AnnounceService {

  private static final PeerSink NOBODY = (source, from, addressBytes, idFrom) -> {};

  final TrackerConfig config;
  final PeerStore store;
  final Admission admission;
  final TrackerCounters counters;
  final ConnectionIds connectionIds;
  private final TrackerEvents events;
  private final Loop loop;
  private final AddressRates rates;
  private final RandomGenerator random;
  private final long startNanos;
  private final int intervalSeconds;
  private final @Nullable NatChecks checks;

  AnnounceService(
      Host host,
      TrackerConfig config,
      PeerStore store,
      Admission admission,
      TrackerCounters counters,
      TrackerEvents events) {
    loop = host.loop();
    this.config = config;
    this.store = store;
    this.admission = admission;
    this.counters = counters;
    this.events = events;
    random = loop.random("bittorrent.tracker.interval");
    startNanos = loop.nanoTime();
    intervalSeconds = (int) config.interval().toSeconds();
    byte[] secret = new byte[ConnectionIds.SECRET_BYTES];
    loop.secureRandom(secret);
    connectionIds = new ConnectionIds(secret);
    int perSecond = config.maxRequestsPerSecond();
    rates = new AddressRates(SaltedHash.of(loop), perSecond, perSecond);
    checks = config.natCheck() ? new NatChecks(host, this::checked) : null;
  }

  /** Seconds since it was opened, plus as many as a connection id lives. */
  int now() {
    return (int) ((loop.nanoTime() - startNanos) / 1_000_000_000) + ConnectionIds.LIFE_SECONDS;
  }

  /** Counts a request; false if its address has sent too many. */
  boolean mayAsk(Endpoint from) {
    boolean may = rates.take(from, loop.nanoTime());
    counters.tooMany += may ? 0 : 1;
    return may;
  }

  /** How many peers are told to who asks for so many; below 0 is no wish. */
  int want(int asked, int most) {
    int want = asked < 0 ? config.defaultPeers() : asked;
    return Math.min(want, Math.min(most, config.maxPeersPerAnswer()));
  }

  /** When to come again, a little different for each. */
  int intervalSeconds() {
    return intervalSeconds + random.nextInt(intervalSeconds / 16 + 1);
  }

  /**
   * Notes a peer and hands out others.
   *
   * @param from where the peer came from
   * @param isOwnAddress false if it has named another address
   */
  void announce(Announcement told, Endpoint from, boolean isOwnAddress, PeerSink peers) {
    boolean believed = isOwnAddress || config.believeAddresses();
    boolean stops = told.event() == Event.STOPPED;
    // Nobody is to make us knock at doors that it cannot reach itself, or send others there.
    boolean mayName = isOwnAddress || config.localAddresses().permits(from, told.peer());
    boolean possible = told.peer().port() != 0 && mayName;
    if (!possible || !believed && (stops || checks == null)) {
      sample(told, stops ? 0 : told.want(), peers);
    } else if (checks != null && !stops && !store.knows(told.infoHash(), told.peer())) {
      sample(told, told.want(), peers);
      checks.start(told, from, isOwnAddress);
    } else {
      note(told, peers);
    }
  }

  private void note(Announcement told, PeerSink peers) {
    store.announce(told, now(), peers);
    switch (told.event()) {
      case STARTED -> events.started(told.infoHash(), told.peer());
      case COMPLETED -> events.completed(told.infoHash(), told.peer());
      case STOPPED -> events.stopped(told.infoHash(), told.peer());
      case NONE -> {
        // It is still there, which is no news.
      }
    }
  }

  /** Counts a request that is not served. */
  void refused(Endpoint from, String why) {
    counters.refused++;
    events.refused(from, why);
  }

  private void sample(Announcement told, int want, PeerSink peers) {
    store.sample(told.infoHash(), !told.peer().isIpv4(), told.share().isUploadOnly(), want, peers);
  }

  private void checked(Announcement told, boolean passed) {
    counters.checksPassed += passed ? 1 : 0;
    counters.checksFailed += passed ? 0 : 1;
    events.checked(told.infoHash(), told.peer(), passed);
    if (passed) {
      Announcement quiet =
          new Announcement(
              told.infoHash(), told.peerId(), told.peer(), told.event(), told.share(), 0);
      note(quiet, NOBODY);
    }
  }

  int checksUnderWay() {
    return checks == null ? 0 : checks.underWay();
  }

  void close() {
    if (checks != null) {
      checks.close();
    }
  }
}
