package io.peerwright.overlay.bittorrent.requests;

import io.peerwright.kit.events.EventStream;
import io.peerwright.overlay.bittorrent.bandwidth.BandwidthLimiter;
import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.bandwidth.TorrentRates;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.blocks.Buffers;
import io.peerwright.overlay.bittorrent.blocks.ChunkSink;
import io.peerwright.overlay.bittorrent.blocks.PartialPiece;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.pieces.Selectors;
import io.peerwright.overlay.bittorrent.rates.RateLimiter;
import io.peerwright.overlay.bittorrent.resources.Resources;
import io.peerwright.overlay.bittorrent.stats.SwarmCounters;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A torrent of nothing but pieces and requests; each piece that comes whole is taken for good. */
final class FakeSwarm implements RequestSwarm, LimitedTorrent, ChunkSink {

  final StillLoop loop;
  final List<FakePeer> peers = new ArrayList<>();
  final Info info;
  final PieceTable pieces;
  final Buffers memory = new Buffers(1 << 24, () -> {});
  final Requests requests;
  final Availability availability;
  boolean spoils;

  FakeSwarm(int count, int blocksEach, long seed) {
    loop = new StillLoop(seed);
    info = info(count, blocksEach * PartialPiece.BLOCK);
    pieces = new PieceTable(info, null);
    TurnLoop turns = new TurnLoop(loop, () -> {});
    Resources shared =
        new Resources(
            turns,
            memory,
            new BandwidthLimiter(turns, RateLimiter.NONE),
            new SwarmCounters(),
            new EventStream(loop));
    requests = new Requests(shared, this, pieces, this, Selectors.RAREST_FIRST, 100);
    availability = new Availability(this);
    availability.setPieces(pieces);
  }

  private static Info info(int pieces, int length) {
    String text =
        "d6:lengthi"
            + (long) pieces * length
            + "e4:name1:t12:piece lengthi"
            + length
            + "e6:pieces"
            + 20 * pieces
            + ":"
            + "x".repeat(20 * pieces)
            + "e";
    try {
      return Info.of(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (BencodeException e) {
      throw new AssertionError(e);
    }
  }

  /** A peer that has come and serves us. */
  FakePeer peer() {
    FakePeer peer = new FakePeer(this, peers.size() + 1);
    peer.requests().setChokesUs(false);
    peers.add(peer);
    return peer;
  }

  @Override
  public boolean isLeeching() {
    return !pieces.isDone();
  }

  @Override
  public List<FakePeer> established() {
    return peers;
  }

  @Override
  public void allWantWork() {
    peers.forEach(FakePeer::wantsWork);
  }

  @Override
  public void received(int bytes) {}

  @Override
  public void onChunk(PartialPiece piece, int chunk) {
    memory.unreserve(piece.takeChunk(chunk, memory).capacity());
    if (spoils) {
      pieces.spoilt(piece.piece());
    } else {
      pieces.complete(piece.piece());
      peers.forEach(peer -> availability.onPiece(peer, piece.piece()));
    }
  }

  @Override
  public void drop(PartialPiece piece) {
    pieces.drop(piece, memory);
  }

  @Override
  public InfoHash hash() {
    return info.hash();
  }

  @Override
  public boolean isSeeding() {
    return pieces.isDone();
  }

  @Override
  public int connected() {
    return peers.size();
  }

  @Override
  public TorrentRates rates() {
    throw new AssertionError("nothing is limited");
  }
}
