package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Swarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One peer of a swarm's trial, through all its restarts: wants the content until it has it. */
final class SwarmTrialPeer {

  private static final long AGAIN_NANOS = Duration.ofSeconds(20).toNanos();

  private final byte[] metainfo;
  private final String below;
  private Host host;
  private Overlay overlay;
  private @Nullable Download download;

  /** Why it had to begin again the last time. */
  private @Nullable String failed;

  /** Wants what {@code metainfo} describes, below {@code folder}. */
  SwarmTrialPeer(byte[] metainfo, Host host, Overlay overlay, Path folder) {
    this.metainfo = metainfo;
    this.below = host.directory().relativize(folder).toString();
    this.host = host;
    this.overlay = overlay;
  }

  Host host() {
    return host;
  }

  Overlay overlay() {
    return overlay;
  }

  void begin(long withinNanos) {
    long after = withinNanos == 0 ? 0 : host.loop().random("trial").nextLong(withinNanos);
    host.loop().schedule(after, this::join);
  }

  /** Begins anew on the host that has taken the place of one that crashed. */
  void restarted(Host again, Overlay anew) {
    host = again;
    overlay = anew;
    join();
  }

  private Path folder() {
    return host.directory().resolve(below);
  }

  private void join() {
    overlay.join();
    want();
  }

  private void want() {
    Download joined =
        overlay
            .as(Swarm.class)
            .orElseThrow()
            .join(Swarm.Request.ofMetainfo(ByteBuffer.wrap(metainfo), folder()), changed -> {});
    download = joined;
    joined
        .done()
        .whenComplete(
            (file, failure) -> {
              if (failure != null && download == joined) {
                failed = failure.getMessage();
                joined.close();
                host.loop().schedule(AGAIN_NANOS, this::want);
              }
            });
  }

  /**
   * What a file that has its final name after a crash vouches for and does not hold; empty if all
   * is well.
   */
  String liesAfterCrash(Host again, Path content) throws IOException {
    Path mine = again.directory().resolve(below).resolve(content.getFileName().toString());
    for (Path file : filesOf(content)) {
      Path copy = mine.resolve(file.getFileName().toString());
      if (Files.isRegularFile(copy) && Files.mismatch(file, copy) >= 0) {
        return "has other bytes under the final name of " + copy.getFileName() + " after a crash";
      }
    }
    return "";
  }

  /** What is wrong with the files in the end; empty if nothing is. */
  String complaint(Path content) throws IOException {
    Download mine = download;
    if (mine == null) {
      return "has not begun";
    }
    CompletableFuture<?> done = mine.done().toCompletableFuture();
    if (!done.isDone() || done.isCompletedExceptionally()) {
      String before = failed == null ? "" : ", after " + failed;
      return "has not got the content: " + mine.state() + ", " + mine.detail() + before;
    }
    Path got = folder().resolve(content.getFileName().toString());
    for (Path file : filesOf(content)) {
      Path copy = got.resolve(file.getFileName().toString());
      if (!Files.isRegularFile(copy) || Files.mismatch(file, copy) >= 0) {
        return "says that it is complete, and " + copy.getFileName() + " is not";
      }
    }
    List<String> names = filesOf(got).stream().map(file -> file.getFileName().toString()).toList();
    return names.size() == filesOf(content).size() ? "" : "has left files behind: " + names;
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
