package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Download.State;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every overlay that offers {@link Swarm} must do, as tests derived from the Javadoc of {@link
 * Swarm} and {@link Download}: a few peers, which find each other, spread content among themselves.
 */
public abstract class SwarmContract extends SwarmFileRules {

  /** For subclasses. */
  protected SwarmContract() {}

  /** A rig around a fresh network; called at least once per test, which closes the network. */
  @Override
  protected abstract NetworkUnderTest newNetwork();

  /** Makes a peer that has not joined, and finds the others. Called on the loop of its host. */
  @Override
  protected abstract Overlay newPeer(Host host);

  @Override
  protected abstract ByteBuffer describe(Path content) throws IOException;

  @Override
  protected abstract String magnet(ByteBuffer metainfo);

  @Test
  void whatIsFetchedIsWhatIsShared() {
    join(b, seeded(a)).assertFetched(CONTENT);
  }

  @Test
  void whoHasAllIsCompleteAlone() {
    DownloadProbe probe = join(a, written(a));
    probe.assertFetched(CONTENT);
    assertEquals(List.of(), probe.ask(Download::peers));
  }

  @Test
  void aMagnetLinkIsEnough() {
    Swarm.Request request = Swarm.Request.ofMagnet(magnet(seeded(a)), folder(b));
    boolean[] known = new boolean[2];
    DownloadProbe probe =
        join(
            b,
            request,
            NAME,
            download -> {
              known[0] = download.bytesTotal().isPresent();
              known[1] = !download.files().isEmpty();
            });
    probe.assertFetched(CONTENT);
    assertFalse(known[0] || known[1], "knows what a link does not say");
  }

  @Test
  void aDescriptionIsReadWhereItLies() {
    byte[] bytes = bytes(seeded(a));
    ByteBuffer inTheMiddle = ByteBuffer.allocateDirect(bytes.length + 20);
    inTheMiddle.position(7).put(bytes).flip().position(7);
    ByteBuffer metainfo = inTheMiddle.asReadOnlyBuffer();
    Swarm.Request request = Swarm.Request.ofMetainfo(metainfo, folder(b));
    DownloadProbe probe = join(b, request, NAME, download -> {});
    assertEquals(7, metainfo.position());
    assertEquals(7 + bytes.length, metainfo.limit());
    probe.assertFetched(CONTENT);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Test
  void progressIsToldAndOnlyGrows() {
    DownloadProbe probe = join(b, seeded(a));
    probe.assertFetched(CONTENT);
    settle();
    probe.assertToldProgress();
    probe.assertDidNotAppearEarly();
  }

  /** At each change: the content is complete all the same, and others get it. */
  @Test
  void aCallbackThatThrowsHarmsNoDownload() {
    Swarm.Request request = request(b, seeded(a));
    Swarm swarm = b.as(Swarm.class);
    whereCallbacksThrow(
        b.machine(),
        thrown -> {
          DownloadProbe probe =
              DownloadProbe.begin(
                  b,
                  file(b, NAME),
                  changed -> swarm.join(request, DownloadProbe.throwing(changed, thrown)),
                  download -> {});
          probe.assertFetched(CONTENT);
          settle();
          probe.assertToldProgress();
        });
    a.leave();
    settle();
    join(peer("c"), described(b, NAME)).assertFetched(CONTENT);
  }

  @Test
  void whoIsCompleteGivesToOthers() {
    ByteBuffer metainfo = seeded(a);
    join(b, metainfo).assertFetched(CONTENT);
    a.leave();
    settle();
    join(peer("c"), metainfo).assertFetched(CONTENT);
  }

  @Test
  void severalPeersFetchAtTheSameTime() {
    ByteBuffer metainfo = seeded(a);
    DownloadProbe one = join(b, metainfo);
    DownloadProbe other = join(peer("c"), metainfo);
    one.assertFetched(CONTENT);
    other.assertFetched(CONTENT);
  }

  @Test
  void whoWaitsGetsItWhenSomebodyHasIt() {
    ByteBuffer metainfo = written(a);
    DownloadProbe waiting = join(b, metainfo);
    ByteBuffer target = ByteBuffer.allocate(100);
    Outcome<Integer> read = waiting.beginReading(1_000, target);
    settle();
    assertFalse(waiting.done().isDone(), "there is nobody to get it from");
    assertFalse(read.isDone(), "there is nothing to read");
    assertEquals(0, waiting.bytesDone());
    join(a, metainfo).assertComplete();
    waiting.assertFetched(CONTENT);
    b.machine().await("the read to end", read::isDone);
    assertEquals(100, read.value());
    assertEquals(100, target.position());
    assertArrayEquals(Arrays.copyOfRange(CONTENT, 1_000, 1_100), target.array());
  }

  @Test
  void swarmsDoNotMix() {
    ByteBuffer one = seeded(a);
    byte[] snow = Pattern.bytes(5, SIZE);
    write(a, "snow.bin", snow);
    ByteBuffer other = described(a, "snow.bin");
    join(a, other, "snow.bin").assertFetched(snow);
    DownloadProbe first = join(b, one);
    DownloadProbe second = join(b, other, "snow.bin");
    first.assertFetched(CONTENT);
    second.assertFetched(snow);
  }

  @Test
  void whatIsHereCanBeRead() {
    DownloadProbe probe = join(b, seeded(a));
    ByteBuffer first = ByteBuffer.allocate(1_000).position(10);
    int count = probe.read(0, first).value();
    assertTrue(count > 0, "read " + count);
    assertEquals(10 + count, first.position());
    assertEquals(1_000, first.limit());
    assertArrayEquals(
        Arrays.copyOf(CONTENT, count), Arrays.copyOfRange(first.array(), 10, 10 + count));
    probe.assertFetched(CONTENT);
    ByteBuffer last = ByteBuffer.allocate(1_000);
    assertEquals(50, probe.read(SIZE - 50, last).value());
    assertEquals(-1, probe.read(SIZE, last).value());
    assertEquals(-1, probe.read(SIZE + 7, last).value());
  }

  @Test
  void aPausedDownloadStandsStillAndGoesOn() {
    DownloadProbe probe =
        join(
            b,
            seeded(a),
            download -> {
              download.pause();
              download.pause();
            });
    probe.await(State.PAUSED);
    settle();
    assertEquals(0, probe.bytesDone());
    assertEquals(State.PAUSED, probe.state());
    assertEquals(Optional.empty(), probe.ask(Download::reason));
    probe.run(Download::resume);
    probe.assertFetched(CONTENT);
    probe.run(Download::resume);
    probe.assertFetched(CONTENT);
  }

  @Test
  void whoPausesGivesNothing() {
    ByteBuffer metainfo = written(a);
    DownloadProbe seed = join(a, metainfo);
    seed.assertComplete();
    seed.run(Download::pause);
    seed.await(State.PAUSED);
    DownloadProbe probe = join(b, metainfo);
    settle();
    assertEquals(0, probe.bytesDone());
    seed.run(Download::resume);
    seed.assertComplete();
    probe.assertFetched(CONTENT);
  }

  @Test
  void joiningTwiceIsRefused() {
    ByteBuffer metainfo = seeded(a);
    Swarm swarm = b.as(Swarm.class);
    DownloadProbe probe =
        join(
            b,
            metainfo,
            download ->
                assertThrows(
                    IllegalArgumentException.class,
                    () -> swarm.join(request(b, metainfo), changed -> {})));
    probe.assertFetched(CONTENT);
    b.machine()
        .run(
            () ->
                assertThrows(
                    IllegalArgumentException.class,
                    () -> swarm.join(request(b, metainfo), changed -> {})));
  }

  @Test
  void whatIsNoDescriptionIsRefused() {
    Swarm swarm = b.as(Swarm.class);
    ByteBuffer nonsense = ByteBuffer.wrap(new byte[] {1, 2, 3});
    for (Swarm.Request each :
        List.of(
            Swarm.Request.ofMetainfo(nonsense, folder(b)),
            Swarm.Request.ofMetainfo(ByteBuffer.allocate(0), folder(b)),
            Swarm.Request.ofMagnet("nonsense", folder(b)),
            Swarm.Request.ofMagnet("magnet:?xt=urn:sha1:nonsense", folder(b)))) {
      b.machine()
          .run(
              () ->
                  assertThrows(
                      IllegalArgumentException.class, () -> swarm.join(each, changed -> {})));
    }
    join(b, seeded(a)).assertFetched(CONTENT);
  }

  @Test
  void aCancelledDownloadFails() {
    DownloadProbe probe = join(b, seeded(a), Download::close);
    probe.assertFailed(Reason.CANCELLED);
    settle();
    int changes = probe.changes();
    probe.run(Download::close);
    settle();
    assertEquals(changes, probe.changes(), "changes after the end");
    probe.assertFailed(Reason.CANCELLED);
    assertEquals(List.of(), probe.ask(Download::peers));
  }

  @Test
  void nothingIsReadFromADownloadThatFailed() {
    ByteBuffer metainfo = written(a);
    DownloadProbe probe = join(b, metainfo);
    ByteBuffer target = ByteBuffer.allocate(10);
    Outcome<Integer> read = probe.beginReading(SIZE - 1, target);
    probe.run(Download::close);
    b.machine().await("the read to end", read::isDone);
    assertEquals(Reason.CANCELLED, read.reason());
    assertEquals(Reason.CANCELLED, probe.read(0, target).reason());
  }

  @Test
  void whoHasClosedItMayJoinAgain() {
    ByteBuffer metainfo = seeded(a);
    DownloadProbe first = join(b, metainfo, Download::close);
    first.awaitDone();
    DownloadProbe second = join(b, metainfo);
    second.assertFetched(CONTENT);
    second.run(Download::close);
    DownloadProbe third = join(b, metainfo);
    third.assertFetched(CONTENT);
    first.run(Download::close);
    third.assertFetched(CONTENT);
    assertEquals(State.FAILED, first.state());
  }

  @Test
  void closingWhatIsCompleteEndsTheGiving() {
    ByteBuffer metainfo = written(a);
    DownloadProbe seed = join(a, metainfo);
    seed.assertComplete();
    seed.run(Download::close);
    settle();
    seed.assertFetched(CONTENT);
    Outcome<Integer> read = seed.beginReading(0, ByteBuffer.allocate(10));
    a.machine().await("the read to end", read::isDone);
    DownloadProbe probe = join(b, metainfo);
    settle();
    assertEquals(0, probe.bytesDone());
    assertEquals(List.of(), seed.ask(Download::peers));
    join(a, metainfo).assertComplete();
    probe.assertFetched(CONTENT);
  }

  @Test
  void whoIsNotInTheNetworkJoinsNothing() {
    ByteBuffer metainfo = seeded(a);
    assertNotJoined(newcomer("outside"), metainfo);
    b.leave();
    assertNotJoined(b, metainfo);
  }

  private static void assertNotJoined(Peer peer, ByteBuffer metainfo) {
    Swarm swarm = peer.as(Swarm.class);
    peer.machine()
        .run(
            () ->
                assertThrows(
                    IllegalStateException.class,
                    () -> swarm.join(request(peer, metainfo), changed -> {})));
  }

  @Test
  void leavingEndsDownloads() {
    ByteBuffer metainfo = written(a);
    DownloadProbe seed = join(a, metainfo);
    seed.assertComplete();
    DownloadProbe probe = join(b, metainfo, download -> b.overlay().leave());
    b.leave();
    probe.assertFailed(Reason.SHUTDOWN);
    assertEquals(Reason.SHUTDOWN, probe.read(0, ByteBuffer.allocate(10)).reason());
    a.leave();
    settle();
    seed.assertFetched(CONTENT);
    assertEquals(List.of(), seed.ask(Download::peers));
  }

  @Test
  void leavingEndsWhatIsReadAndPaused() {
    DownloadProbe paused = join(b, written(a), Download::pause);
    Outcome<Integer> read = paused.beginReading(0, ByteBuffer.allocate(10));
    paused.await(State.PAUSED);
    b.leave();
    b.machine().await("the read to end", read::isDone);
    assertEquals(Reason.SHUTDOWN, read.reason());
    paused.assertFailed(Reason.SHUTDOWN);
  }

  @Test
  void whoJoinsTheNetworkAgainJoinsSwarmsAgain() {
    ByteBuffer metainfo = seeded(a);
    DownloadProbe before = join(b, metainfo);
    before.assertFetched(CONTENT);
    b.leave();
    b.join();
    a.leave();
    DownloadProbe seed = join(b, metainfo);
    seed.assertFetched(CONTENT);
    before.run(Download::close);
    join(peer("c"), metainfo).assertFetched(CONTENT);
    assertEquals(State.COMPLETE, before.state());
  }

  @Test
  void twoNetworksShareNothing() {
    ByteBuffer metainfo = seeded(a);
    elsewhere(
        other -> join(other, metainfo, NAME + "2"),
        probe -> {
          assertNotEquals(State.COMPLETE, probe.state());
          assertEquals(0, probe.bytesDone());
        });
  }
}
