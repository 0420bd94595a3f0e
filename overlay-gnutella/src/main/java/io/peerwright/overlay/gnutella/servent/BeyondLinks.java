package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.overlay.gnutella.bootstrap.Bootstrap;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.datagram.MessageSender;
import io.peerwright.overlay.gnutella.ggep.ExtensionArea;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.sharing.HitWriter;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import io.peerwright.overlay.gnutella.sharing.Responder;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a servent does beyond its links: messages as datagrams, host caches, and whether strangers
 * reach it. Each is made when it is needed first.
 */
final class BeyondLinks implements QueryGuids {

  /** Hits for a query of a neighbour itself go over its link. */
  private static final int FAR_HOPS = 2;

  private final Host host;
  private final GnutellaConfig config;
  private final Dialable servent;
  private final ServentPort port;
  private final Presence presence;
  private final Counters counters;
  private final RandomGenerator random;
  private final OutOfBand.Asker asker;
  private final ConnectBacks connectBacks;
  private final @Nullable NetworkEntry entry;
  private @Nullable DatagramService datagrams;

  /** Nothing is used yet. */
  BeyondLinks(
      Host host,
      GnutellaConfig config,
      Dialable servent,
      ServentPort port,
      Neighbours neighbours,
      Connector connector,
      VendorMessages messages,
      Presence presence,
      Counters counters,
      RandomGenerator random,
      OutOfBand.Asker asker) {
    this.host = host;
    this.config = config;
    this.servent = servent;
    this.port = port;
    this.presence = presence;
    this.counters = counters;
    this.random = random;
    this.asker = asker;
    connectBacks = new ConnectBacks(host, port, neighbours, messages, this::sender);
    entry =
        Bootstrap.isConfigured(config) || config.hostCache()
            ? new NetworkEntry(
                host, config, servent, neighbours, connector, presence, random, this::datagrams)
            : null;
    if (entry != null) {
      connector.whenNobodyIsLeft(entry.bootstrap()::need);
    }
  }

  /** The port is open. */
  void open() {
    if (entry != null) {
      entry.bootstrap().open();
    }
    if (config.hostCache()) {
      datagrams();
    }
  }

  /** What is done with datagrams, which begins with this; null if there are none. */
  @Nullable DatagramService datagrams() {
    Endpoint at = port.local();
    if (datagrams == null && config.datagrams() && at != null) {
      datagrams = new DatagramService(host, presence, counters.datagrams(), connectBacks, asker);
      datagrams.open(at);
    }
    return datagrams;
  }

  private @Nullable MessageSender sender() {
    return datagrams == null ? null : datagrams.socket();
  }

  void onLinked(PeerLink link) {
    if (entry != null && link.isDialled() && link.theirs() != Role.LEAF) {
      entry.bootstrap().good(link.remote());
    }
    if (link.ours() != Role.LEAF) {
      datagrams();
    }
  }

  /** A neighbour has said which vendor messages it reads. */
  void onTold(PeerLink link) {
    connectBacks.ask(link);
  }

  void tick() {
    if (entry != null) {
      entry.bootstrap().tick();
    }
  }

  @Nullable LinkHandler onWebCache(Link accepted) {
    return entry == null ? null : entry.onWebCache(accepted);
  }

  /** Whether neighbours could not reach us that have tried. */
  boolean isRefuted() {
    return connectBacks.isRefuted();
  }

  void close() {
    if (datagrams != null) {
      datagrams.close();
    }
    if (entry != null) {
      entry.close();
    }
  }

  /** Runs when the number of the socket is free again, which may be now. */
  void whenClosed(Runnable then) {
    if (datagrams == null) {
      then.run();
    } else {
      datagrams.whenClosed(then);
    }
  }

  // Hits as datagrams.

  /** Where hits can come as datagrams of strangers; null if they cannot, as far as is known. */
  private @Nullable Endpoint unsolicited() {
    DatagramService by = datagrams;
    Endpoint at = by == null || !connectBacks.isUdpProven() ? null : servent.own();
    Endpoint outside = by == null ? null : by.socket().outside();
    Endpoint told = at == null || outside == null ? at : outside;
    return told == null || !told.isIpv4() || told.isAnyLocal() ? null : told;
  }

  @Override
  public Guid next() {
    // Who searches needs them now; the searches that follow may be answered by them.
    datagrams();
    Endpoint at = config.outOfBand() ? unsolicited() : null;
    return at == null ? Guid.random(random) : Guid.outOfBand(at, random);
  }

  @Override
  public boolean isOutOfBand(Guid query) {
    return config.outOfBand() && query.outOfBandEndpoint().equals(unsolicited());
  }

  /**
   * Offers hits as datagrams to whoever asks for them so.
   *
   * @param hops how far the query has come
   * @return false if they are to go over the link
   */
  boolean offer(
      PeerLink from,
      Guid guid,
      int hops,
      Query query,
      List<LibraryFile> files,
      Responder responder) {
    DatagramService by = datagrams;
    if (hops < FAR_HOPS || !query.has(Query.OUT_OF_BAND) || !responder.reachable()) {
      return false;
    }
    Endpoint to = guid.outOfBandEndpoint();
    if (by == null || !mayAnswer(from, to)) {
      // They come too late for this query, and in time for the next one.
      datagrams();
      return false;
    }
    boolean secure = ExtensionArea.read(query.extensions()).ggep().has(GgepIds.SECURE_OUT_OF_BAND);
    boolean binary = query.has(Query.READS_GGEP_H);
    return by.outOfBand()
        .offered()
        .offer(
            to,
            guid,
            files.size(),
            secure,
            token -> HitWriter.hits(files, binary, responder.withToken(token)),
            () -> {
              Answers.send(files, query, from, guid, hops, responder);
              from.endTurn();
            });
  }

  private boolean mayAnswer(PeerLink from, Endpoint to) {
    return to.port() != 0
        && !to.isAnyLocal()
        && !to.isMulticast()
        && !to.equals(servent.own())
        && config.addresses().permits(from.remote(), to);
  }
}
