package io.peerwright.samples.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All decorators at once, by configuration files alone, as a user writes them. */
class DecoratedPeersTest {

  private static final String PASSWORD = "secret";
  private static final long LATENCY_MICROS = 20_000;
  private static final String CONTENT = "drip drop on a copper roof";

  /** Of bytes on the wire, of what TLS makes of them, and of bytes above it. */
  private static final String DECORATORS =
      """
      [ { "type": "record", "file": "FOLDER/{name}-wire.pcapng" },
        { "type": "limit", "host": { "upBytesPerSecond": 1000000 } },
        { "type": "faults", "latencyMinMicros": %d, "latencyMaxMicros": %d },
        { "type": "tls", "keyStore": "FOLDER/key.p12", "keyPassword": "%s",
          "trustStore": "FOLDER/key.p12", "trustPassword": "%s" },
        { "type": "record", "file": "FOLDER/{name}-plain.pcapng" } ]
      """
          .formatted(LATENCY_MICROS, LATENCY_MICROS, PASSWORD, PASSWORD);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"vertx, 127.0.0.1", "inmemory, 10.0.0.1"})
  void aFileComesThroughAllOfThem(String transport, String address) throws Exception {
    makeKey();
    Path shared = Files.createDirectories(folder.resolve("shared"));
    Path original = Files.writeString(shared.resolve("copper rain.txt"), CONTENT);
    String server = address + ":" + freePort();
    String client = "{ \"type\": \"hybrid\", \"servers\": [ \"" + server + "\" ] }";
    String anywhere = transport.equals("vertx") ? address + ":0" : "0.0.0.0:0";
    try (Peerwright peerwright = Peerwright.open()) {
      peerwright.start(config("index", transport, server, "{ \"type\": \"hybrid-server\" }"));
      Peer alice = peerwright.start(config("alice", transport, anywhere, client));
      Peer bob = peerwright.start(config("bob", transport, anywhere, client));
      alice.share(shared);
      long start = System.nanoTime();
      Path got = bob.get(bob.search("copper rain").get(0), folder.resolve("got.txt"));
      long micros = (System.nanoTime() - start) / 1_000;
      assertEquals(-1, Files.mismatch(original, got));
      // A search and its answer, and a request and its answer, at the least.
      assertTrue(micros > 4 * LATENCY_MICROS, "took only " + micros + " us");
    }
    assertTrue(recording("bob-plain").contains(CONTENT));
    assertFalse(recording("bob-wire").contains(CONTENT));
    assertTrue(recording("bob-wire").length() > recording("bob-plain").length());
  }

  private Path config(String name, String transport, String listen, String overlay)
      throws IOException {
    String text =
        """
        { "name": "%s",
          "transport": { "type": "%s", "listen": "%s" },
          "decorate": %s,
          "overlays": [ %s ] }
        """
            .formatted(
                name, transport, listen, DECORATORS.replace("FOLDER", folder.toString()), overlay);
    return Files.writeString(folder.resolve(name + ".json"), text);
  }

  private String recording(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".pcapng"), StandardCharsets.ISO_8859_1);
  }

  /** A key with a certificate for any name, by the JDK's own tool. */
  private void makeKey() throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                tool.toString(),
                "-genkeypair",
                "-alias",
                "peer",
                "-keyalg",
                "EC",
                "-dname",
                "CN=peer",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                folder.resolve("key.p12").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("keytool.txt")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }
}
