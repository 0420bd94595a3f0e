package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One torrent of BEP 3, as leecher and seed: rarest piece first from whoever unchokes us, and tit
 * for tat for whom we unchoke. A piece is one block of 16 KiB here.
 *
 * <p>Shows how a listening socket, links in both directions, a {@link PieceStore} and a strategy
 * ({@link TitForTat}) come together on one loop, without a lock and without a thread.
 */
final class BitTorrentSwarm implements LinkAcceptor, TimerTarget {

  private static final int HANDSHAKE_BYTES = 68;
  private static final int CHOKE = 0;
  private static final int UNCHOKE = 1;
  private static final int INTERESTED = 2;
  private static final int HAVE = 4;
  private static final int BITFIELD = 5;
  private static final int REQUEST = 6;
  private static final int PIECE = 7;
  private static final long RECHOKE_NANOS = 10_000_000_000L;

  private final Host host;
  private final ByteBuffer handshake;
  private final PieceStore store;
  private final BitSet have;
  private final BitSet wanted = new BitSet();
  private final Set<Peer> peers = new LinkedHashSet<>();
  private final RandomGenerator random;

  /** Joins the swarm that {@code handshake} names; {@code have} says what lies in the store. */
  BitTorrentSwarm(Host host, ByteBuffer handshake, PieceStore store, BitSet have) {
    this.host = host;
    this.handshake = handshake;
    this.store = store;
    this.have = have;
    this.random = host.loop().random("choker");
    host.transport().listen(host.listenAddress(), SocketOptions.DEFAULT, this);
    host.loop().schedule(RECHOKE_NANOS, this, 0, 0);
  }

  void connect(List<Endpoint> fromTracker) {
    fromTracker.stream()
        .limit(5)
        .forEach(to -> host.transport().connect(to, SocketOptions.DEFAULT, new Peer()));
  }

  @Override
  public LinkHandler onAccept(Link link) {
    return new Peer();
  }

  @Override
  public void onTimer(int round, long unused) {
    host.loop().schedule(RECHOKE_NANOS, this, round + 1, 0);
    List<Peer> unchoked =
        TitForTat.unchoked(peers.stream().map(Peer::candidate).toList(), round, random);
    peers.forEach(peer -> peer.choke(!unchoked.contains(peer)));
  }

  private final class Peer extends Framed {

    private Link link;
    private final BitSet theirs = new BitSet();
    private boolean interested;
    private boolean choked = true;
    private long bytesFromIt;

    Peer() {
      super(4, 128 * 1024);
    }

    TitForTat.ChokeCandidate<Peer> candidate() {
      return new TitForTat.ChokeCandidate<>(this, interested, bytesFromIt, !choked);
    }

    @Override
    public void onOpen(Link opened) {
      super.onOpen(opened);
      send(opened, handshake);
      link = opened;
    }

    @Override
    int frameBytes(ByteBuffer bytes, int at) {
      return peers.contains(this) ? 4 + bytes.getInt(at) : HANDSHAKE_BYTES;
    }

    @Override
    void onFrame(Link from, ByteBuffer frame) {
      if (!peers.contains(this)) {
        greet(frame);
      } else if (frame.remaining() > 4) {
        onMessage(frame.get(4), frame.position(5));
      }
    }

    private void greet(ByteBuffer theirHandshake) {
      if (!theirHandshake.slice(28, 20).equals(handshake.slice(28, 20))) {
        link.abort(Reason.PROTOCOL);
        return;
      }
      peers.add(this);
      ByteBuffer bits = ByteBuffer.allocate((store.pieces() + 7) / 8);
      have.stream().forEach(i -> bits.put(i / 8, (byte) (bits.get(i / 8) | 0x80 >> i % 8)));
      message(BITFIELD, bits);
      message(INTERESTED, ByteBuffer.allocate(0));
    }

    private void onMessage(int id, ByteBuffer body) {
      switch (id) {
        case UNCHOKE -> request();
        case INTERESTED -> interested = true;
        case HAVE -> theirs.set(checked(body.getInt()));
        case BITFIELD -> {
          for (int i = 0; i < store.pieces(); i++) {
            theirs.set(i, (body.get(5 + i / 8) & 0x80 >> i % 8) != 0);
          }
        }
        case REQUEST -> upload(checked(body.getInt()));
        case PIECE -> keep(checked(body.getInt()), body.position(13));
        default -> {}
      }
    }

    /** What this throws costs the link, with {@link Reason#PROTOCOL}. */
    private int checked(int piece) {
      if (piece < 0 || piece >= store.pieces()) {
        throw new IllegalArgumentException("no such piece: " + piece);
      }
      return piece;
    }

    private void request() {
      BitSet open = (BitSet) theirs.clone();
      open.andNot(have);
      open.andNot(wanted);
      open.stream()
          .boxed()
          .min((a, b) -> Integer.compare(copies(a), copies(b)))
          .ifPresent(
              rarest -> {
                wanted.set(rarest);
                message(
                    REQUEST,
                    ByteBuffer.allocate(12).putInt(0, rarest).putInt(8, PieceStore.PIECE_BYTES));
              });
    }

    private void upload(int piece) {
      if (!choked && have.get(piece)) {
        store.read(
            piece,
            bytes ->
                message(
                    PIECE,
                    ByteBuffer.allocate(8 + bytes.remaining())
                        .putInt(piece)
                        .putInt(0)
                        .put(bytes)
                        .flip()));
      }
    }

    private void keep(int piece, ByteBuffer block) {
      byte[] bytes = new byte[block.remaining()];
      block.get(bytes);
      bytesFromIt += bytes.length;
      store.write(piece, bytes, stored -> onStored(piece, stored));
    }

    private void onStored(int piece, boolean stored) {
      wanted.clear(piece);
      have.set(piece, stored);
      if (stored) {
        peers.forEach(peer -> peer.message(HAVE, ByteBuffer.allocate(4).putInt(0, piece)));
      }
      request();
    }

    void choke(boolean now) {
      if (choked != now) {
        choked = now;
        message(now ? CHOKE : UNCHOKE, ByteBuffer.allocate(0));
      }
    }

    private void message(int id, ByteBuffer body) {
      ByteBuffer frame = ByteBuffer.allocate(5 + body.remaining());
      send(link, frame.putInt(1 + body.remaining()).put((byte) id).put(body.duplicate()).flip());
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      peers.remove(this);
    }
  }

  private int copies(int piece) {
    return (int) peers.stream().filter(peer -> peer.theirs.get(piece)).count();
  }
}
