package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Swarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;

/** Two peers, the content that they share, and what tests do with a swarm. */
abstract class SwarmPeers extends PeersContract {

  static final int SIZE = 300_000;
  static final byte[] CONTENT = Pattern.bytes(1, SIZE);
  static final String NAME = "rain.bin";

  /** Has content, where a test wants that. */
  Peer a;

  /** Has none. */
  Peer b;

  SwarmPeers() {}

  /**
   * Describes a file, or a folder with files, as a .torrent file does: under the name of the file
   * or folder, in parts of at most 64 KiB that can be verified. Called by the test thread.
   */
  protected abstract ByteBuffer describe(Path content) throws IOException;

  /** A link by which a peer finds such a description among those who have it. */
  protected abstract String magnet(ByteBuffer metainfo);

  @BeforeEach
  final void addPeers() {
    a = peer("a");
    b = peer("b");
  }

  static Path folder(Peer peer) {
    return peer.machine().host().directory().resolve("shelf");
  }

  static Path file(Peer peer, String name) {
    return folder(peer).resolve(name);
  }

  static void write(Peer peer, String name, byte[] content) {
    try {
      Path file = file(peer, name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertHas(Peer peer, String name, byte[] content) {
    try {
      assertArrayEquals(content, Files.readAllBytes(file(peer, name)), name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The content with some of its bytes in the middle changed. */
  static byte[] damaged() {
    byte[] damaged = CONTENT.clone();
    Arrays.fill(damaged, SIZE / 2, SIZE / 2 + 10, (byte) (damaged[SIZE / 2] + 1));
    return damaged;
  }

  final ByteBuffer described(Peer peer, String name) {
    try {
      return describe(file(peer, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the usual content to a peer's disk and describes it. */
  final ByteBuffer written(Peer peer) {
    write(peer, NAME, CONTENT);
    return described(peer, NAME);
  }

  static Swarm.Request request(Peer peer, ByteBuffer metainfo) {
    return Swarm.Request.ofMetainfo(metainfo.duplicate(), folder(peer));
  }

  static DownloadProbe join(
      Peer peer, Swarm.Request request, String name, Consumer<Download> atOnce) {
    Swarm swarm = peer.as(Swarm.class);
    return DownloadProbe.begin(
        peer, file(peer, name), changed -> swarm.join(request, changed), atOnce);
  }

  /** Joins a swarm for content of this name. */
  static DownloadProbe join(Peer peer, ByteBuffer metainfo, String name) {
    return join(peer, request(peer, metainfo), name, download -> {});
  }

  /** Joins a swarm for the usual content. */
  static DownloadProbe join(Peer peer, ByteBuffer metainfo) {
    return join(peer, metainfo, NAME);
  }

  static DownloadProbe join(Peer peer, ByteBuffer metainfo, Consumer<Download> atOnce) {
    return join(peer, request(peer, metainfo), NAME, atOnce);
  }

  /** Lets a peer give the usual content to others. */
  final ByteBuffer seeded(Peer peer) {
    ByteBuffer metainfo = written(peer);
    join(peer, metainfo).assertComplete();
    return metainfo;
  }
}
