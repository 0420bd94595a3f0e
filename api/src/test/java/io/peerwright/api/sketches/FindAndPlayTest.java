package io.peerwright.api.sketches;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Runs the application against an overlay that has all at once. */
class FindAndPlayTest {

  @Test
  void playsWhatMostPeersOffer() {
    ReadyOverlay overlay = new ReadyOverlay("the whole song");
    StringBuilder played = new StringBuilder();
    new FindAndPlay(
        overlay,
        "copper rain",
        Path.of("music"),
        bytes -> played.append(StandardCharsets.US_ASCII.decode(bytes)));
    assertEquals("the whole song", played.toString());
    assertEquals(List.of("bob", "carol"), overlay.fetchedFrom);
  }

  /** Finds three files, two of one content, and has the bytes when they are asked for. */
  private static final class ReadyOverlay implements Overlay, KeywordSearch, Fetch {

    final List<String> fetchedFrom = new ArrayList<>();
    private final byte[] content;

    ReadyOverlay(String content) {
      this.content = content.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
      hits.accept(hit("alice", "A"));
      hits.accept(hit("bob", "B"));
      hits.accept(hit("carol", "B"));
      ended.accept(Reason.ENDED);
      return () -> {};
    }

    private static Hit hit(String peer, String sha1) {
      Set<Urn> urns = Set.of(new Urn(Urn.SHA1, sha1.repeat(32)));
      return new Hit("ready", peer, "copper rain.mp3", OptionalLong.of(14), null, urns, Map.of());
    }

    @Override
    public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
      sources.forEach(hit -> fetchedFrom.add(hit.peer()));
      return new ReadyDownload(content, target);
    }

    @Override
    public String name() {
      return "ready";
    }

    @Override
    public CompletionStage<Void> join() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> leave() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of();
    }

    @Override
    public List<Neighbour> neighbours() {
      return List.of();
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of(KeywordSearch.class, Fetch.class);
    }

    @Override
    public void meters(ObjLongConsumer<String> sink) {}
  }

  /** Gives five bytes at a time, so that reading goes on. */
  private record ReadyDownload(byte[] content, Path target) implements Download {

    @Override
    public State state() {
      return State.TRANSFERRING;
    }

    @Override
    public String detail() {
      return "from memory";
    }

    @Override
    public long bytesDone() {
      return content.length;
    }

    @Override
    public OptionalLong bytesTotal() {
      return OptionalLong.of(content.length);
    }

    @Override
    public List<SharedItem> files() {
      return List.of();
    }

    @Override
    public List<Neighbour> peers() {
      return List.of();
    }

    @Override
    public void prioritise(ToIntFunction<? super String> priority) {}

    @Override
    public void recheck() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public CompletionStage<Integer> read(long position, ByteBuffer into) {
      int count = (int) Math.min(5, content.length - position);
      if (count > 0) {
        into.put(content, (int) position, count);
      }
      return CompletableFuture.completedFuture(count > 0 ? count : -1);
    }

    @Override
    public CompletionStage<Path> done() {
      return CompletableFuture.completedFuture(target);
    }

    @Override
    public Optional<Reason> reason() {
      return Optional.of(Reason.ENDED);
    }

    @Override
    public void close() {}
  }
}
