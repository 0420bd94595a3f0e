package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import io.peerwright.kit.Digests;
import io.peerwright.kit.files.PartFile;
import io.peerwright.kit.files.PartWriter;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The disk side of one download: its part file, what its content must be, and who reads it. */
final class DownloadFile {

  private static final long MODELLED_NANOS = 300_000;
  private static final long MODELLED_NANOS_PER_BYTE = 3;
  private static final List<ContentDigest.Kind> KINDS = List.of(Digests.SHA1, Digests.NAPSTER_MD5);

  private record Reader(long position, ByteBuffer into, CompletableFuture<Integer> result) {}

  private final Loop loop;
  private final Path target;
  private final long size;
  private final Map<String, Urn> expected = new TreeMap<>();
  private final String identity;
  private final List<Reader> readers = new ArrayList<>();
  private @Nullable PartFile part;
  private long stored;
  private boolean complete;
  private @Nullable Throwable failed;

  /** Where the file is now that had the name of this one. */
  private volatile @Nullable Path setAside;

  /** How many bytes from the start the hash covers that was found wrong. */
  private long wrongBytes;

  /** Those of the hits that can be of the same content as the first, by size and hashes. */
  static List<Hit> sameContent(List<Hit> hits) {
    Map<String, Urn> names = new TreeMap<>();
    List<Hit> same = new ArrayList<>();
    for (Hit hit : hits) {
      boolean other =
          hit.sizeBytes() != hits.get(0).sizeBytes()
              || hit.urns().stream()
                  .anyMatch(urn -> !urn.equals(names.getOrDefault(urn.namespace(), urn)));
      if (!other) {
        hit.urns().forEach(urn -> names.put(urn.namespace(), urn));
        same.add(hit);
      }
    }
    return same;
  }

  DownloadFile(Loop loop, List<Hit> hits, Path target) {
    this.loop = loop;
    this.target = target;
    this.size = hits.get(0).sizeBytes();
    for (Hit hit : hits) {
      hit.urns().forEach(urn -> expected.putIfAbsent(urn.namespace(), urn));
    }
    Urn name = expected.get(Digests.SHA1.namespace());
    if (name == null) {
      name = expected.get(Digests.NAPSTER_MD5.namespace());
    }
    // Without any hash the size has to do: what a file is called differs from source to source.
    this.identity = name == null ? "size " + size : name.toString();
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

  /**
   * From where on a source is asked to send: some bytes before the end of what is kept, so that one
   * that sends something else is noticed.
   */
  long resumeAt() {
    return stored - Math.min(ResumeCheck.OVERLAP, (stored + 1) / 2);
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

  /** Gives up what is kept from a position on. */
  void forget(long from, Consumer<@Nullable Throwable> forgotten) {
    PartFile file = opened();
    stored = from;
    loop.offload(
        () -> {
          file.forget(from);
          return true;
        },
        MODELLED_NANOS,
        (done, failure) -> forgotten.accept(failure));
  }

  /** How many bytes from the start are on the disk. */
  long stored() {
    return stored;
  }

  void open(Consumer<@Nullable Throwable> opened) {
    loop.offload(
        () -> {
          PartFile file = PartFile.open(target, size, identity);
          return new Opened(file, file.firstMissing(0));
        },
        MODELLED_NANOS,
        (result, failure) -> {
          if (result != null) {
            part = result.file;
            stored = result.position;
          }
          opened.accept(failure);
        });
  }

  private record Opened(PartFile file, long position) {}

  PartWriter writer(PartWriter.Listener listener) {
    return new PartWriter(loop, opened(), stored, listener);
  }

  void onStored(int bytes) {
    stored += bytes;
    wakeReaders(null);
  }

  private PartFile opened() {
    PartFile file = part;
    if (file == null) {
      throw new IllegalStateException("the part file of " + target + " is not open");
    }
    return file;
  }

  /** Checks the content and gives the file its name. */
  void finish(Consumer<@Nullable Throwable> finished) {
    PartFile file = opened();
    loop.offload(
        () -> check(file),
        MODELLED_NANOS + MODELLED_NANOS_PER_BYTE * size,
        (checked, failure) -> {
          complete = failure == null;
          finished.accept(failure);
        });
  }

  private boolean check(PartFile file) throws IOException {
    List<ContentDigest.Kind> wanted =
        KINDS.stream().filter(kind -> expected.containsKey(kind.namespace())).toList();
    List<Urn> found = wanted.isEmpty() ? List.of() : file.digest(wanted);
    for (Urn urn : found) {
      Urn said = expected.get(urn.namespace());
      if (!urn.value().equalsIgnoreCase(said == null ? "" : said.value())) {
        boolean head = urn.namespace().equals(Digests.NAPSTER_MD5.namespace());
        wrongBytes = head ? Math.min(size, Digests.NAPSTER_MD5_BYTES) : size;
        throw new OverlayException(
            Reason.CORRUPT,
            "the content is not what it was said to be: it is " + urn + ", not " + said);
      }
    }
    setAside = file.finish();
    return true;
  }

  /** After a check that failed: so many bytes from the start, at least one of them wrong. */
  long wrongBytes() {
    return wrongBytes;
  }

  /** Sets the wrong content aside; tells its name. */
  void reject(Consumer<String> rejected) {
    PartFile file = opened();
    loop.offload(
        file::reject,
        MODELLED_NANOS,
        (aside, failure) ->
            rejected.accept(aside == null ? "the part file" : aside.getFileName().toString()));
  }

  /** The MD5 by which a server can tell who else has it; null if it is not known. */
  @Nullable String md5() {
    Urn said = expected.get(Digests.NAPSTER_MD5.namespace());
    String md5 = said == null ? "" : said.value();
    return md5.matches("[0-9a-fA-F]{32}") && !md5.equals(SharedFile.NO_MD5) ? md5 : null;
  }

  /** Whether a hash of the whole content is known, so that wrong bytes are found in the end. */
  boolean isVerifiable() {
    return expected.containsKey(Digests.SHA1.namespace()) || md5() != null && isWholeInMd5();
  }

  private boolean isWholeInMd5() {
    return size <= Digests.NAPSTER_MD5_BYTES;
  }

  /** How it ended: what the content was checked against, and what was in the way. */
  String outcome() {
    Path aside = setAside;
    String end = "complete, " + evidence();
    return aside == null ? end : end + "; a file of yours was in the way and is now " + aside;
  }

  private String evidence() {
    if (expected.containsKey(Digests.SHA1.namespace())) {
      return "SHA-1 verified";
    }
    if (md5() == null) {
      return "not verified: nobody told a hash";
    }
    return isWholeInMd5()
        ? "MD5 verified"
        : "not verified: nobody told a hash of the whole; that of the first "
            + Digests.NAPSTER_MD5_BYTES
            + " bytes is right";
  }

  /** Closes the part file; what was synced stays. */
  void close(Runnable closed) {
    PartFile file = part;
    if (file == null) {
      loop.execute(closed);
      return;
    }
    loop.offload(
        () -> {
          file.close();
          return true;
        },
        MODELLED_NANOS,
        (done, failure) -> closed.run());
  }

  CompletionStage<Integer> read(long position, ByteBuffer into) {
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative, is " + position);
    }
    CompletableFuture<Integer> result = new CompletableFuture<>();
    readers.add(new Reader(position, into, result));
    loop.execute(() -> wakeReaders(null));
    return result;
  }

  /** Serves those whose bytes are here; with a failure, ends all. */
  void wakeReaders(@Nullable Throwable failure) {
    failed = failure;
    if (readers.isEmpty()) {
      return;
    }
    for (Reader reader : List.copyOf(readers)) {
      if (failure != null) {
        readers.remove(reader);
        reader.result.completeExceptionally(failure);
      } else if (reader.position >= size) {
        readers.remove(reader);
        reader.result.complete(-1);
      } else if (reader.position < stored) {
        readers.remove(reader);
        serve(reader);
      }
    }
  }

  private void serve(Reader reader) {
    PartFile file = opened();
    boolean fromTarget = complete;
    loop.offload(
        () ->
            fromTarget
                ? readTarget(reader.position, reader.into)
                : file.read(reader.position, reader.into),
        MODELLED_NANOS,
        (count, failure) -> {
          if (count != null) {
            reader.result.complete(count);
          } else if (!fromTarget && failure instanceof ClosedChannelException) {
            readAgain(reader);
          } else {
            reader.result.completeExceptionally(
                failure == null ? new IOException("nothing was read") : failure);
          }
        });
  }

  /** The part file is getting its name, or is being let go; what comes of it decides. */
  private void readAgain(Reader reader) {
    readers.add(reader);
    if (complete || failed != null) {
      wakeReaders(failed);
    }
  }

  private int readTarget(long position, ByteBuffer into) throws IOException {
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ)) {
      return channel.read(into, position);
    }
  }
}
