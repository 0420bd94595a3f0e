package io.peerwright.overlay.bittorrent.webseed;

import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.kit.http.ContentRange;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Percent;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.PaceWatch;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.bandwidth.Throttles;
import io.peerwright.overlay.bittorrent.blocks.PieceTable;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import io.peerwright.overlay.bittorrent.resources.Resources;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One server that has the content. It is asked for runs of pieces that nobody else is busy with,
 * from the longest gap, so that it fills what the peers leave open, or from where somebody waits; a
 * run that reaches over several files is asked for file by file.
 *
 * <p>While a server is busy with a run nobody else is asked for it. So a run is as long as the
 * server has shown to be fast, it holds a share of the memory for pieces only, and a server that
 * falls below the least pace loses it to others.
 */
final class WebSeed implements HttpCall.Listener {

  private static final Endpoint NOBODY = Endpoint.ofIpv4(0, 0);
  private static final long STALL_NANOS = 30_000_000_000L;
  private static final BackOff RETRY = BackOff.doubling(5_000_000_000L, 6);
  private static final int CREDIT = 1 << 16;

  /** Slower than this over a while is as good as silent, however busy. */
  private static final PaceWatch.Pace PACE = new PaceWatch.Pace(4096, STALL_NANOS, 0);

  private static final long FIRST_RUN_BYTES = 1 << 20;
  private static final long MAX_RUN_BYTES = 8 << 20;

  /** A run is as long as the server needs such a time for. */
  private static final long RUN_NANOS = 8_000_000_000L;

  private final Resources shared;
  private final WebSeedMemory memory;
  private final Supplier<HttpClient> http;
  private final WebSeedSwarm torrent;
  private final Url base;
  private final WebRun run;
  private final Throttles throttles;
  private @Nullable HttpGet asking;

  /** Who answered last. */
  private Endpoint server = NOBODY;

  /** Where in the content the part of the file ends that is asked for. */
  private long fileEnd;

  /** How much has come that no more was allowed for. */
  private int owed;

  private PaceWatch pace = new PaceWatch(PACE, 0);
  private long paceTimer;
  private long runBytes = FIRST_RUN_BYTES;
  private long runStarted;
  private long runReceived;
  private long held;
  private int failures;
  private long pauseUntil;
  private boolean pausing;
  private boolean over;

  WebSeed(
      Resources shared,
      WebSeedMemory memory,
      Supplier<HttpClient> http,
      WebSeedSwarm torrent,
      Url base) {
    this.shared = shared;
    this.memory = memory;
    this.http = http;
    this.torrent = torrent;
    this.throttles = new Throttles(torrent.limited(), null, this::goOn);
    this.base = base;
    this.run = new WebRun(shared.pieceMemory(), torrent);
  }

  /** Asks for a run, if there is one and the server is not busy. */
  void work() {
    if (over || asking != null || !torrent.isLeeching()) {
      return;
    }
    if (pausing && shared.now() - pauseUntil < 0) {
      return;
    }
    pausing = false;
    PieceTable pieces = torrent.pieces();
    if (pieces == null) {
      return;
    }
    if (run.isEmpty()) {
      long share = memory.room();
      if (share <= 0 || !run.begin(pieces, Math.min(share, runBytes))) {
        return;
      }
      runStarted = shared.now();
      runReceived = 0;
      account();
    }
    askFile(pieces.info());
  }

  /** Counts what the run holds of the memory for pieces. */
  private void account() {
    long now = run.heldBytes();
    memory.holds(now - held);
    held = now;
  }

  /** The server has sent a whole run: the next one is as long as it is fast. */
  private void runCame() {
    failures = 0;
    long nanos = Math.max(1_000_000, shared.now() - runStarted);
    double perRun = (double) runReceived / nanos * RUN_NANOS;
    runBytes = (long) Math.max(1, Math.min(MAX_RUN_BYTES, Math.min(perRun, 4.0 * runBytes)));
  }

  /** Asks for what the run has of the file at its position. */
  private void askFile(Info info) {
    FileEntry file = fileAt(info, run.position());
    while (file.padding()) {
      run.takeZeros(Math.min(file.end(), run.end()), server);
      if (run.isEmpty()) {
        work();
        return;
      }
      file = fileAt(info, run.position());
    }
    fileEnd = Math.min(file.end(), run.end());
    String range =
        "bytes=" + (run.position() - file.offset()) + "-" + (fileEnd - file.offset() - 1);
    owed = 0;
    HttpClient.Manner manner =
        new HttpClient.Manner(
            HttpFields.NONE.with("Range", range),
            SocketOptions.DEFAULT,
            STALL_NANOS,
            0,
            shared.bandwidth().isOn() ? CREDIT : Link.UNLIMITED,
            // A torrent may name servers in our network as far as they are told nothing to do.
            base.target().indexOf('?') < 0 ? Reach.HOST : Reach.WORLD,
            true);
    asking = http.get().get(url(info, file), null, manner, this);
    pace = new PaceWatch(PACE, shared.now());
    watch();
  }

  private void watch() {
    shared.turns().loop().cancel(paceTimer);
    paceTimer = 0;
    long left = pace.failsIn(shared.now());
    if (asking != null && left != Long.MAX_VALUE) {
      paceTimer = shared.turns().loop().schedule(left, this::checkPace);
    }
  }

  private void checkPace() {
    paceTimer = 0;
    if (asking != null && pace.verdict(shared.now()) != PaceWatch.Verdict.GOOD) {
      stopAsking();
      failed("it sends less than " + PACE.leastBytesPerSecond() + " bytes a second");
      shared.turns().endTurn();
    } else {
      watch();
    }
  }

  private static FileEntry fileAt(Info info, long offset) {
    for (FileEntry file : info.files()) {
      if (offset < file.end()) {
        return file;
      }
    }
    throw new IllegalStateException("no file at " + offset);
  }

  private Url url(Info info, FileEntry file) {
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
    HttpGet answered = asking;
    Endpoint from = answered == null ? null : answered.remote();
    if (from != null) {
      server = from;
    }
    PieceTable pieces = torrent.pieces();
    long inFile =
        pieces == null ? -1 : run.position() - fileAt(pieces.info(), run.position()).offset();
    int status = response.status();
    ContentRange said = ContentRange.of(response);
    if (status == 206 && (said == null || said.first() != inFile)) {
      stopAsking();
      failed("it sends another range than it was asked for");
      shared.turns().endTurn();
    } else if (status != 206 && !(status == 200 && inFile == 0)) {
      stopAsking();
      boolean later = status >= 500 || status == 429 || status == 408;
      // What a server says of a file otherwise it will say again.
      over |= !later;
      failed("status " + status);
      shared.turns().endTurn();
    }
  }

  @Override
  public void onBody(ByteBuffer data) {
    int wanted = (int) Math.min(data.remaining(), fileEnd - run.position());
    shared.counters().receivedFromWebSeed(wanted);
    torrent.received(wanted);
    shared.bandwidth().took(Direction.DOWN, throttles, wanted);
    owed += data.remaining();
    runReceived += wanted;
    pace.progress(wanted, shared.now());
    run.take(data.limit(data.position() + wanted), server);
    account();
    PieceTable pieces = torrent.pieces();
    if (asking != null && run.position() == fileEnd) {
      // A server that does not know ranges would go on to the end of the file.
      onEnd(null);
    } else if (asking != null && pieces != null && run.isWantedElsewhere(pieces)) {
      stopAsking();
      run.giveUp();
      account();
      work();
    } else {
      goOn();
    }
    shared.turns().endTurn();
  }

  /** Takes more if the limits let it. */
  private void goOn() {
    HttpGet answering = asking;
    if (answering == null || !shared.bandwidth().isOn() || owed < CREDIT / 2) {
      return;
    }
    if (shared.bandwidth().allow(Direction.DOWN, throttles, owed) > 0) {
      pace.resume(shared.now());
      answering.request(owed);
      owed = 0;
    } else {
      // It may not send more, so that it is not the one that is slow.
      pace.pause(shared.now());
    }
    if (paceTimer == 0) {
      watch();
    }
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    stopAsking();
    PieceTable pieces = torrent.pieces();
    if (run.isEmpty()) {
      runCame();
      work();
    } else if (pieces == null || run.position() < fileEnd) {
      failed(failure == null ? "the answer is too short" : failure.getMessage());
    } else {
      askFile(pieces.info());
    }
    shared.turns().endTurn();
  }

  // ---- what does not come

  private void failed(@Nullable String why) {
    pausing = true;
    pauseUntil = shared.now() + RETRY.pause(++failures);
    run.giveUp();
    account();
    runBytes = Math.max(1, runBytes / 4);
    String end = over ? "; it is of no use" : "; trying again";
    torrent.onStatus("the web seed " + base + " fails: " + why + end);
    torrent.allWantWork();
  }

  private void stopAsking() {
    HttpGet call = asking;
    asking = null;
    shared.turns().loop().cancel(paceTimer);
    paceTimer = 0;
    if (call != null) {
      call.close();
    }
  }

  void stop() {
    stopAsking();
    run.giveUp();
    account();
  }

  /** It sent what is corrupt. */
  void ban(Endpoint endpoint) {
    if (endpoint.withPort(0).equals(server.withPort(0))) {
      over = true;
      stop();
    }
  }
}
