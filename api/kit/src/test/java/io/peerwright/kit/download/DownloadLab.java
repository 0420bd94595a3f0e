package io.peerwright.kit.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.transport.inmemory.InMemoryConfig;
import io.peerwright.transport.inmemory.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A host that downloads from sources which a test has made. */
final class DownloadLab implements AutoCloseable {

  private static final Duration LONG = Duration.ofHours(1);

  final Simulation sim = Simulation.create(InMemoryConfig.DEFAULT).strict();
  final Host host = sim.newHost("a", null, null);
  final Path target = host.directory().resolve("a.bin");
  final List<Long> progress = new ArrayList<>();
  SourceFinder finder = SourceFinder.NONE;
  int wrong;

  static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  static byte[] damaged(byte[] content, int... places) {
    byte[] copy = content.clone();
    for (int place : places) {
      copy[place] ^= 1;
    }
    return copy;
  }

  TestSource source(String name, byte[] content) {
    return new TestSource(host.loop(), name, content);
  }

  static ContentCheck sha1(byte[] content) {
    return new HashCheck(content.length, Digests.of(content, List.of(Digests.SHA1)));
  }

  static ContentCheck nothing(byte[] content) {
    return new HashCheck(content.length, Set.<Urn>of());
  }

  static ContentCheck pieces(byte[] content, int length) {
    try {
      byte[] hashes = new byte[(content.length + length - 1) / length * 20];
      for (int piece = 0; piece * length < content.length; piece++) {
        int end = Math.min(content.length, (piece + 1) * length);
        byte[] part = Arrays.copyOfRange(content, piece * length, end);
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(part);
        System.arraycopy(hash, 0, hashes, piece * 20, 20);
      }
      return new PieceCheck(
          nothing(content), "pieces", content.length, length, hashes, PieceCheck.Border.NONE);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  MultiSourceDownload fetch(
      byte[] content, ContentCheck check, DownloadRules rules, ContentSource... sources) {
    MultiSourceDownload.Observer observer =
        new MultiSourceDownload.Observer() {
          @Override
          public void onWrongContent() {
            wrong++;
          }
        };
    DownloadPlan plan =
        new DownloadPlan(target, content.length, check, List.of(sources), finder, rules);
    MultiSourceDownload download =
        new MultiSourceDownload(
            host.loop(), plan, observer, changed -> progress.add(changed.bytesDone()));
    host.loop().execute(download::start);
    return download;
  }

  /** Runs until it is over; tells how many seconds that took. */
  double await(Download download) {
    long start = sim.now().toNanos();
    assertTrue(
        sim.runUntil(download.done().toCompletableFuture()::isDone, LONG),
        () -> "not over: " + download.state() + ", " + download.detail());
    return (sim.now().toNanos() - start) / 1e9;
  }

  void awaitBytes(Download download, long bytes) {
    assertTrue(
        sim.runUntil(() -> download.bytesDone() >= bytes, LONG),
        () -> "stuck: " + download.state() + ", " + download.detail());
  }

  void assertComplete(Download download, byte[] content) {
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    try {
      assertArrayEquals(content, Files.readAllBytes(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sim.close();
  }
}
