package io.peerwright.testkit;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Steps for overlays with the usual capabilities. A peer whose overlay lacks one fails the step.
 */
public final class Steps {

  private static final int MAX_HITS = 20;

  private Steps() {}

  /** Takes leave. */
  public static Step leave() {
    return TestPeer::leave;
  }

  /** Joins again, after {@link #leave} or a crash. */
  public static Step join() {
    return TestPeer::join;
  }

  /**
   * Shares files with names of their own, and ends when they are published.
   *
   * @param files per peer
   * @param bytes per file
   */
  public static Step share(int files, int bytes) {
    return peer -> {
      Path folder = peer.host().directory().resolve("shared");
      CompletableFuture<List<SharedItem>> written = new CompletableFuture<>();
      peer.host().loop().offload(() -> write(peer, folder, files, bytes), 0, completing(written));
      return written.thenCompose(
          items -> {
            items.forEach(peer::share);
            return peer.as(Sharing.class).published().thenApply(done -> items.size() + " files");
          });
    };
  }

  private static List<SharedItem> write(TestPeer peer, Path folder, int files, int bytes)
      throws IOException {
    List<SharedItem> items = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      items.add(Contents.write(folder, Contents.name(peer.number(), i), bytes));
    }
    return items;
  }

  private static <T> BiConsumer<T, Throwable> completing(CompletableFuture<T> stage) {
    return (result, thrown) -> {
      if (thrown != null) {
        stage.completeExceptionally(thrown);
      } else {
        stage.complete(result);
      }
    };
  }

  /**
   * Searches for one file of another peer that is present and shares something; fails if it is not
   * found. Does nothing if there is no such peer.
   */
  public static Step search(Duration within) {
    return peer -> {
      List<TestPeer> others =
          peer.network().peers().stream()
              .filter(other -> other != peer && other.isPresent() && !other.shared().isEmpty())
              .toList();
      if (others.isEmpty()) {
        return CompletableFuture.completedStage("nobody shares");
      }
      TestPeer other = others.get(peer.random().nextInt(others.size()));
      int file = peer.random().nextInt(other.shared().size());
      return search(peer, Contents.words(other.number(), file), within);
    };
  }

  private static CompletionStage<String> search(TestPeer peer, String words, Duration within) {
    CompletableFuture<String> done = new CompletableFuture<>();
    List<Hit> hits = new ArrayList<>();
    peer.as(KeywordSearch.class)
        .search(
            Query.parse(words).limitedTo(MAX_HITS, within),
            hits::add,
            reason -> {
              peer.remember(hits);
              if (hits.isEmpty()) {
                fail(done, "found no \"" + words + "\": " + reason);
              } else {
                done.complete(hits.size() + " of \"" + words + "\"");
              }
            });
    return done;
  }

  /** Fetches what the last search has found, and checks its content. Does nothing without a hit. */
  public static Step fetch() {
    return peer -> {
      if (peer.hits().isEmpty()) {
        return CompletableFuture.completedStage("nothing to fetch");
      }
      Hit hit = peer.hits().get(0);
      Path target = peer.host().directory().resolve("fetched").resolve("file.ogg");
      Download download = peer.as(Fetch.class).fetch(peer.hits(), target, changed -> {});
      CompletableFuture<Path> fetched = new CompletableFuture<>();
      download
          .done()
          .whenComplete(
              (file, thrown) -> {
                if (thrown != null) {
                  fail(fetched, download.reason().orElseThrow() + ": " + download.detail());
                } else {
                  fetched.complete(file);
                }
              });
      return fetched.thenCompose(file -> check(peer, hit, file));
    };
  }

  private static CompletionStage<String> check(TestPeer peer, Hit hit, Path file) {
    String name = hit.name().substring(hit.name().lastIndexOf('/') + 1);
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    peer.host()
        .loop()
        .offload(
            () -> {
              byte[] bytes = Files.readAllBytes(file);
              Files.delete(file);
              return bytes;
            },
            0,
            completing(read));
    return read.thenApply(
        bytes -> {
          if (!Arrays.equals(bytes, Contents.bytes(name, (int) hit.sizeBytes().orElseThrow()))) {
            throw new AssertionError(Reason.CORRUPT + ": " + name + " is not what was shared");
          }
          return name;
        });
  }

  private static void fail(CompletableFuture<?> done, String why) {
    done.completeExceptionally(new AssertionError(why));
  }
}
