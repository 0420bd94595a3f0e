package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a content while it comes in: each is served when the bytes at its position are here.
 */
final class ContentReaders {

  private record Reader(long position, ByteBuffer into, CompletableFuture<Integer> result) {}

  private final Loop loop;
  private final DownloadFile file;
  private final LongUnaryOperator readable;
  private final LongConsumer wanted;
  private final List<Reader> waiting = new ArrayList<>();
  private @Nullable Throwable failed;

  /**
   * Readers of one file.
   *
   * @param readable how many bytes from a position on may be read
   * @param wanted hears what is waited for, -1 for nothing, when somebody has begun to read
   */
  ContentReaders(Loop loop, DownloadFile file, LongUnaryOperator readable, LongConsumer wanted) {
    this.loop = loop;
    this.file = file;
    this.readable = readable;
    this.wanted = wanted;
  }

  CompletionStage<Integer> read(long position, ByteBuffer into) {
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative, is " + position);
    }
    CompletableFuture<Integer> result = new CompletableFuture<>();
    waiting.add(new Reader(position, into, result));
    loop.execute(
        () -> {
          wake(null);
          wanted.accept(wanted());
        });
    return result;
  }

  /** What the one waits for that has waited longest; -1 if nobody waits. */
  long wanted() {
    for (Reader reader : waiting) {
      if (reader.position < file.size()) {
        return reader.position;
      }
    }
    return -1;
  }

  /** Serves those whose bytes are here; with a failure, ends all. */
  void wake(@Nullable Throwable failure) {
    failed = failure;
    if (waiting.isEmpty()) {
      return;
    }
    for (Reader reader : List.copyOf(waiting)) {
      if (failure != null) {
        waiting.remove(reader);
        reader.result.completeExceptionally(failure);
      } else if (reader.position >= file.size()) {
        waiting.remove(reader);
        reader.result.complete(-1);
      } else if (file.isOpen() && readable.applyAsLong(reader.position) > 0) {
        waiting.remove(reader);
        serve(reader);
      }
    }
  }

  private void serve(Reader reader) {
    boolean fromTarget = file.isComplete();
    ByteBuffer window = reader.into;
    int limit = window.limit();
    long most = fromTarget ? Long.MAX_VALUE : readable.applyAsLong(reader.position);
    window.limit((int) Math.min(limit, window.position() + Math.min(most, window.remaining())));
    file.read(
        reader.position,
        window,
        (count, failure) -> {
          window.limit(limit);
          if (failure == null && (count != 0 || !window.hasRemaining())) {
            reader.result.complete(count);
          } else if (failure == null || !fromTarget && failure instanceof ClosedChannelException) {
            readAgain(reader);
          } else {
            reader.result.completeExceptionally(failure);
          }
        });
  }

  /** The part file is getting its name, or is being let go; what comes of it decides. */
  private void readAgain(Reader reader) {
    waiting.add(reader);
    if (file.isComplete() || failed != null) {
      wake(failed);
    }
  }
}
