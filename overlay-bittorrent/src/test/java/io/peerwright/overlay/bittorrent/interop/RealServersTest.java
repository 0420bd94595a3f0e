package io.peerwright.overlay.bittorrent.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Content and trackers behind a web server, and a real peer that spoils; in a namespace. */
@Execution(ExecutionMode.CONCURRENT)
class RealServersTest {

  private static final int SECONDS = 90;

  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void setUp() {
    lab = new Lab(folder);
  }

  @AfterEach
  void tearDown() {
    if (lab != null) {
      lab.close();
    }
  }

  /** There is no peer at all. */
  private Nginx leechFrom(String url, boolean trusting) throws Exception {
    Lab.need("nginx", "openssl");
    Shelf shelf = new Shelf(folder, List.of(), List.of(url));
    Nginx nginx = new Nginx(lab, folder, shelf.data());
    if (trusting) {
      lab.trust(nginx.certificate());
    }
    Path got = shelf.target("got");
    Lab.Program ours = lab.ours("10.9.8.3:7003", got, shelf.torrent());
    ours.await("done", SECONDS);
    ours.end();
    shelf.assertSame(got);
    assertTrue(ours.said().contains("meter bytes.webseeds 67108864"), ours.said());
    assertTrue(nginx.asked().contains(" 206 "), nginx.asked());
    return nginx;
  }

  /** Runs of pieces, several files of them, and no connection for each. */
  private static void assertFewConnections(Nginx nginx) throws IOException {
    assertTrue(nginx.requests() >= 10, nginx.asked());
    assertTrue(nginx.connections() <= 2, nginx.asked());
  }

  @Test
  void aWebServerIsEnough() throws Exception {
    assertFewConnections(leechFrom(Nginx.HTTP, false));
  }

  @Test
  void aWebServerIsEnoughOverHttps() throws Exception {
    assertFewConnections(leechFrom(Nginx.HTTPS, true));
  }

  @Test
  void aWebServerMaySendOnToAnotherPlace() throws Exception {
    leechFrom(Nginx.HTTP + "moved/", true);
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefused() throws Exception {
    Lab.need("nginx", "openssl");
    Shelf shelf = new Shelf(folder, List.of(), List.of(Nginx.HTTPS));
    Nginx nginx = new Nginx(lab, folder, shelf.data());
    Lab.Program ours = lab.ours("10.9.8.3:7003", shelf.target("got"), shelf.torrent());
    for (int i = 0; i < 100 && !ours.said().contains("certificate of"); i++) {
      ours.say("detail");
      Thread.sleep(200);
    }
    assertTrue(ours.said().contains("certificate of 10.9.8.1 is not trusted"), ours.said());
    assertFalse(nginx.asked().contains("GET"), nginx.asked());
  }

  @Test
  void aTrackerIsAskedOverHttps() throws Exception {
    Lab.need("nginx", "openssl");
    Shelf shelf = new Shelf(folder, List.of(List.of(Nginx.HTTPS + "announce")), List.of());
    Nginx nginx = new Nginx(lab, folder, shelf.data());
    lab.trust(nginx.certificate());
    lab.tracker("10.9.8.1:6969");
    Lab.Program seed = lab.ours("10.9.8.3:7003", shelf.data(), shelf.torrent());
    seed.await("done", SECONDS);
    for (int i = 0; i < 100 && !seed.said().contains("1 seeds, 0 leechers"); i++) {
      seed.say("detail");
      Thread.sleep(200);
    }
    assertTrue(seed.said().contains("1 seeds, 0 leechers"), seed.said());
    seed.end();
    assertTrue(nginx.asked().contains("event=stopped"), nginx.asked());
  }

  /** aria2 sends what it has without looking at it, if told to; libtorrent does look. */
  @Test
  void aRealPeerThatSpoilsPiecesIsFoundAndDropped() throws Exception {
    Lab.needLibtorrent();
    Lab.need("aria2c");
    Shelf shelf = new Shelf(folder);
    Path spoilt = shelf.copy("spoilt");
    for (int at = 0; at < 40_000_000; at += 100_000) {
      spoil(spoilt.resolve("shelf/even/file2"), at);
    }
    lab.limitUploads(8_000_000);
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "seed");
    String aria2 =
        "aria2c --enable-dht=false --enable-dht6=false --bt-enable-lpd=false --seed-ratio=0"
            + " --bt-seed-unverified=true --check-integrity=false --allow-overwrite=true"
            + " --listen-port=7005 --interface=10.9.8.5 -d "
            + spoilt
            + " "
            + shelf.torrent();
    lab.run(aria2.split(" "));
    Path got = shelf.target("got");
    Lab.Program ours =
        lab.ours("10.9.8.3:7003", got, shelf.torrent(), "10.9.8.5:7005", "10.9.8.2:7002");
    ours.await("done", SECONDS);
    ours.end();
    shelf.assertSame(got);
    assertTrue(ours.said().contains("meter peers.banned 1"), ours.said());
  }

  private static void spoil(Path file, int position) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(position);
      int was = open.read();
      open.seek(position);
      open.write(was ^ 1);
    }
  }
}
