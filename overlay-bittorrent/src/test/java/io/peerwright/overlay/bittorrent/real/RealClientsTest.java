package io.peerwright.overlay.bittorrent.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.interop.LivePeer;
import io.peerwright.overlay.bittorrent.real.Playground.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of others that find each other at our tracker, and by nothing else. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealClientsTest {

  @TempDir Path folder;
  private Playground playground;
  private Program tracker;
  private Path torrent;

  private void prepare(String listen, String url, String... needed) throws Exception {
    playground = new Playground(folder, needed);
    Files.createDirectories(folder.resolve("leech"));
    Album.write(folder.resolve("seed"));
    torrent = folder.resolve("album.torrent");
    playground.run("mktorrent", "-l", "18", "-a", url, "-o", torrent.toString(), "seed/album");
    tracker =
        listen.endsWith("natcheck")
            ? playground.java(OurTracker.class, listen.split(" ")[0], "natcheck")
            : playground.java(OurTracker.class, listen);
    tracker.await("ready");
  }

  @AfterEach
  void tearDown() {
    if (playground != null) {
      playground.close();
    }
  }

  private long meter(String name) throws IOException {
    tracker.tell("meters");
    String line = tracker.await("meters");
    Matcher value = Pattern.compile("[ {]" + Pattern.quote(name) + "=(\\d+)").matcher(line);
    assertTrue(value.find(), line);
    return Long.parseLong(value.group(1));
  }

  private void awaitAPeer() throws Exception {
    for (int i = 0; i < 600 && meter("tracker.peers.now") == 0; i++) {
      Thread.sleep(50);
    }
    assertEquals(1, meter("tracker.peers.now"), "nobody has announced");
  }

  private void assertSame() throws IOException {
    Album.assertSame(folder.resolve("seed"), folder.resolve("leech"));
  }

  private Program libtorrent(String role, String address, int port) throws Exception {
    Path script = folder.resolve("libtorrent_peer.py");
    try (var source = getClass().getResourceAsStream("/real/libtorrent_peer.py")) {
      Files.write(script, source.readAllBytes());
    }
    return playground.start(
        "/usr/bin/python3",
        script.toString(),
        torrent.toString(),
        folder.resolve(role).toString(),
        address,
        Integer.toString(port),
        role);
  }

  private Program aria2(String role, String address, int port, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "aria2c",
                "--no-conf=true",
                // It asks trackers over UDP by its socket for the DHT only; nobody else is in that.
                "--enable-dht=true",
                "--dht-listen-port=" + (port + 100),
                "--dht-file-path=" + folder.resolve("dht-" + role),
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--enable-peer-exchange=false",
                "--file-allocation=none",
                "--listen-port=" + port,
                "--interface=" + address,
                "-d",
                folder.resolve(role).toString()));
    command.addAll(List.of(more));
    command.add(torrent.toString());
    return playground.start(folder, command);
  }

  private Program transmission(String role, String address, int port) throws Exception {
    Path home = Files.createDirectories(folder.resolve("transmission-" + role));
    Files.writeString(
        home.resolve("settings.json"),
        """
        {"bind-address-ipv4": "%s", "peer-port": %d, "rpc-bind-address": "%s", "rpc-port": 9100,
         "rpc-whitelist-enabled": false, "rpc-host-whitelist-enabled": false,
         "rpc-authentication-required": false, "dht-enabled": false, "lpd-enabled": false,
         "pex-enabled": false, "utp-enabled": false, "port-forwarding-enabled": false,
         "preallocation": 0, "download-dir": "%s"}
        """
            .formatted(address, port, address, folder.resolve(role)));
    Program daemon =
        playground.start("transmission-daemon", "-f", "-g", home.toString(), "--log-error");
    String remote = "transmission-remote " + address + ":9100 ";
    playground.run(
        "sh",
        "-c",
        "for i in $(seq 100); do "
            + remote
            + "-a "
            + torrent
            + " && exit 0; sleep 0.1; done; exit 1");
    return daemon;
  }

  private void awaitTransmission(String address) throws Exception {
    playground.run(
        "sh",
        "-c",
        "for i in $(seq 900); do transmission-remote "
            + address
            + ":9100 -t1 -i | grep -q 'Percent Done: 100%' && exit 0; sleep 0.1; done; exit 1");
  }

  @ParameterizedTest
  @CsvSource({
    "10.9.8.1:6969, http://10.9.8.1:6969/announce, 10.9.8.2, 10.9.8.3",
    "10.9.8.1:6969, udp://10.9.8.1:6969/announce, 10.9.8.2, 10.9.8.3",
    "[::]:6969, http://10.9.8.1:6969/announce, 10.9.8.2, 10.9.8.3",
    "[::]:6969, http://[fd09::1]:6969/announce, fd09::2, fd09::3",
    "[::]:6969, udp://[fd09::1]:6969/announce, fd09::2, fd09::3",
    "10.9.8.1:6969 natcheck, udp://10.9.8.1:6969/announce, 10.9.8.2, 10.9.8.3"
  })
  void libtorrentsMeet(String listen, String url, String one, String other) throws Exception {
    prepare(listen, url, "mktorrent", "python3:libtorrent");
    Program seed = libtorrent("seed", one, 7002);
    seed.await("complete");
    awaitAPeer();
    Program leech = libtorrent("leech", other, 7003);
    leech.await("complete");
    assertSame();
    long announces = meter("tracker.announces." + url.substring(0, url.indexOf(':')));
    assertTrue(announces >= 2, () -> "announces: " + announces);
    assertEquals(0, meter("tracker.malformed") + meter("tracker.refused"));
    leech.end();
    seed.end();
    assertEquals(0, meter("tracker.peers.now"));
  }

  @ParameterizedTest
  @CsvSource({"http://10.9.8.1:6969/announce", "udp://10.9.8.1:6969/announce"})
  void aria2LoadsFromTransmission(String url) throws Exception {
    prepare(
        "10.9.8.1:6969", url, "mktorrent", "aria2c", "transmission-daemon", "transmission-remote");
    transmission("seed", "10.9.8.4", 7004);
    awaitTransmission("10.9.8.4");
    awaitAPeer();
    aria2("leech", "10.9.8.8", 7008, "--seed-time=0").awaitEnd();
    assertSame();
    assertEquals(0, meter("tracker.malformed") + meter("tracker.refused"));
  }

  @Test
  void transmissionLoadsFromAria2() throws Exception {
    prepare(
        "10.9.8.1:6969",
        "http://10.9.8.1:6969/announce",
        "mktorrent",
        "aria2c",
        "transmission-daemon",
        "python3:libtorrent");
    aria2(
        "seed", "10.9.8.9", 7009, "--check-integrity=true", "--seed-ratio=0", "--allow-overwrite");
    awaitAPeer();
    transmission("leech", "10.9.8.5", 7005);
    awaitTransmission("10.9.8.5");
    assertSame();
    assertEquals(0, meter("tracker.malformed") + meter("tracker.refused"));
  }

  @ParameterizedTest
  @CsvSource({"http://10.9.8.1:6969/announce", "udp://10.9.8.1:6969/announce"})
  void ourPeerAndLibtorrentMeet(String url) throws Exception {
    prepare("10.9.8.1:6969", url, "mktorrent", "python3:libtorrent");
    libtorrent("seed", "10.9.8.2", 7002).await("complete");
    awaitAPeer();
    Program ours =
        playground.java(
            LivePeer.class,
            "10.9.8.3:7003",
            folder.resolve("leech").toString(),
            torrent.toString());
    ours.await("done");
    assertSame();
    ours.end();
    for (int i = 0; i < 100 && meter("tracker.peers.now") > 1; i++) {
      Thread.sleep(50);
    }
    assertEquals(1, meter("tracker.peers.now"));
  }
}
