package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.OverlayException;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.turns.TurnLoop;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads content that may not be here yet. The piece that is waited for goes before all others, and
 * those behind it before the rest, the nearer the sooner: so a player finds what it comes to next.
 */
final class ReadAhead {

  private static final int AHEAD_BYTES = 8 << 20;
  private static final int LEAST_PIECES = 3;

  private record Waiting(long position, ByteBuffer target, CompletableFuture<Integer> result) {}

  private final TurnLoop turns;
  private final TorrentState torrent;
  private final Runnable allWantWork;
  private final List<Waiting> waiting = new ArrayList<>();

  /**
   * Of one torrent.
   *
   * @param allWantWork called when something else is waited for
   */
  ReadAhead(TurnLoop turns, TorrentState torrent, Runnable allWantWork) {
    this.turns = turns;
    this.torrent = torrent;
    this.allWantWork = allWantWork;
  }

  CompletionStage<Integer> read(long position, ByteBuffer target) {
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative, is " + position);
    }
    Waiting reader = new Waiting(position, target, new CompletableFuture<>());
    waiting.add(reader);
    wantAll();
    turns.loop().execute(this::serveAll);
    return reader.result;
  }

  /** Each waits for one piece; what is behind it is wanted for the latest alone. */
  private void wantAll() {
    LoadedTorrent content = torrent.content();
    if (content == null) {
      return;
    }
    content.pieces().forgetPreferences();
    int ahead = Math.max(LEAST_PIECES, AHEAD_BYTES / content.info().pieceLength());
    for (int i = 0; i < waiting.size(); i++) {
      want(content, waiting.get(i).position, i == waiting.size() - 1 ? ahead : 1);
    }
    for (PeerLink peer : torrent.established()) {
      // What it is in the middle of may matter less now.
      peer.requests().reconsider();
    }
    allWantWork.run();
  }

  private static void want(LoadedTorrent content, long position, int count) {
    if (position < content.info().totalLength()) {
      int first = (int) (position / content.info().pieceLength());
      for (int i = 0; i < count && first + i < content.info().pieces(); i++) {
        content.pieces().prefer(first + i, Math.max(2, PieceTable.URGENT - i));
      }
    }
  }

  /** A piece is here that somebody may wait for. */
  void onPiece() {
    if (!waiting.isEmpty()) {
      turns.loop().execute(this::serveAll);
    }
  }

  /** The torrent knows from now on what it is made of. */
  void onContent() {
    wantAll();
    serveAll();
  }

  void fail(OverlayException failure) {
    List<Waiting> failed = List.copyOf(waiting);
    waiting.clear();
    failed.forEach(reader -> reader.result.completeExceptionally(failure));
  }

  private void serveAll() {
    LoadedTorrent content = torrent.content();
    if (content == null || torrent.isChecking()) {
      return;
    }
    for (Waiting reader : List.copyOf(waiting)) {
      Info info = content.info();
      if (reader.position >= info.totalLength()) {
        waiting.remove(reader);
        reader.result.complete(-1);
      } else if (content.pieces().has((int) (reader.position / info.pieceLength()))) {
        waiting.remove(reader);
        read(content, reader);
      }
    }
    turns.endTurn();
  }

  private void read(LoadedTorrent content, Waiting reader) {
    Info info = content.info();
    int piece = (int) (reader.position / info.pieceLength());
    int end = content.pieces().have().nextClearBit(piece);
    long available = Math.min(info.totalLength(), info.offset(end)) - reader.position;
    int count = (int) Math.min(available, reader.target.remaining());
    ByteBuffer target = reader.target;
    int start = target.position();
    int limit = target.limit();
    turns.<Integer>offload(
        () -> {
          target.limit(target.position() + count);
          try {
            if (!content.storage().read(reader.position, target)) {
              throw new EOFException("piece " + piece + " is not on the disk any more");
            }
          } finally {
            target.limit(limit);
          }
          return count;
        },
        (read, thrown) -> {
          if (read != null) {
            reader.result.complete(read);
          } else if (isCheckedAnew(content)) {
            target.position(start);
            waiting.add(reader);
            onContent();
          } else {
            reader.result.completeExceptionally(thrown);
          }
        });
  }

  /** True if a check has let go of the files, perhaps in the middle of a read. */
  private boolean isCheckedAnew(LoadedTorrent content) {
    return switch (torrent.phase()) {
      case CHECKING -> true;
      case ACTIVE, PAUSED -> torrent.content() != content;
      case NAMED, FAILED, CLOSED -> false;
    };
  }
}
