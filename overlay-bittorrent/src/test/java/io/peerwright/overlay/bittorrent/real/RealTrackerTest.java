package io.peerwright.overlay.bittorrent.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.interop.LivePeer;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.overlay.bittorrent.real.Playground.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our announce client at opentracker, whose Debian build serves listed torrents only. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealTrackerTest {

  private static final String HASH = "0102030405060708090a0b0c0d0e0fff20253d26";
  private static final String OTHER = "ff".repeat(20);

  @TempDir Path folder;
  private final List<String> hashes = new ArrayList<>();
  private Playground playground;

  @BeforeEach
  void setUp() throws Exception {
    playground = new Playground(folder, "opentracker");
    // It gives up its rights before it reads the list.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path album = Album.write(folder.resolve("seed"));
    for (String scheme : List.of("http", "udp")) {
      describe(scheme, album);
    }
    Files.writeString(folder.resolve("list.txt"), HASH + "\n" + String.join("\n", hashes) + "\n");
    String conf =
        "listen.tcp_udp 10.9.8.1:6969\naccess.whitelist list.txt\ntracker.user nobody\n"
            + "tracker.rootdir "
            + folder
            + "\n";
    Files.writeString(folder.resolve("tracker.conf"), conf);
    playground.start("opentracker", "-f", "tracker.conf");
    playground.run(
        "sh",
        "-c",
        "for i in $(seq 100); do ss -ltn | grep -q :6969 && exit 0; sleep 0.1; done; exit 1");
  }

  /** The torrent of the album, announced there over one of the two. */
  private void describe(String scheme, Path album) throws Exception {
    List<List<String>> tracker = List.of(List.of(scheme + "://10.9.8.1:6969/announce"));
    TorrentMaker.Options options = new TorrentMaker.Options(0, tracker, List.of(), "", false);
    Metainfo made = TorrentMaker.make(album, options, read -> {});
    Files.write(folder.resolve(scheme + ".torrent"), made.toBytes());
    hashes.add(made.info().hash().toString());
  }

  @AfterEach
  void tearDown() {
    playground.close();
  }

  private Program peer(int address, String left, String... urls) throws IOException {
    String[] arguments = new String[3 + urls.length];
    arguments[0] = "10.9.8." + address + ":7000";
    arguments[1] = HASH;
    arguments[2] = left;
    System.arraycopy(urls, 0, arguments, 3, urls.length);
    return playground.java(OurPeer.class, arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.9.8.1:6969/announce", "udp://10.9.8.1:6969/announce"})
  void peersMeetThere(String url) throws Exception {
    Program seed = peer(2, "0", url);
    assertTrue(seed.await("next announce in").contains("1 seeds, 0 leechers"));
    Program leech = peer(3, "100", url);
    assertTrue(leech.await("next announce in").contains("1 seeds, 1 leechers"));
    assertEquals("peer 10.9.8.2:7000", leech.await("peer 10.9.8."));
    leech.tell("completed");
    assertTrue(leech.await("next announce in").contains("2 seeds, 0 leechers"));
    leech.tell("scrape");
    String counts = leech.await("scraped");
    assertTrue(counts.contains("seeds=2, incomplete=0"), counts);
    assertTrue(counts.contains("completed=1"), counts);
    leech.end();
    seed.tell("scrape");
    String after = seed.await("scraped");
    assertTrue(after.contains("seeds=1, incomplete=0"), after);
    seed.end();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "udp"})
  void ourPeersTransferWhatTheyFindThere(String scheme) throws Exception {
    Path seed = folder.resolve("seed");
    Path leech = Files.createDirectories(folder.resolve("leech-" + scheme));
    String torrent = folder.resolve(scheme + ".torrent").toString();
    Program seeding = playground.java(LivePeer.class, "10.9.8.7:7007", seed.toString(), torrent);
    seeding.await("done");
    Program leeching = playground.java(LivePeer.class, "10.9.8.8:7008", leech.toString(), torrent);
    leeching.await("done");
    Album.assertSame(seed, leech);
    leeching.end();
    seeding.end();
  }

  @Test
  void deadTrackersArePassedOver() throws Exception {
    Program peer =
        peer(4, "5", "http://10.9.8.5:1/announce", "http://10.9.8.1:6969/announce", "https://x/");
    peer.await("0 seeds, 1 leechers");
    peer.end();
  }

  @Test
  void aRefusalIsTold() throws Exception {
    Program stranger =
        playground.java(
            OurPeer.class, "10.9.8.6:7000", OTHER, "5", "http://10.9.8.1:6969/announce");
    assertTrue(stranger.await("the tracker says: ").contains("not authorized"));
    stranger.kill();
  }
}
