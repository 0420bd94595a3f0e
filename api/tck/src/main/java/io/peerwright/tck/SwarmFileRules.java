package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Download.State;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Swarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of the files of a swarm, and of those that a user has in the same directory. */
abstract class SwarmFileRules extends SwarmPeers {

  private static final String ALBUM = "album";
  private static final byte[] ONE = Pattern.bytes(2, 150_000);
  private static final byte[] TWO = Pattern.bytes(3, 100_001);
  private static final byte[] THREE = Pattern.bytes(4, 70_000);

  /** The longest part of a description. */
  private static final int PART = 1 << 16;

  /** What a peer without work may take to look for others again. */
  private static final long LONG_NANOS = 180_000_000_000L;

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  SwarmFileRules() {}

  private DownloadProbe seedAlbum(Peer peer) {
    write(peer, "album/one", ONE);
    write(peer, "album/folder/two", TWO);
    write(peer, "album/three", THREE);
    DownloadProbe seed = join(peer, described(peer, ALBUM), ALBUM);
    seed.assertComplete();
    return seed;
  }

  private ByteBuffer seededAlbum(Peer peer) {
    seedAlbum(peer);
    return described(peer, ALBUM);
  }

  private static void assertHasAlbum(Peer peer) {
    assertHas(peer, "album/one", ONE);
    assertHas(peer, "album/folder/two", TWO);
    assertHas(peer, "album/three", THREE);
  }

  @Test
  void aFolderOfFilesIsFetched() {
    DownloadProbe probe = join(b, seededAlbum(a), ALBUM);
    probe.assertComplete();
    assertHasAlbum(b);
    assertEquals(ONE.length + TWO.length + THREE.length, probe.bytesDone());
  }

  @Test
  void tellsWhichFilesThereAre() {
    DownloadProbe probe = join(b, seededAlbum(a), ALBUM);
    probe.assertComplete();
    List<SharedItem> files = probe.ask(Download::files);
    assertEquals(
        List.of("folder/two", "one", "three"),
        files.stream().map(SharedItem::name).sorted().toList());
    long offset = 0;
    for (SharedItem each : files) {
      assertEquals(Long.toString(offset), each.attributes().get("offset"), each.name());
      assertEquals(file(b, "album/" + each.name()), each.file());
      assertEquals(sizeOf(each.file()), each.sizeBytes(), each.name());
      offset += each.sizeBytes();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyTheFilesThatAreWantedAppear() {
    Swarm.Request request = request(b, seededAlbum(a)).wanting(name -> name.equals("folder/two"));
    DownloadProbe probe = join(b, request, ALBUM, download -> {});
    probe.assertComplete();
    assertHas(b, "album/folder/two", TWO);
    assertAbsent(b, "album/one");
    assertAbsent(b, "album/three");
    long total = probe.ask(Download::bytesTotal).orElseThrow();
    assertTrue(
        total >= TWO.length && total < TWO.length + 2 * PART, "bytes that are wanted: " + total);
    assertEquals(total, probe.bytesDone());
    assertEquals(3, probe.ask(Download::files).size());
  }

  private static void assertAbsent(Peer peer, String name) {
    assertFalse(Files.exists(file(peer, name)), name + " was not wanted");
  }

  @Test
  void whatIsSaidLastIsWanted() {
    DownloadProbe seed = seedAlbum(a);
    seed.run(Download::pause);
    seed.await(State.PAUSED);
    Swarm.Request request = request(b, described(a, ALBUM)).wanting(name -> name.equals("one"));
    DownloadProbe probe = join(b, request, ALBUM, download -> {});
    b.machine().await("it to be known what there is", () -> !probe.download().files().isEmpty());
    probe.run(download -> download.prioritise(name -> name.equals("three") ? 20 : -1));
    seed.run(Download::resume);
    probe.assertComplete();
    assertHas(b, "album/three", THREE);
    assertAbsent(b, "album/one");
    assertAbsent(b, "album/folder/two");
  }

  /** In virtual time only: whoever wanted nothing more may be a while in finding others again. */
  @Test
  void moreMayBeWantedWhenItIsComplete() {
    if (!rig().virtualTime()) {
      return;
    }
    Swarm.Request request = request(b, seededAlbum(a)).wanting(name -> name.equals("one"));
    DownloadProbe probe = join(b, request, ALBUM, download -> {});
    probe.assertComplete();
    probe.run(download -> download.prioritise(name -> name.equals("three") ? 1 : 0));
    passTime(LONG_NANOS);
    assertEquals(State.COMPLETE, probe.state());
    assertHas(b, "album/one", ONE);
    assertHas(b, "album/three", THREE);
    assertAbsent(b, "album/folder/two");
  }

  @Test
  void filesMayBeChosenBeforeTheyAreKnown() {
    ToIntFunction<String> priority = name -> name.equals("one") ? 1 : 0;
    Swarm.Request request = Swarm.Request.ofMagnet(magnet(seededAlbum(a)), folder(b));
    DownloadProbe probe = join(b, request, ALBUM, download -> download.prioritise(priority));
    probe.assertComplete();
    assertHas(b, "album/one", ONE);
    assertAbsent(b, "album/folder/two");
    assertAbsent(b, "album/three");
  }

  @Test
  void relativeDirectoriesStartFromTheHosts() {
    ByteBuffer metainfo = seeded(a);
    Swarm.Request request = Swarm.Request.ofMetainfo(metainfo, Path.of("shelf"));
    join(b, request, NAME, download -> {}).assertFetched(CONTENT);
  }

  @Test
  void whatIsHereIsVerifiedAndKept() {
    write(b, NAME, Arrays.copyOf(Arrays.copyOf(CONTENT, SIZE / 2), SIZE));
    ByteBuffer metainfo = written(a);
    DownloadProbe probe = join(b, metainfo);
    probe.awaitBytes(SIZE / 2 - PART);
    settle();
    assertNotEquals(State.COMPLETE, probe.state());
    assertTrue(probe.bytesDone() < SIZE, "takes anything for the content");
    join(a, metainfo).assertComplete();
    probe.assertFetched(CONTENT);
  }

  @Test
  void aUsersFileOfThatNameIsKept() {
    byte[] own = Pattern.bytes(9, SIZE + 7);
    write(b, NAME, own);
    write(b, "letter.txt", own);
    join(b, seeded(a)).assertFetched(CONTENT);
    assertHas(b, "letter.txt", own);
    assertEquals(2, copies(b, own), "copies of what the user had");
  }

  private static long copies(Peer peer, byte[] content) {
    try (Stream<Path> all = Files.walk(folder(peer))) {
      return all.filter(Files::isRegularFile).filter(each -> has(each, content)).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean has(Path file, byte[] content) {
    try {
      return Arrays.equals(Files.readAllBytes(file), content);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void filesThatAreRightAreNotWrittenTo() throws IOException {
    ByteBuffer metainfo = written(a);
    Files.setLastModifiedTime(file(a, NAME), LONG_AGO);
    join(a, metainfo).assertFetched(CONTENT);
    join(b, metainfo).assertFetched(CONTENT);
    settle();
    assertHas(a, NAME, CONTENT);
    assertEquals(LONG_AGO, Files.getLastModifiedTime(file(a, NAME)));
  }

  /** Whoever gives may send what its file has become, or find that out before. */
  @Test
  void nothingWrongIsTaken() throws IOException {
    ByteBuffer metainfo = seeded(a);
    write(a, NAME, damaged());
    Files.setLastModifiedTime(file(a, NAME), LONG_AGO);
    DownloadProbe probe = join(b, metainfo);
    settle();
    assertFalse(has(file(b, NAME), damaged()), "is not what it should be");
    assertEquals(has(file(b, NAME), CONTENT), probe.state() == State.COMPLETE);
    assertHas(a, NAME, damaged());
  }

  @Test
  void whatIsDamagedIsFetchedOnceMore() throws IOException {
    DownloadProbe probe = join(b, seeded(a));
    probe.assertFetched(CONTENT);
    a.leave();
    write(b, NAME, damaged());
    Files.setLastModifiedTime(file(b, NAME), LONG_AGO);
    probe.run(Download::recheck);
    settle();
    seeded(peer("c"));
    b.machine().await("the damage to be mended", () -> has(file(b, NAME), CONTENT));
    probe.await(State.COMPLETE);
    probe.assertFetched(CONTENT);
  }

  @Test
  void whatIsNotDamagedStaysComplete() {
    DownloadProbe probe = join(b, seeded(a));
    probe.assertFetched(CONTENT);
    a.leave();
    probe.run(Download::recheck);
    settle();
    probe.await(State.COMPLETE);
    probe.assertFetched(CONTENT);
  }
}
