package io.peerwright.overlay.bittorrent.metadata;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import io.peerwright.overlay.bittorrent.wire.RemotePeer;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The info dictionary from peers and for peers (BEP 9). What has been fetched is believed only if
 * its hash is the torrent's name. Two peers are asked at once, each for all of it, so that one that
 * lies or dawdles does not keep us waiting; who sends too slowly or something else is sent away.
 */
public final class MetadataExchange {

  /** A peer that may know the description. */
  public interface Peer extends RemotePeer {

    /** How it stands with it and the description. */
    MetadataState metadata();
  }

  /** The torrent that is described. */
  public interface Swarm {

    /** Its name. */
    InfoHash hash();

    /** The description; null while it is not known. */
    @Nullable Info info();

    /** Everybody who can be asked, in the order of their coming. */
    List<? extends Peer> established();

    /** The description has come. */
    void onFetchedInfo(Info info);

    /** A description has come that cannot be used. */
    void onUnusableInfo(String why);

    /** A peer has sent something else. */
    void onCorruptPeer(Endpoint peer, String what);
  }

  private static final int PIECE = MetadataFetch.PIECE;
  private static final int REQUEST = 0;
  private static final int DATA = 1;
  private static final int REJECT = 2;

  /** Peers that are asked at once, those apart that have taken long already. */
  private static final int MAX_FETCHES = 2;

  private static final long LONG_NANOS = 10_000_000_000L;

  /** With so many under way the oldest one is given up for another. */
  private static final int MAX_SLOW_FETCHES = 8;

  /** How often a peer may ask for each piece. */
  private static final int MAX_SERVED = 3;

  /** What a peer that asks again because it was too early may ask beyond that. */
  private static final int MORE_SERVED = 64;

  private final TurnLoop turns;
  private final Swarm torrent;
  private final Map<Peer, MetadataFetch> fetches = new LinkedHashMap<>(4);

  /** Of one torrent. */
  public MetadataExchange(TurnLoop turns, Swarm torrent) {
    this.turns = turns;
    this.torrent = torrent;
  }

  /** A peer may be able to give it. */
  public void onHandshake(Peer peer) {
    if (torrent.info() == null && mayFetch()) {
      fetchFrom(peer);
    }
  }

  private boolean mayFetch() {
    long now = turns.now();
    return fetches.values().stream().filter(each -> each.age(now) < LONG_NANOS).count()
        < MAX_FETCHES;
  }

  private void fetchFrom(Peer peer) {
    long size = peer.extension().metadataSize();
    if (!peer.isOver()
        && canGive(peer)
        && size > 0
        && size <= Info.MAX_BYTES
        && !fetches.containsKey(peer)) {
      MetadataFetch fetch = new MetadataFetch((int) size, turns.now());
      fetches.put(peer, fetch);
      ask(peer, fetch);
    }
  }

  private static boolean canGive(Peer peer) {
    return peer.speaksExtensions() && peer.extension().metadata() > 0 && !peer.metadata().refused;
  }

  private static void ask(Peer peer, MetadataFetch fetch) {
    for (int piece = fetch.takeNext(); piece >= 0; piece = fetch.takeNext()) {
      send(peer, REQUEST, piece);
    }
  }

  private static void send(Peer peer, int type, int piece) {
    BWriter dict = new BWriter().dict().key("msg_type").integer(type).key("piece").integer(piece);
    peer.send().extended(peer.extension().metadata(), dict.end().toBytes());
  }

  private static void give(Peer peer, int piece, ByteBuffer info) {
    BWriter dict = new BWriter().dict().key("msg_type").integer(DATA).key("piece").integer(piece);
    byte[] head = dict.key("total_size").integer(info.limit()).end().toBytes();
    int from = piece * PIECE;
    int count = Math.min(PIECE, info.limit() - from);
    byte[] message = Arrays.copyOf(head, head.length + count);
    info.get(from, message, head.length, count);
    peer.send().extended(peer.extension().metadata(), message);
  }

  /** A peer asks, answers or refuses. */
  public void onMessage(Peer peer, ByteBuffer payload) throws WireException {
    BDict head;
    long type;
    long piece;
    try {
      head = BReader.readFirstDict(payload, BReader.Limits.MESSAGE);
      type = head.integer("msg_type");
      piece = head.integer("piece");
    } catch (BencodeException e) {
      throw new WireException("sends a metadata message: " + e.getMessage());
    }
    if (piece < 0 || piece > Info.MAX_BYTES / PIECE) {
      throw new WireException("speaks of piece " + piece + " of the metadata");
    }
    switch ((int) Math.min(type, REJECT + 1L)) {
      case REQUEST -> onRequest(peer, (int) piece);
      case DATA -> onData(peer, (int) piece, payload);
      case REJECT -> onReject(peer);
      default -> {
        // BEP 9 leaves room for more types.
      }
    }
  }

  private void onRequest(Peer peer, int piece) throws WireException {
    if (peer.extension().metadata() == 0) {
      throw new WireException("asks for metadata and has given no number to answer with");
    }
    Info info = torrent.info();
    ByteBuffer encoded = info == null ? null : info.encoded();
    int known = encoded == null ? 0 : (encoded.limit() + PIECE - 1) / PIECE;
    if (++peer.metadata().served > MORE_SERVED + MAX_SERVED * known) {
      throw new WireException("asks for the metadata again and again");
    }
    if (encoded == null || piece * (long) PIECE >= encoded.limit()) {
      send(peer, REJECT, piece);
    } else {
      give(peer, piece, encoded);
    }
  }

  private void onData(Peer peer, int piece, ByteBuffer data) throws WireException {
    MetadataFetch fetch = fetches.get(peer);
    if (torrent.info() != null) {
      fetches.clear();
      return;
    }
    if (fetch == null || !fetch.awaits(piece)) {
      return;
    }
    if (data.remaining() != fetch.lengthOf(piece)) {
      throw new WireException("sends a piece of the metadata with the wrong length");
    }
    fetch.add(piece, data, turns.now());
    if (fetch.isWhole()) {
      fetches.remove(peer);
      onWhole(peer, fetch.whole());
    } else {
      ask(peer, fetch);
      stayWithinMemory();
    }
  }

  private void onWhole(Peer peer, byte[] whole) {
    if (!InfoHash.of(ByteBuffer.wrap(whole)).equals(torrent.hash())) {
      torrent.onCorruptPeer(peer.remote(), "sent metadata that is not the torrent's");
      next();
      return;
    }
    fetches.clear();
    try {
      torrent.onFetchedInfo(Info.of(whole));
    } catch (BencodeException e) {
      torrent.onUnusableInfo(String.valueOf(e.getMessage()));
    }
  }

  /** All of them together hold no more than one may. */
  private void stayWithinMemory() {
    long sum = fetches.values().stream().mapToLong(MetadataFetch::bytes).sum();
    if (sum > Info.MAX_BYTES) {
      fetches.entrySet().stream()
          .max(Comparator.comparingInt(each -> each.getValue().bytes()))
          .ifPresent(each -> giveUp(each.getKey()));
    }
  }

  private void onReject(Peer peer) {
    if (fetches.remove(peer) != null) {
      peer.metadata().refused = true;
      next();
    }
  }

  /** A peer has gone. */
  public void onGone(Peer peer) {
    if (fetches.remove(peer) != null) {
      next();
    }
  }

  private void giveUp(Peer peer) {
    peer.metadata().refused = true;
    peer.drop(Reason.TIMEOUT, "does not give the metadata that it says it has");
  }

  private void next() {
    if (torrent.info() == null) {
      for (Peer peer : List.copyOf(torrent.established())) {
        if (mayFetch()) {
          fetchFrom(peer);
        }
      }
    }
  }

  /** How far it is, for a person. */
  public String progress() {
    return fetches.values().stream()
        .max(Comparator.comparingInt(MetadataFetch::received))
        .map(each -> "got " + each.received() + " of " + each.count() + " parts of the description")
        .orElse("looking for a peer that knows the torrent");
  }

  /** Peers that keep us waiting are left. */
  public void dropSlow(long now) {
    for (Map.Entry<Peer, MetadataFetch> each : List.copyOf(fetches.entrySet())) {
      if (each.getValue().isTooSlow(now)) {
        giveUp(each.getKey());
      }
    }
    next();
    if (fetches.size() > MAX_SLOW_FETCHES) {
      giveUp(fetches.keySet().iterator().next());
    }
  }
}
