package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Download.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A download, and what was told of it. Used by the test thread. */
final class DownloadProbe {

  private final PeersContract.Peer peer;
  private final Path target;
  private final List<State> states = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> progress = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean appearedEarly;
  private volatile boolean reasonedEarly;
  private @Nullable Download download;
  private @Nullable Outcome<Path> done;

  private DownloadProbe(PeersContract.Peer peer, Path target) {
    this.peer = peer;
    this.target = target;
  }

  /**
   * Begins a download, and does something about it before anything else can happen.
   *
   * @param target where the content appears
   * @param start takes whom to tell of changes
   */
  static DownloadProbe begin(
      PeersContract.Peer peer,
      Path target,
      Function<Consumer<Download>, Download> start,
      Consumer<? super Download> atOnce) {
    DownloadProbe probe = new DownloadProbe(peer, target);
    Machine machine = peer.machine();
    machine.run(
        () -> {
          Download begun = start.apply(probe::changed);
          probe.download = begun;
          probe.done = Outcome.of(machine, "the end of a download", begun.done());
          atOnce.accept(begun);
        });
    return probe;
  }

  /** Hears of changes as {@code changed} does, and throws at each. */
  static Consumer<Download> throwing(Consumer<Download> changed, RuntimeException thrown) {
    return download -> {
      changed.accept(download);
      throw thrown;
    };
  }

  private void changed(Download changed) {
    Machine machine = peer.machine();
    machine.referee().enter(machine.loop(), "a change", () -> note(changed));
  }

  private void note(Download changed) {
    states.add(changed.state());
    progress.add(changed.bytesDone());
    boolean over = changed.state() == State.COMPLETE || changed.state() == State.FAILED;
    reasonedEarly |= !over && changed.reason().isPresent();
    appearedEarly |= Files.isRegularFile(target) && sizeOf(target) < changed.bytesTotal().orElse(0);
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Download download() {
    return Objects.requireNonNull(download);
  }

  Outcome<Path> done() {
    return Objects.requireNonNull(done);
  }

  <T> T ask(Function<? super Download, T> question) {
    return peer.machine().ask(() -> question.apply(download()));
  }

  void run(Consumer<? super Download> action) {
    peer.machine().run(() -> action.accept(download()));
  }

  State state() {
    return ask(Download::state);
  }

  long bytesDone() {
    return ask(Download::bytesDone);
  }

  /** How often it was told that something has changed. */
  int changes() {
    return states.size();
  }

  void await(State state) {
    peer.machine().await("the download to be " + state, () -> download().state() == state);
  }

  /** Waits until so many bytes are here. */
  void awaitBytes(long bytes) {
    peer.machine().await(bytes + " bytes to be here", () -> download().bytesDone() >= bytes);
  }

  void awaitDone() {
    peer.machine().await("the download to end", done()::isDone);
  }

  Outcome<Integer> beginReading(long position, ByteBuffer into) {
    return peer.begin("read", () -> download().read(position, into));
  }

  Outcome<Integer> read(long position, ByteBuffer into) {
    Outcome<Integer> read = beginReading(position, into);
    peer.machine().await("the read to end", read::isDone);
    return read;
  }

  /** Waits until it is complete. */
  void assertComplete() {
    awaitDone();
    assertEquals(target, done().value());
    assertEquals(State.COMPLETE, state());
    assertEquals(Optional.of(Reason.ENDED), ask(Download::reason));
  }

  /** Waits until it is complete, one file of this content. */
  void assertFetched(byte[] content) {
    assertComplete();
    try {
      assertArrayEquals(content, Files.readAllBytes(target));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(content.length, bytesDone());
    assertEquals(OptionalLong.of(content.length), ask(Download::bytesTotal));
  }

  /** Waits until it has failed, and left nothing under its final name. */
  void assertFailed(Reason reason) {
    awaitDone();
    assertEquals(reason, done().reason());
    assertEquals(State.FAILED, state());
    assertEquals(Optional.of(reason), ask(Download::reason));
    assertFalse(Files.exists(target), "a file that is not complete has its final name");
  }

  void assertDidNotAppearEarly() {
    assertFalse(appearedEarly, "the target was there before it was complete");
  }

  /** Of a download that is complete. */
  void assertToldProgress() {
    assertFalse(states.isEmpty(), "nothing was told");
    assertEquals(State.COMPLETE, states.get(states.size() - 1));
    assertEquals(progress.stream().sorted().toList(), List.copyOf(progress));
    assertFalse(reasonedEarly, "a download under way says why it ended");
  }
}
