package io.peerwright.kit.share;

import io.peerwright.api.Loop;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.ContentDigest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers across restarts how the content of shared files is named, so that a file is hashed
 * once: by path, size and time of the last change. What was hashed is on the disk within a few
 * seconds, and when {@link #close} calls back; a kill costs what came after that.
 *
 * <p>What is kept is never wrong for a file that has only been written to, moved or replaced: one
 * that was changed less than {@value #FRESH_MILLIS} ms before it was read is not kept, as a later
 * change could leave its size and time as they are on a disk with coarse times.
 *
 * <p>Two peers may use one file; what one adds the other finds at its next start. Used on the loop
 * only.
 */
public final class DigestStore {

  private static final long FRESH_MILLIS = 2_000;
  private static final long FLUSH_NANOS = 2_000_000_000L;
  private static final long MODELLED_NANOS = 1_000_000;

  private final Loop loop;
  private final DigestFile file;
  private final List<Runnable> untilLoaded = new ArrayList<>();
  private final List<Runnable> untilWritten = new ArrayList<>();
  private Map<String, DigestFile.Entry> entries = new LinkedHashMap<>();
  private List<DigestFile.Entry> unwritten = new ArrayList<>();
  private boolean loaded;
  private boolean loading;
  private boolean writing;
  private long timer;
  private String failure = "";

  /**
   * A store that reads its file when it is used first.
   *
   * @param file made when there is something to keep
   */
  public DigestStore(Loop loop, Path file) {
    this.loop = loop;
    this.file = new DigestFile(file.toAbsolutePath());
  }

  /** Calls back when all that was kept is known, or cannot be read. */
  void load(Runnable then) {
    if (loaded) {
      then.run();
      return;
    }
    untilLoaded.add(then);
    if (!loading) {
      loading = true;
      loop.offload(file::load, MODELLED_NANOS, this::onLoaded);
    }
  }

  private void onLoaded(@Nullable Map<String, DigestFile.Entry> found, @Nullable Throwable thrown) {
    loaded = true;
    if (found != null) {
      entries = found;
    } else {
      failure = "what was hashed before is not known: " + thrown;
    }
    List<Runnable> then = List.copyOf(untilLoaded);
    untilLoaded.clear();
    then.forEach(Runnable::run);
  }

  /** Where it is kept. */
  Path path() {
    return file.path();
  }

  /** What went wrong with the file since this was asked last, for a person; else empty. */
  String takeFailure() {
    String last = failure;
    failure = "";
    return last;
  }

  /**
   * A file whose content is known by names of all these kinds; null if it has to be read. It is
   * answered once: from then on whoever asked remembers it.
   */
  @Nullable SharedItem take(FolderLister.Found found, List<ContentDigest.Kind> kinds) {
    String path = found.path().toAbsolutePath().toString();
    DigestFile.Entry entry = entries.get(path);
    if (entry == null || !entry.stamp().equals(found.stamp())) {
      return null;
    }
    SharedItem item =
        new SharedItem(found.path(), found.name(), found.size(), entry.names(), entry.decoded());
    Set<String> namespaces =
        item.urns().stream().map(urn -> urn.namespace()).collect(Collectors.toSet());
    if (!kinds.stream().allMatch(kind -> namespaces.contains(kind.namespace()))) {
      return null;
    }
    entries.remove(path);
    return item;
  }

  /**
   * Keeps what a file was found to be.
   *
   * @param stamp what was known of it before it was read
   * @param readMillis when its reading began, on the wall clock
   */
  void put(SharedItem item, FileStamp stamp, long readMillis) {
    if (readMillis - stamp.modifiedMillis() < FRESH_MILLIS) {
      return;
    }
    DigestFile.Entry entry =
        DigestFile.entry(item.file().toAbsolutePath(), stamp, item.urns(), item.attributes());
    if (entry != null) {
      unwritten.add(entry);
      if (timer == 0 && !writing) {
        timer = loop.schedule(FLUSH_NANOS, this::flush);
      }
    }
  }

  /** Writes what is not written yet, soon. */
  void flush() {
    loop.cancel(timer);
    timer = 0;
    if (writing || unwritten.isEmpty()) {
      return;
    }
    List<DigestFile.Entry> some = unwritten;
    unwritten = new ArrayList<>();
    writing = true;
    loop.offload(
        () -> {
          file.append(some);
          return true;
        },
        MODELLED_NANOS,
        (done, thrown) -> {
          writing = false;
          if (thrown != null) {
            failure = "what is hashed is not kept: " + thrown;
          }
          if (!unwritten.isEmpty()) {
            flush();
          } else {
            tellWritten();
          }
        });
  }

  /** Writes what is not written yet, and calls back when nothing is left to write. */
  public void close(Runnable then) {
    untilWritten.add(then);
    flush();
    if (!writing) {
      tellWritten();
    }
  }

  private void tellWritten() {
    List<Runnable> then = List.copyOf(untilWritten);
    untilWritten.clear();
    then.forEach(Runnable::run);
  }
}
