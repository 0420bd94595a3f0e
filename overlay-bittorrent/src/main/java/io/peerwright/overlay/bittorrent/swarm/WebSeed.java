package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.OverlayException;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Percent;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One server that has the content. It is asked for runs of pieces that nobody else is busy with,
 * from the longest gap, so that it fills what the peers leave open; a run that reaches over several
 * files is asked for file by file.
 */
final class WebSeed implements HttpCall.Listener, Assembly.Sender {

  private static final long RUN_BYTES = 8 << 20;
  private static final long STALL_NANOS = 30_000_000_000L;
  private static final long FIRST_PAUSE_NANOS = 5_000_000_000L;
  private static final int MAX_FAILURES = 5;
  private static final int HTTP_PORT = 80;

  private final Session session;
  private final Torrent torrent;
  private final Url base;
  private @Nullable Endpoint server;
  private @Nullable Handle asking;
  private final Deque<Assembly> run = new ArrayDeque<>();

  /** Where the next byte belongs in the content, and where the file that is asked for ends. */
  private long position;

  private long fileEnd;
  private @Nullable ByteBuffer target;
  private int failures;
  private long pauseUntil;
  private boolean pausing;
  private boolean over;

  WebSeed(Session session, Torrent torrent, Url base) {
    this.session = session;
    this.torrent = torrent;
    this.base = base;
  }

  /** Asks for a run, if there is one and the server is not busy. */
  void work() {
    if (over || asking != null || !torrent.isLeeching()) {
      return;
    }
    if (pausing && session.now() - pauseUntil < 0) {
      return;
    }
    pausing = false;
    Content content = torrent.content();
    if (content != null && run.isEmpty() && !begin(content)) {
      return;
    }
    if (server == null) {
      asking =
          session
              .host()
              .transport()
              .resolve(base.hostAndPort(HTTP_PORT), STALL_NANOS, this::onResolved);
    } else {
      askFile();
    }
  }

  private void onResolved(List<Endpoint> found) {
    asking = null;
    if (found.isEmpty()) {
      failed();
    } else {
      server = found.get(0);
      askFile();
    }
    session.endTurn();
  }

  private boolean begin(Content content) {
    int[] gap = content.pieces().longestGap();
    if (gap == null) {
      return false;
    }
    long most = Math.max(1, RUN_BYTES / content.info().pieceLength());
    for (int i = 0; i < Math.min(gap[1], most); i++) {
      int piece = gap[0] + i;
      if (!content.arrivals().hasRoomFor(piece)) {
        break;
      }
      Assembly assembly = content.arrivals().begin(piece);
      while (assembly.hasFree()) {
        assembly.takeFree();
      }
      run.add(assembly);
    }
    position = content.info().offset(gap[0]);
    return !run.isEmpty();
  }

  private Info info() {
    Content content = torrent.content();
    if (content == null) {
      throw new IllegalStateException("nothing is asked for before it is known what there is");
    }
    return content.info();
  }

  private long runEnd() {
    int last = run.getLast().piece();
    return info().offset(last) + info().pieceLength(last);
  }

  /** Asks for what the run has of the file at the position. */
  private void askFile() {
    Endpoint to = server;
    FileEntry file = fileAt(position);
    while (file.padding() && !run.isEmpty()) {
      take(ByteBuffer.allocate((int) (Math.min(file.end(), runEnd()) - position)));
      if (!run.isEmpty()) {
        file = fileAt(position);
      }
    }
    if (run.isEmpty() || to == null) {
      return;
    }
    fileEnd = Math.min(file.end(), runEnd());
    long from = position - file.offset();
    HttpFields fields =
        HttpFields.NONE.with("Range", "bytes=" + from + "-" + (fileEnd - file.offset() - 1));
    asking =
        HttpCall.start(
            session.host(),
            to,
            url(file),
            fields,
            SocketOptions.DEFAULT,
            STALL_NANOS,
            Link.UNLIMITED,
            this);
  }

  private FileEntry fileAt(long offset) {
    for (FileEntry file : info().files()) {
      if (offset < file.end()) {
        return file;
      }
    }
    throw new IllegalStateException("no file at " + offset);
  }

  private Url url(FileEntry file) {
    Info info = info();
    StringBuilder target = new StringBuilder(base.target());
    boolean folder = base.target().endsWith("/");
    if (info.isMultiFile()) {
      target.append(folder ? "" : "/").append(Percent.encode(info.name()));
      file.path().forEach(name -> target.append('/').append(Percent.encode(name)));
    } else if (folder) {
      target.append(Percent.encode(info.name()));
    }
    return base.withTarget(target.toString());
  }

  // ---- what comes

  @Override
  public void onResponse(HttpResponse response) {
    boolean part = response.status() == 206;
    boolean wholeFromTheStart = response.status() == 200 && position == fileAt(position).offset();
    if (!part && !wholeFromTheStart) {
      stopAsking();
      // What a server says once about a file it will say again.
      failures = Math.max(failures, MAX_FAILURES - 1);
      failed();
      session.endTurn();
    }
  }

  @Override
  public void onBody(ByteBuffer data) {
    int wanted = (int) Math.min(data.remaining(), fileEnd - position);
    session.counters().bytesReceived += wanted;
    session.counters().bytesFromWebSeeds += wanted;
    torrent.announcing().received(wanted);
    take(data.limit(data.position() + wanted));
    if (asking != null && position == fileEnd) {
      // A server that does not know ranges would go on to the end of the file.
      onEnd(null);
    }
    session.endTurn();
  }

  private void take(ByteBuffer data) {
    while (data.hasRemaining() && !run.isEmpty()) {
      Assembly assembly = run.getFirst();
      int inPiece = (int) (position - info().offset(assembly.piece()));
      int block = inPiece / Assembly.BLOCK;
      int inBlock = inPiece % Assembly.BLOCK;
      if (inBlock == 0) {
        beginBlock(assembly, block);
      }
      int count = Math.min(data.remaining(), assembly.blockLength(block) - inBlock);
      ByteBuffer part = data.slice(data.position(), count);
      data.position(data.position() + count);
      position += count;
      if (target != null) {
        target.put(part);
      }
      if (inBlock + count == assembly.blockLength(block)) {
        endBlock(assembly, block);
      }
    }
  }

  private boolean isUnderWay(Assembly assembly) {
    Content content = torrent.content();
    return content != null && content.pieces().begun(assembly.piece()) == assembly;
  }

  private void beginBlock(Assembly assembly, int block) {
    target = null;
    if (isUnderWay(assembly) && !assembly.isReceived(block)) {
      assembly.begins(block, this);
      target = assembly.room(block, session.buffers());
    }
  }

  private void endBlock(Assembly assembly, int block) {
    Content content = torrent.content();
    Endpoint from = server;
    boolean useful = target != null;
    target = null;
    if (block == assembly.blocks() - 1) {
      run.removeFirst();
    }
    if (useful && content != null && from != null) {
      failures = 0;
      content.requests().arrived(assembly, block, 1, from);
    }
  }

  @Override
  public void dropArrivingBlock() {
    target = null;
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    stopAsking();
    if (position < fileEnd) {
      failed();
    } else if (run.isEmpty()) {
      work();
    } else {
      askFile();
    }
    session.endTurn();
  }

  // ---- what does not come

  private void failed() {
    failures++;
    over |= failures >= MAX_FAILURES;
    pausing = true;
    pauseUntil = session.now() + (FIRST_PAUSE_NANOS << Math.min(failures - 1, 6));
    giveUp();
    torrent
        .announcing()
        .onStatus("the web seed " + base + (over ? " is of no use" : " fails; trying again"));
    torrent.allWantWork();
  }

  private void giveUp() {
    target = null;
    for (Assembly assembly : run) {
      for (int block = 0; block < assembly.blocks(); block++) {
        assembly.stops(block, this);
        if (isUnderWay(assembly) && !assembly.isReceived(block)) {
          assembly.notComing(block);
        }
      }
    }
    run.clear();
  }

  private void stopAsking() {
    Handle call = asking;
    asking = null;
    if (call != null) {
      call.close();
    }
  }

  void stop() {
    stopAsking();
    giveUp();
  }

  /** It sent what is corrupt. */
  void ban(Endpoint endpoint) {
    if (endpoint.equals(server)) {
      over = true;
      stop();
    }
  }
}
