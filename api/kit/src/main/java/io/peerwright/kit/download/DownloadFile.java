package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.kit.files.PartFile;
import io.peerwright.kit.files.PartSync;
import io.peerwright.kit.files.PartWriter;
import io.peerwright.kit.files.Ranges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The disk side of one download: its part file, and what its content must be. */
final class DownloadFile {

  private static final long MODELLED_NANOS = 300_000;
  private static final long MODELLED_NANOS_PER_BYTE = 3;

  private final Loop loop;
  private final Path target;
  private final long size;
  private final ContentCheck check;
  private @Nullable PartFile part;
  private @Nullable PartSync sync;
  private boolean complete;

  /** Where the file is now that had the name of this one. */
  private volatile @Nullable Path setAside;

  /** What the complete file was like when its content was checked. */
  private volatile @Nullable Object finishedAs;

  DownloadFile(Loop loop, Path target, long size, ContentCheck check) {
    this.loop = loop;
    this.target = target;
    this.size = size;
    this.check = check;
  }

  Path target() {
    return target;
  }

  long size() {
    return size;
  }

  boolean isOpen() {
    return part != null;
  }

  boolean isVerifiable() {
    return check.isConclusive();
  }

  long pieceLength() {
    return check.pieceLength();
  }

  boolean canCheckPieces() {
    return check.canCheckPieces();
  }

  boolean canCheck(int piece) {
    return check.canCheck(piece);
  }

  long pieceLead() {
    return check.pieceLead();
  }

  /** Tells what an earlier run has left, or the failure. */
  void open(BiConsumer<? super Ranges, ? super Throwable> opened) {
    loop.offload(
        () -> {
          PartFile file = PartFile.open(target, size, check.identity());
          return new Opened(file, file.present());
        },
        MODELLED_NANOS,
        (result, failure) -> {
          if (result != null) {
            part = result.file;
            sync = new PartSync(loop, result.file);
          }
          opened.accept(result == null ? new Ranges() : result.present, failure);
        });
  }

  private record Opened(PartFile file, Ranges present) {}

  PartWriter writer(long position, PartWriter.Listener listener) {
    PartSync shared = sync;
    if (shared == null) {
      throw new IllegalStateException("the part file of " + target + " is not open");
    }
    return new PartWriter(loop, shared, position, listener);
  }

  private void stopSyncing() {
    if (sync != null) {
      sync.stop();
    }
  }

  private PartFile opened() {
    PartFile file = part;
    if (file == null) {
      throw new IllegalStateException("the part file of " + target + " is not open");
    }
    return file;
  }

  /** Whether bytes are what is kept at a position, or failing that at the start. */
  void compare(
      long position,
      byte[] bytes,
      int count,
      BiConsumer<@Nullable Kept, @Nullable Throwable> then) {
    PartFile file = opened();
    byte[] copy = Arrays.copyOf(bytes, count);
    loop.offload(
        () -> {
          if (isKept(file, position, copy)) {
            return Kept.HERE;
          }
          return isKept(file, 0, copy) ? Kept.AT_START : Kept.NOT;
        },
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * count,
        then::accept);
  }

  /** Where the bytes of a stream are in what is kept. */
  enum Kept {
    HERE,
    AT_START,
    NOT
  }

  private static boolean isKept(PartFile file, long position, byte[] bytes) throws IOException {
    ByteBuffer kept = ByteBuffer.allocate(bytes.length);
    int count = 1;
    while (kept.hasRemaining() && count > 0) {
      count = file.read(position + kept.position(), kept);
    }
    return !kept.hasRemaining() && Arrays.equals(kept.array(), bytes);
  }

  /** Gives up what is kept of a range. */
  void forget(long from, long to, Consumer<@Nullable Throwable> forgotten) {
    PartFile file = opened();
    loop.offload(
        () -> {
          file.forget(from, to);
          return true;
        },
        MODELLED_NANOS,
        (done, failure) -> forgotten.accept(failure));
  }

  /** Whether a piece is right; neither true nor false if it cannot be read. */
  void checkPiece(int piece, BiConsumer<@Nullable Boolean, @Nullable Throwable> checked) {
    PartFile file = opened();
    loop.offload(
        () -> check.isRight(file, piece),
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * check.pieceLength(),
        checked::accept);
  }

  /** Checks the whole and gives the file its name; tells what is wrong, or the failure. */
  void finish(BiConsumer<ContentCheck.@Nullable Mismatch, @Nullable Throwable> finished) {
    PartFile file = opened();
    stopSyncing();
    loop.offload(
        () -> new Finished(finish(file)),
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * size,
        (result, failure) -> {
          complete = result != null && result.mismatch == null;
          finished.accept(result == null ? null : result.mismatch, failure);
        });
  }

  private record Finished(ContentCheck.@Nullable Mismatch mismatch) {}

  private ContentCheck.@Nullable Mismatch finish(PartFile file) throws IOException {
    ContentCheck.Mismatch mismatch = check.checkWhole(file);
    if (mismatch == null) {
      setAside = file.finish();
      finishedAs = stamp();
    }
    return mismatch;
  }

  private Object stamp() throws IOException {
    return List.of(Files.size(target), Files.getLastModifiedTime(target));
  }

  /** False if somebody has written to the complete file. Blocks. */
  boolean isUnchanged() throws IOException {
    Object was = finishedAs;
    return was == null || was.equals(stamp());
  }

  /** Where its bytes are now. */
  Path path() {
    return complete || part == null ? target : part.path();
  }

  /** Sets the wrong content aside; tells its name. */
  void reject(Consumer<String> rejected) {
    PartFile file = opened();
    stopSyncing();
    loop.offload(
        file::reject,
        MODELLED_NANOS,
        (aside, failure) ->
            rejected.accept(aside == null ? "the part file" : aside.getFileName().toString()));
  }

  /** How it ended: what the content was checked against, and what was in the way. */
  String outcome() {
    Path aside = setAside;
    String end = "complete, " + check.evidence();
    return aside == null ? end : end + "; a file of yours was in the way and is now " + aside;
  }

  /** Closes the part file; what was synced stays. */
  void close(Runnable closed) {
    PartFile file = part;
    if (file == null) {
      loop.execute(closed);
      return;
    }
    stopSyncing();
    loop.offload(
        () -> {
          file.close();
          return true;
        },
        MODELLED_NANOS,
        (done, failure) -> closed.run());
  }

  /** True once the file has its name, which it is read under from then on. */
  boolean isComplete() {
    return complete;
  }

  /** Reads what is here at a position; tells the number of bytes, or the failure. */
  void read(long position, ByteBuffer into, BiConsumer<Integer, @Nullable Throwable> read) {
    PartFile file = opened();
    boolean fromTarget = complete;
    loop.offload(
        () -> fromTarget ? readTarget(position, into) : file.read(position, into),
        MODELLED_NANOS,
        (count, failure) -> read.accept(count == null ? 0 : count, failure));
  }

  private int readTarget(long position, ByteBuffer into) throws IOException {
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ)) {
      return channel.read(into, position);
    }
  }
}
