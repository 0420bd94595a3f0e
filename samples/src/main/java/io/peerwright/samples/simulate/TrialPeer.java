package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One peer of a trial, through all its restarts: shares its files and wants one of another peer,
 * for which it searches, and which it fetches, again and again until it has it.
 */
final class TrialPeer {

  static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MAX_HITS = 10;
  private static final long JOIN_WITHIN_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long WANT_FROM_NANOS = Duration.ofSeconds(40).toNanos();
  private static final long WANT_WITHIN_NANOS = Duration.ofMinutes(4).toNanos();
  private static final long AGAIN_NANOS = Duration.ofSeconds(20).toNanos();

  private final World world;
  private final Catalogue catalogue;
  private final int[] shared;
  private final int wanted;
  private final String owner;
  private Host host;
  private Overlay overlay;
  private boolean found;

  /** Whether it was told so; a crash may leave a complete file of which it was not. */
  private boolean complete;

  /**
   * A peer that has not begun.
   *
   * @param shared titles that it shares
   * @param wanted a title that {@code owner} shares
   */
  TrialPeer(
      World world,
      Catalogue catalogue,
      Host host,
      Overlay overlay,
      int[] shared,
      int wanted,
      String owner) {
    this.world = world;
    this.catalogue = catalogue;
    this.host = host;
    this.overlay = overlay;
    this.shared = shared;
    this.wanted = wanted;
    this.owner = owner;
  }

  Host host() {
    return host;
  }

  Overlay overlay() {
    return overlay;
  }

  void begin() {
    RandomGenerator random = host.loop().random("trial");
    host.loop().schedule(random.nextLong(JOIN_WITHIN_NANOS), this::join);
    host.loop().schedule(WANT_FROM_NANOS + random.nextLong(WANT_WITHIN_NANOS), this::want);
  }

  /** Begins anew on the host that has taken the place of one that crashed. */
  void restarted(Host again, Overlay anew) {
    host = again;
    overlay = anew;
    complete = complete && Files.exists(target());
    join();
    want();
  }

  private void join() {
    joinUntilAccepted(overlay);
    Sharing sharing = overlay.as(Sharing.class).orElseThrow();
    for (int title : shared) {
      sharing.share(catalogue.item(title));
    }
  }

  /** A server may take the peer of before the crash for one that is still there. */
  private void joinUntilAccepted(Overlay joining) {
    joining
        .join()
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null && joining == overlay) {
                host.loop().schedule(AGAIN_NANOS, () -> joinUntilAccepted(joining));
              }
            });
  }

  private Path target() {
    return host.directory().resolve("downloads").resolve("wanted.ogg");
  }

  private void want() {
    if (!complete) {
      search(wanted, owner, this::fetch);
    }
  }

  private void wantLater() {
    host.loop().schedule(AGAIN_NANOS, this::want);
  }

  private boolean has() {
    return Files.exists(target());
  }

  private void search(int title, String at, Consumer<@Nullable Hit> then) {
    Query query = Query.parse(catalogue.words(title)).limitedTo(MAX_HITS, PATIENCE);
    List<Hit> hits = new ArrayList<>(1);
    Consumer<Hit> onHit =
        hit -> {
          if (world.isOf(hit, at)) {
            hits.add(hit);
          }
        };
    Consumer<Reason> onEnd = reason -> then.accept(hits.isEmpty() ? null : hits.get(0));
    overlay.as(KeywordSearch.class).orElseThrow().search(query, onHit, onEnd);
  }

  private void fetch(@Nullable Hit hit) {
    if (hit == null) {
      wantLater();
      return;
    }
    Fetch fetch = overlay.as(Fetch.class).orElseThrow();
    Download download = fetch.fetch(List.of(hit), target(), changed -> {});
    download
        .done()
        .whenComplete(
            (file, failure) -> {
              if (failure != null) {
                wantLater();
              } else {
                complete = true;
              }
            });
  }

  /**
   * What a disk does not hold after a crash that was vouched for; null if all is well.
   *
   * @param keepsDisk whether it is the disk of before
   */
  @Nullable String liesAfterCrash(Host again, boolean keepsDisk) {
    Path file = again.directory().resolve("downloads").resolve("wanted.ogg");
    try {
      if (!Files.exists(file)) {
        return complete && keepsDisk ? "has lost a file that was told as complete" : null;
      }
      return Files.mismatch(file, catalogue.content(wanted)) < 0
          ? null
          : "has other bytes under the final name after a crash";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds out whether what another peer alone shares can be found. */
  void probe(TrialPeer other) {
    found = false;
    search(other.shared[0], other.host.name(), hit -> found = hit != null);
  }

  boolean hasFound() {
    return found;
  }

  /** What is wrong with the files; null if nothing is. */
  @Nullable String complaint() throws IOException {
    if (!has()) {
      return "has not got what " + owner + " shares";
    }
    if (Files.mismatch(target(), catalogue.content(wanted)) >= 0) {
      return "has got something else than what " + owner + " shares";
    }
    try (Stream<Path> files = Files.list(target().getParent())) {
      List<String> others =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("wanted.ogg"))
              .sorted()
              .toList();
      return others.isEmpty() ? null : "has left files behind: " + others;
    }
  }
}
