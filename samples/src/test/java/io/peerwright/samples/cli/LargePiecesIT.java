package io.peerwright.samples.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A piece is as large as the whole heap of the one who fetches it. */
@Execution(ExecutionMode.CONCURRENT)
class LargePiecesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PIECE_BYTES = 64 << 20;
  private static final int LAST_BYTES = 1 << 20;

  @TempDir private Path folder;

  /** None that we make has such pieces. */
  private static byte[] torrent(byte[] content) throws Exception {
    ByteArrayOutputStream torrent = new ByteArrayOutputStream();
    String start = "d4:infod6:lengthi%de4:name8:film.mpg12:piece lengthi%de6:pieces40:";
    torrent.writeBytes(start.formatted(content.length, PIECE_BYTES).getBytes(US_ASCII));
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    sha1.update(content, 0, PIECE_BYTES);
    torrent.writeBytes(sha1.digest());
    sha1.update(content, PIECE_BYTES, content.length - PIECE_BYTES);
    torrent.writeBytes(sha1.digest());
    torrent.writeBytes("ee".getBytes(US_ASCII));
    return torrent.toByteArray();
  }

  @Test
  void piecesOf64MiBAreFetchedWithAHeapOf64MiB() throws Exception {
    byte[] content = new byte[PIECE_BYTES + LAST_BYTES];
    new Random(5).nextBytes(content);
    Path film = Files.createDirectories(folder.resolve("shared")).resolve("film.mpg");
    Files.write(film, content);
    byte[] torrent = torrent(content);
    Files.write(folder.resolve("film.torrent"), torrent);
    Map<String, String> listening =
        Map.of(
            "/transport/type",
            "vertx",
            "/transport/listen",
            "127.0.0.1:0",
            "/overlays/0/type",
            "bittorrent");
    try (Peerwright peerwright = Peerwright.open()) {
      Peer seed = peerwright.start(peerwright.parse("{}", listening));
      Swarm.Request request = Swarm.Request.ofMetainfo(ByteBuffer.wrap(torrent), film.getParent());
      seed.ask(Swarm.class, PATIENCE, swarm -> swarm.join(request, Download::state).done());
      try (Program get =
          Program.withHeap(
              "64m",
              folder,
              "torrent",
              "get",
              "film.torrent",
              "--to",
              "to",
              "--peer",
              seed.endpoints().get(0).toString(),
              "--listen",
              "127.0.0.1:0",
              "--json")) {
        JsonNode complete = get.event("complete");
        assertTrue(complete.get("verified").asBoolean(), complete::toString);
        assertEquals(0, get.exitCode(), get.errors());
        assertEquals("", get.errors());
      }
    }
    assertEquals(-1, Files.mismatch(film, folder.resolve("to/film.mpg")));
  }
}
