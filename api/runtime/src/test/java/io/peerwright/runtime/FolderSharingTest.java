package io.peerwright.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.kit.share.FolderScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watcher of shared folders is the application's: what it throws is told, and ends nothing. */
class FolderSharingTest {

  private static final Duration EVERY = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final FakeNetwork network = new FakeNetwork(new FakeTransport().defaults());
  private final IllegalStateException thrown = new IllegalStateException("by the watcher");
  private final List<String> heard = new ArrayList<>();
  private final List<Throwable> told = new ArrayList<>();
  private Path music;

  @BeforeEach
  void addFiles() throws IOException {
    music = Files.createDirectory(folder.resolve("music"));
    Files.writeString(music.resolve("a.ogg"), "one");
    Files.writeString(music.resolve("b.ogg"), "two");
    Files.writeString(music.resolve("empty.ogg"), "");
  }

  /** Throws at each call, once that is written down. */
  private final class ThrowingWatcher implements FolderScan.Listener {

    private void hear(String what) {
      heard.add(what);
      throw thrown;
    }

    @Override
    public void onItem(SharedItem item) {
      hear("item " + item.name());
    }

    @Override
    public void onGone(SharedItem item) {
      hear("gone " + item.name());
    }

    @Override
    public void onSkipped(Path path, String why) {
      hear("skipped " + path.getFileName());
    }

    @Override
    public void onProgress(FolderScan.Progress progress) {
      throw thrown;
    }

    @Override
    public void onDone(FolderScan.Progress total) {
      hear("done " + total.filesDone());
    }
  }

  private CompletableFuture<Integer> share() {
    FakeNetwork.FakeHost host = (FakeNetwork.FakeHost) network.newHost("alice", null, folder);
    FakeOverlay overlay =
        new FakeOverlay("fake", Set.of(Sharing.class), host, new FakeOverlay.Provider().defaults());
    FolderSharing sharing =
        new FolderSharing(
            host,
            List.of(overlay),
            List.of(music),
            FolderScan.Options.DEFAULT,
            EVERY,
            new ThrowingWatcher());
    return sharing.shared();
  }

  private void pass(Duration time) {
    try {
      network.loop.advance(time);
    } catch (IllegalStateException e) {
      told.add(e);
      pass(Duration.ZERO);
    }
  }

  @Test
  void aWatcherThatThrowsIsToldOnceAndEndsNoScan() throws IOException {
    CompletableFuture<Integer> shared = share();
    assertFalse(shared.isDone());
    pass(Duration.ZERO);
    assertEquals(2, shared.getNow(0));
    assertEquals(List.of("skipped empty.ogg", "item a.ogg", "item b.ogg", "done 2"), heard);
    assertEquals(List.of(thrown), told);
    Files.delete(music.resolve("a.ogg"));
    Files.writeString(music.resolve("c.ogg"), "three");
    heard.clear();
    pass(EVERY);
    assertEquals(List.of("gone a.ogg"), heard);
    pass(EVERY);
    assertEquals(List.of("gone a.ogg", "item c.ogg"), heard);
    assertEquals(List.of(thrown), told);
    assertEquals(
        List.of(
            "alice shares a.ogg",
            "alice shares b.ogg",
            "alice withdraws a.ogg",
            "alice shares c.ogg"),
        network.trace);
  }
}
