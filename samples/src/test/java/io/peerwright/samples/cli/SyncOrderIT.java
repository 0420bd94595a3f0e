package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import io.peerwright.tck.Needs;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A download as the kernel sees it. What a loss of power would leave is tried in simulations; that
 * the steps which those count on reach the system, in their order, is seen here.
 */
@Execution(ExecutionMode.CONCURRENT)
class SyncOrderIT {

  private static final String SONG = "copper rain.ogg";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path temporary;
  private Path folder;
  private Path song;
  private Peerwright peerwright;

  @BeforeEach
  void make() throws Exception {
    Needs.program("strace");
    folder = temporary.toRealPath();
    byte[] content = new byte[700_000];
    new Random(5).nextBytes(content);
    song = Files.write(Files.createDirectories(folder.resolve("music")).resolve(SONG), content);
    peerwright = Peerwright.open();
  }

  @AfterEach
  void end() {
    if (peerwright != null) {
      peerwright.close();
    }
  }

  private Peer start(String overlay, String... settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("/name", "a-" + overlay);
    all.put("/transport/type", "vertx");
    all.put("/transport/listen", "127.0.0.1:0");
    all.put("/overlays/0/type", overlay);
    for (int i = 0; i < settings.length; i += 2) {
      all.put("/overlays/0/" + settings[i], settings[i + 1]);
    }
    Peer peer = peerwright.start(peerwright.parse("{}", all));
    peer.await(peer.joined(), PATIENCE);
    return peer;
  }

  private static String address(Peer peer) {
    return peer.endpoints().get(0).toString();
  }

  private SystemCalls trace(String... arguments) throws Exception {
    Path trace = folder.resolve("trace");
    try (Program get = Program.traced(folder, trace, arguments)) {
      get.event("complete");
      assertEquals(0, get.exitCode(), get.errors());
    }
    assertEquals(-1, Files.mismatch(song, folder.resolve("to").resolve(SONG)));
    return new SystemCalls(Files.readAllLines(trace));
  }

  private SystemCalls get(String... more) throws Exception {
    String[] call = {"get", "copper", "rain", "--to", "to", "--listen", "127.0.0.1:0", "--json"};
    String[] all = Arrays.copyOf(call, call.length + more.length);
    System.arraycopy(more, 0, all, call.length, more.length);
    return trace(all);
  }

  private int published(SystemCalls calls) {
    Path to = folder.resolve("to");
    return calls.published(to.resolve(SONG + ".part"), to.resolve(SONG));
  }

  private void assertNoteGoesLast(SystemCalls calls) {
    calls.removedAfter(published(calls), folder.resolve("to").resolve(SONG + ".part.state"));
  }

  @Test
  void aDownloadFromANapsterUser() throws Exception {
    String server = address(start("hybrid-server", "listen", "127.0.0.1:0"));
    start("hybrid", "servers", "[\"" + server + "\"]").share(song.getParent());
    assertNoteGoesLast(get("--server", server));
  }

  @Test
  void aDownloadFromAServent() throws Exception {
    Peer servent = start("gnutella", "role", "ultrapeer");
    servent.share(song.getParent());
    assertNoteGoesLast(
        get(
            "--overlay",
            "gnutella",
            "--set",
            "/overlays/0/bootstrap=[\"" + address(servent) + "\"]"));
  }

  @Test
  void aDownloadFromASeed() throws Exception {
    TorrentMaker.Options options =
        new TorrentMaker.Options(1 << 14, List.of(), List.of(), "", false);
    byte[] torrent = TorrentMaker.make(song, options, read -> {}).toBytes();
    Files.write(folder.resolve("song.torrent"), torrent);
    Peer seed = start("bittorrent");
    Swarm.Request request = Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), song.getParent());
    seed.ask(Swarm.class, PATIENCE, swarm -> swarm.join(request, Download::state).done());
    SystemCalls calls =
        trace(
            "torrent",
            "get",
            "song.torrent",
            "--to",
            "to",
            "--peer",
            address(seed),
            "--state",
            folder.resolve("state").toString(),
            "--listen",
            "127.0.0.1:0",
            "--json");
    calls.sealedAfter(published(calls), folder.resolve("to"), calls.written(".pieces"));
  }
}
