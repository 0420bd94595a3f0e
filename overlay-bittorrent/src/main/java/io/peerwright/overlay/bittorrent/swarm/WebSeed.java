package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Percent;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.limit.PaceWatch;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.rates.RateLimiter.Direction;
import java.nio.ByteBuffer;
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

  private static final long STALL_NANOS = 30_000_000_000L;
  private static final long FIRST_PAUSE_NANOS = 5_000_000_000L;
  private static final int MAX_DOUBLINGS = 6;
  private static final int CREDIT = 1 << 16;

  /** Slower than this over a while is as good as silent, however busy. */
  private static final PaceWatch.Pace PACE = new PaceWatch.Pace(4096, STALL_NANOS, 0);

  private static final long FIRST_RUN_BYTES = 1 << 20;
  private static final long MAX_RUN_BYTES = 8 << 20;

  /** A run is as long as the server needs such a time for. */
  private static final long RUN_NANOS = 8_000_000_000L;

  private final SwarmSession session;
  private final Torrent torrent;
  private final Url base;
  private final WebRun run;
  private final Throttles throttles;
  private @Nullable HttpGet asking;

  /** Who answered last. */
  private Endpoint server = ClosedLink.LINK.remote();

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

  WebSeed(SwarmSession session, Torrent torrent, Url base) {
    this.session = session;
    this.torrent = torrent;
    this.throttles = new Throttles(torrent, null, this::goOn);
    this.base = base;
    this.run = new WebRun(session, torrent);
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
    LoadedTorrent content = torrent.content();
    if (content == null) {
      return;
    }
    if (run.isEmpty()) {
      long share = session.webSeedRoom();
      if (share <= 0 || !run.begin(content, Math.min(share, runBytes))) {
        return;
      }
      runStarted = session.now();
      runReceived = 0;
      account();
    }
    askFile(content.info());
  }

  /** Counts what the run holds of the memory for pieces. */
  private void account() {
    long now = run.heldBytes();
    session.webSeedHolds(now - held);
    held = now;
  }

  /** The server has sent a whole run: the next one is as long as it is fast. */
  private void runCame() {
    failures = 0;
    long nanos = Math.max(1_000_000, session.now() - runStarted);
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
            session.rates().isOn() ? CREDIT : Link.UNLIMITED,
            // A torrent may name servers in our network as far as they are told nothing to do.
            base.target().indexOf('?') < 0 ? Reach.HOST : Reach.WORLD);
    asking = session.http().get(url(info, file), null, manner, this);
    pace = new PaceWatch(PACE, session.now());
    watch();
  }

  private void watch() {
    session.host().loop().cancel(paceTimer);
    paceTimer = 0;
    long left = pace.failsIn(session.now());
    if (asking != null && left != Long.MAX_VALUE) {
      paceTimer = session.host().loop().schedule(left, this::checkPace);
    }
  }

  private void checkPace() {
    paceTimer = 0;
    if (asking != null && pace.verdict(session.now()) != PaceWatch.Verdict.GOOD) {
      stopAsking();
      failed("it sends less than " + PACE.leastBytesPerSecond() + " bytes a second");
      session.endTurn();
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
    LoadedTorrent content = torrent.content();
    boolean fromTheStart =
        content != null && run.position() == fileAt(content.info(), run.position()).offset();
    int status = response.status();
    if (status != 206 && !(status == 200 && fromTheStart)) {
      stopAsking();
      boolean later = status >= 500 || status == 429 || status == 408;
      // What a server says of a file otherwise it will say again.
      over |= !later;
      failed("status " + status);
      session.endTurn();
    }
  }

  @Override
  public void onBody(ByteBuffer data) {
    int wanted = (int) Math.min(data.remaining(), fileEnd - run.position());
    session.counters().bytesReceived += wanted;
    session.counters().bytesFromWebSeeds += wanted;
    torrent.announces().received(wanted);
    session.rates().took(Direction.DOWN, throttles, wanted);
    owed += data.remaining();
    runReceived += wanted;
    pace.progress(wanted, session.now());
    run.take(data.limit(data.position() + wanted), server);
    account();
    LoadedTorrent content = torrent.content();
    if (asking != null && run.position() == fileEnd) {
      // A server that does not know ranges would go on to the end of the file.
      onEnd(null);
    } else if (asking != null && content != null && run.isWantedElsewhere(content.pieces())) {
      stopAsking();
      run.giveUp();
      account();
      work();
    } else {
      goOn();
    }
    session.endTurn();
  }

  /** Takes more if the limits let it. */
  private void goOn() {
    HttpGet answering = asking;
    if (answering == null || !session.rates().isOn() || owed < CREDIT / 2) {
      return;
    }
    if (session.rates().allow(Direction.DOWN, throttles, owed) > 0) {
      pace.resume(session.now());
      answering.request(owed);
      owed = 0;
    } else {
      // It may not send more, so that it is not the one that is slow.
      pace.pause(session.now());
    }
    if (paceTimer == 0) {
      watch();
    }
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    stopAsking();
    LoadedTorrent content = torrent.content();
    if (run.isEmpty()) {
      runCame();
      work();
    } else if (content == null || run.position() < fileEnd) {
      failed(failure == null ? "the answer is too short" : failure.getMessage());
    } else {
      askFile(content.info());
    }
    session.endTurn();
  }

  // ---- what does not come

  private void failed(@Nullable String why) {
    pausing = true;
    pauseUntil = session.now() + (FIRST_PAUSE_NANOS << Math.min(failures++, MAX_DOUBLINGS));
    run.giveUp();
    account();
    runBytes = Math.max(1, runBytes / 4);
    String end = over ? "; it is of no use" : "; trying again";
    torrent.announces().onStatus("the web seed " + base + " fails: " + why + end);
    torrent.allWantWork();
  }

  private void stopAsking() {
    HttpGet call = asking;
    asking = null;
    session.host().loop().cancel(paceTimer);
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
