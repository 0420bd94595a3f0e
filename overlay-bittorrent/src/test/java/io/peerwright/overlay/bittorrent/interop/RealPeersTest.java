package io.peerwright.overlay.bittorrent.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Transfers with libtorrent, transmission and aria2 over real sockets, in a namespace. */
@Execution(ExecutionMode.CONCURRENT)
class RealPeersTest {

  private static final int SECONDS = 90;

  @TempDir Path folder;
  private Lab lab;
  private Shelf shelf;

  @BeforeEach
  void setUp() throws IOException {
    lab = new Lab(folder);
    shelf = new Shelf(folder);
  }

  @AfterEach
  void tearDown() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void leechesFromLibtorrent() throws Exception {
    Lab.needLibtorrent();
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "seed");
    Path got = shelf.target("got");
    Lab.Program ours = lab.ours("10.9.8.3:7003", got, shelf.torrent(), "10.9.8.2:7002");
    ours.await("done", SECONDS);
    ours.end();
    shelf.assertSame(got);
  }

  /** It shows the next piece to who tells that it has got the last one (BEP 16). */
  @Test
  void leechesFromASuperSeedOfLibtorrent() throws Exception {
    Lab.needLibtorrent();
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "superseed");
    Path got = shelf.target("got");
    Lab.Program ours = lab.ours("10.9.8.3:7003", got, shelf.torrent(), "10.9.8.2:7002");
    ours.await("done", SECONDS);
    ours.end();
    shelf.assertSame(got);
  }

  @Test
  void saysWhyAPeerThatOnlySpeaksEncryptedIsOfNoUse() throws Exception {
    Lab.needLibtorrent();
    lab.encrypt(true);
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "seed");
    Path got = shelf.target("got");
    Lab.Program ours =
        lab.ours("10.9.8.3:7003", got, shelf.torrent(), "10.9.8.2:7002", "10.9.8.4:7004");
    String told = "";
    for (int i = 0; i < 200 && !(told.contains("encrypted") && told.contains("refused")); i++) {
      ours.say("detail");
      Thread.sleep(100);
      told = ours.said();
    }
    assertTrue(told.contains("hung up without a word") && told.contains("encrypted"), told);
    assertTrue(told.contains("refused the connection"), told);
    ours.end();
    assertTrue(ours.said().contains("meter peers.failed.hung.up"), ours.said());
  }

  @Test
  void seedsToLibtorrent() throws Exception {
    Lab.needLibtorrent();
    lab.ours("10.9.8.3:7003", shelf.data(), shelf.torrent()).await("done", SECONDS);
    Path got = shelf.target("got");
    lab.libtorrent("10.9.8.2", 7002, got, shelf.torrent(), "leech", "10.9.8.3:7003")
        .await("done", SECONDS);
    shelf.assertSame(got);
  }

  @Test
  void getsTheDescriptionFromLibtorrent() throws Exception {
    Lab.needLibtorrent();
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "seed");
    Path got = shelf.target("got");
    Lab.Program ours = lab.ours("10.9.8.3:7003", got, shelf.magnet(), "10.9.8.2:7002");
    ours.await("done", SECONDS);
    shelf.assertSame(got);
  }

  @Test
  void givesTheDescriptionToLibtorrent() throws Exception {
    Lab.needLibtorrent();
    lab.ours("10.9.8.3:7003", shelf.data(), shelf.torrent()).await("done", SECONDS);
    Path got = shelf.target("got");
    lab.libtorrent("10.9.8.2", 7002, got, shelf.magnet(), "leech", "10.9.8.3:7003")
        .await("done", SECONDS);
    shelf.assertSame(got);
  }

  @Test
  void goesOnAfterAKill() throws Exception {
    Lab.needLibtorrent();
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "seed");
    Path got = shelf.target("got");
    Lab.Program killed = lab.ours("10.9.8.3:7003", got, shelf.torrent(), "10.9.8.2:7002");
    for (int i = 0; i < 20_000 && notedPieces(got) < 40; i++) {
      Thread.sleep(1);
    }
    killed.kill();
    long noted = notedPieces(got);
    assertTrue(noted >= 40, "noted " + noted);
    Lab.Program again = lab.ours("10.9.8.4:7004", got, shelf.torrent(), "10.9.8.2:7002");
    again.await("done", SECONDS);
    again.end();
    shelf.assertSame(got);
    String received = again.await("received", 5).split(" ")[1];
    long fresh = Long.parseLong(received);
    long most = 67_108_864 + 262_144 - noted * 262_144L;
    assertTrue(
        fresh <= most, () -> "fetched " + fresh + " although " + noted + " pieces were here");
  }

  /** At least so many pieces stand in the log, beside which files are ours: six, as a rule. */
  private static long notedPieces(Path got) throws IOException {
    Path notes = LivePeer.notes(got).resolve("torrents");
    if (!Files.isDirectory(notes)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(notes)) {
      Optional<Path> log = all.filter(each -> each.toString().endsWith(".pieces")).findFirst();
      return log.isEmpty() ? 0 : Math.max(0, (Files.size(log.get()) - 38 - 6 * 20) / 4);
    }
  }

  @Test
  void leechesFromAria2() throws Exception {
    Lab.need("aria2c");
    Path copy = shelf.copy("aria2");
    aria2(9, copy, "--bt-seed-unverified=true", "--check-integrity=false", "--seed-ratio=0");
    Path got = shelf.target("got");
    lab.ours("10.9.8.3:7003", got, shelf.torrent(), "10.9.8.9:7009").await("done", SECONDS);
    shelf.assertSame(got);
  }

  @Test
  void seedsToAria2() throws Exception {
    Lab.need("aria2c");
    Path got = shelf.target("got");
    // aria2 takes no peers on the command line: we connect to it.
    aria2(9, got, "--seed-ratio=0");
    lab.ours("10.9.8.3:7003", shelf.data(), shelf.torrent(), "10.9.8.9:7009")
        .await("done", SECONDS);
    awaitSame(got);
  }

  private void aria2(int number, Path directory, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "aria2c",
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                "--allow-overwrite=true",
                "--listen-port=700" + number,
                "--interface=10.9.8." + number,
                "-d",
                directory.toString()));
    command.addAll(List.of(more));
    command.add(shelf.torrent());
    lab.run(command.toArray(String[]::new));
  }

  /** Waits until a client that does not tell has everything. */
  private void awaitSame(Path directory) throws Exception {
    for (int i = 0; i < SECONDS * 5 && !shelf.isSame(directory); i++) {
      Thread.sleep(200);
    }
    shelf.assertSame(directory);
  }

  @Test
  void leechesFromTransmission() throws Exception {
    Lab.need("transmission-daemon", "transmission-remote");
    Path copy = shelf.copy("transmission");
    transmission(4, copy);
    Path got = shelf.target("got");
    lab.ours("10.9.8.3:7003", got, shelf.torrent(), "10.9.8.4:7004").await("done", SECONDS);
    shelf.assertSame(got);
  }

  @Test
  void seedsToTransmission() throws Exception {
    Lab.need("transmission-daemon", "transmission-remote");
    Path got = shelf.target("got");
    transmission(4, got);
    lab.ours("10.9.8.3:7003", shelf.data(), shelf.torrent(), "10.9.8.4:7004")
        .await("done", SECONDS);
    awaitSame(got);
  }

  private void transmission(int number, Path directory) throws Exception {
    Path settings = Files.createDirectories(folder.resolve("transmission-settings"));
    String ip = "10.9.8." + number;
    Files.writeString(
        settings.resolve("settings.json"),
        """
        {"bind-address-ipv4": "%s", "peer-port": 700%d, "rpc-bind-address": "%s", "rpc-port": 9104,
         "rpc-whitelist-enabled": false, "rpc-host-whitelist-enabled": false, "dht-enabled": false,
         "lpd-enabled": false, "utp-enabled": false, "port-forwarding-enabled": false,
         "download-dir": "%s", "preallocation": 0, "incomplete-dir-enabled": false}
        """
            .formatted(ip, number, ip, directory));
    lab.run("transmission-daemon", "-f", "-g", settings.toString(), "--log-error");
    String added = "";
    for (int i = 0; i < 50 && !added.contains("success"); i++) {
      Thread.sleep(200);
      added = lab.get("transmission-remote", ip + ":9104", "-a", shelf.torrent());
    }
    assertTrue(added.contains("success"), added);
  }

  @Test
  void threeOfOursAndThreeRealOnesShareWhatOneHas() throws Exception {
    Lab.needLibtorrent();
    Lab.need("transmission-daemon", "transmission-remote", "aria2c");
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "seed");
    Path aria2 = shelf.target("aria2");
    aria2(9, aria2, "--seed-ratio=0");
    Path transmission = shelf.target("transmission");
    transmission(4, transmission);
    String[] all = {"10.9.8.2:7002", "10.9.8.9:7009", "10.9.8.4:7004", "10.9.8.11:7011"};
    Path one = shelf.target("one");
    Path two = shelf.target("two");
    Path three = shelf.target("three");
    List<Lab.Program> ours =
        List.of(
            lab.ours("10.9.8.11:7011", one, shelf.torrent(), all),
            lab.ours("10.9.8.12:7012", two, shelf.torrent(), all),
            lab.ours("10.9.8.13:7013", three, shelf.torrent(), all));
    for (Lab.Program each : ours) {
      each.await("done", SECONDS);
    }
    for (Path each : List.of(one, two, three)) {
      shelf.assertSame(each);
    }
    awaitSame(aria2);
    awaitSame(transmission);
  }

  /** Each knows only the one before; what the first two are follows from peer exchange. */
  @Test
  void tellsLibtorrentOfPeersAndHearsOfThem() throws Exception {
    Lab.needLibtorrent();
    lab.limitUploads(150_000);
    lab.libtorrent("10.9.8.2", 7002, shelf.data(), shelf.torrent(), "seed");
    lab.libtorrent(
        "10.9.8.5", 7005, shelf.target("five"), shelf.torrent(), "leech", "10.9.8.2:7002");
    Lab.Program ours =
        lab.ours("10.9.8.3:7003", shelf.target("got"), shelf.torrent(), "10.9.8.5:7005");
    Lab.Program last =
        lab.libtorrent(
            "10.9.8.6", 7006, shelf.target("six"), shelf.torrent(), "leech", "10.9.8.3:7003");
    boolean heard = false;
    boolean told = false;
    for (int i = 0; i < 150 && !(heard && told); i++) {
      Thread.sleep(1000);
      ours.say("peers");
      heard |= ours.said().contains("endpoint=10.9.8.2:7002");
      told |= last.said().contains("10.9.8.5");
    }
    assertTrue(heard, () -> "not heard of the seed: " + ours.said());
    // The fast extension was agreed upon with each of them.
    assertTrue(ours.said().contains("fast=true"), ours.said());
    assertFalse(ours.said().contains("fast=false"), ours.said());
    assertTrue(told, () -> "did not tell of the leecher: " + last.said());
  }
}
