package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.kit.AppCallbacks;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Swarms on a board, on which peers take parts from each other. Loops of different threads may
 * share a board. What a fault changes is a method of its own, here or in {@link FakeTorrent}.
 */
class FakeSwarm extends FakePeer implements Swarm {

  static final String LINK = "magnet:?xt=urn:fake:";

  /** What all peers of one network see; locked while it is used. */
  static final class Board {
    final List<FakeTorrent> torrents = new ArrayList<>();
  }

  private final Board board;
  final Map<String, FakeTorrent> joined = new LinkedHashMap<>();

  FakeSwarm(Host host, Board board) {
    super(host, Swarm.class);
    this.board = board;
  }

  Board board() {
    return board;
  }

  @Override
  public CompletionStage<Void> leave() {
    List.copyOf(joined.values()).forEach(torrent -> torrent.end(Reason.SHUTDOWN));
    return super.leave();
  }

  @Override
  public Download join(Request request, Consumer<? super Download> changed) {
    FakeContent content = request.metainfo() == null ? null : FakeContent.parse(read(request));
    String hash = content == null ? hashOf(request.magnet()) : content.hash();
    checkMayJoin(hash);
    FakeTorrent torrent =
        torrent(
            new FakeTorrent.Terms(
                this, hash, at(request.directory()), request.wanted(), bearing(changed)));
    joined.put(hash, torrent);
    synchronized (board()) {
      board().torrents.add(torrent);
    }
    torrent.start(content);
    return torrent;
  }

  void checkMayJoin(String hash) {
    if (!present) {
      throw new IllegalStateException("the peer has not joined");
    }
    if (joined.containsKey(hash)) {
      throw new IllegalArgumentException("joined already");
    }
  }

  byte[] read(Request request) {
    ByteBuffer metainfo = request.metainfo().duplicate();
    byte[] bytes = new byte[metainfo.remaining()];
    metainfo.get(bytes);
    return bytes;
  }

  private static String hashOf(String magnet) {
    if (!magnet.startsWith(LINK)) {
      throw new IllegalArgumentException("not a link");
    }
    return magnet.substring(LINK.length());
  }

  /** Who follows a download may throw. */
  Consumer<? super Download> bearing(Consumer<? super Download> changed) {
    return AppCallbacks.one(host.loop(), changed);
  }

  Path at(Path directory) {
    return directory.isAbsolute() ? directory : host.directory().resolve(directory.toString());
  }

  FakeTorrent torrent(FakeTorrent.Terms terms) {
    return new FakeTorrent(terms);
  }

  /** A torrent is over. */
  void forget(FakeTorrent torrent) {
    joined.remove(torrent.hash, torrent);
    synchronized (board()) {
      board().torrents.remove(torrent);
    }
  }
}
