package io.peerwright.transport.inmemory.disk;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened on a disk since it was last forced, each step with what undoes it.
 *
 * <p>A crash first takes back the last steps of the work that is under way, down to one picked by
 * chance. Of what is left and not forced it keeps some by chance: of the bytes of a file whole
 * blocks, and perhaps the length alone; of the names in folders the first few changes of each name,
 * independent of other names. A rename is one change, so it never loses both names. Files keep the
 * dates of what was lost. Moving a folder forces everything. What is older than {@link
 * #KEPT_MILLIS} has reached the disk by itself.
 */
final class UnsyncedChanges {

  /** As long as Linux lets written bytes wait. */
  private static final long KEPT_MILLIS = 30_000;

  private static final String LIMBO = ".limbo";

  private record Entry(long number, long millis, Change change) {}

  private final DiskClock clock;
  private final Path limbo;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<Object, Change.Dirty> dirty = new HashMap<>();

  /** How many pieces of work under way began with which step. */
  private final TreeMap<Long, Integer> running = new TreeMap<>();

  private long next;
  private long kept;

  /** Steps before this one belong to work of which the outcome was told. */
  private long told;

  UnsyncedChanges(DiskClock clock, Path root) {
    this.clock = clock;
    this.limbo = root.resolve(LIMBO);
  }

  long begin() {
    running.merge(next, 1, Integer::sum);
    return next;
  }

  /** The number of the next step. */
  long next() {
    return next;
  }

  void end(long begun, long end) {
    running.computeIfPresent(begun, (number, count) -> count == 1 ? null : count - 1);
    told = Math.max(told, end);
  }

  private void add(Change change) throws IOException {
    long millis = clock.millis();
    Entry oldest = entries.peek();
    while (oldest != null && millis - oldest.millis > KEPT_MILLIS && oldest.number < settledEnd()) {
      entries.remove().change.settle();
      oldest = entries.peek();
    }
    entries.add(new Entry(next++, millis, change));
  }

  /** Steps before this one will not be taken back by a crash within the work under way. */
  private long settledEnd() {
    return running.isEmpty() ? next : Math.max(told, running.firstKey());
  }

  // Bytes.

  void beforeWrite(Object key, Path file, long position, int count) throws IOException {
    if (count > 0) {
      Change.Dirty written = dirty(key, file);
      add(written.change(Math.min(position, written.size()), position + count, clock.millis()));
    }
  }

  void beforeTruncate(Object key, Path file, long size) throws IOException {
    Change.Dirty cut = dirty(key, file);
    add(cut.change(size, cut.size(), clock.millis()));
  }

  private Change.Dirty dirty(Object key, Path file) throws IOException {
    Change.Dirty known = dirty.get(key);
    if (known == null || !known.isUsed()) {
      known = new Change.Dirty(clock, key, nameOf(key, file));
      dirty.put(key, known);
    }
    return known;
  }

  /** The file that was opened under this name may have been moved since. */
  private Path nameOf(Object key, Path file) throws IOException {
    if (Files.exists(file) && keyOf(file).equals(key)) {
      return file;
    }
    try (Stream<Path> all = Files.walk(limbo.getRoot())) {
      for (Path path : all.toList()) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && keyOf(path).equals(key)) {
          return path;
        }
      }
    }
    throw new IOException("the file " + file + " has been deleted, and is written to");
  }

  /** What a file is known by, whatever its name. */
  static Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  // Names.

  void created(Path name) throws IOException {
    add(new Change.Names(List.of(name), true, () -> deleteAll(name), () -> {}));
  }

  void delete(Path name) throws IOException {
    if (Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(name);
      add(new Change.Names(List.of(name), false, () -> Files.createDirectory(name), () -> {}));
    } else if (Files.isSymbolicLink(name)) {
      Path target = Files.readSymbolicLink(name);
      Files.delete(name);
      add(
          new Change.Names(
              List.of(name), false, () -> Files.createSymbolicLink(name, target), () -> {}));
    } else {
      Path spare = keep(name);
      Files.delete(name);
      add(
          new Change.Names(
              List.of(name),
              false,
              () -> Files.move(spare, name),
              () -> Files.deleteIfExists(spare)));
    }
  }

  /** Keeps a file of which a name is about to be taken away. */
  private Path keep(Path name) throws IOException {
    if (Files.notExists(limbo)) {
      Files.createDirectory(limbo);
    }
    Path spare = limbo.resolve(Long.toString(kept++));
    Files.createLink(spare, name);
    return spare;
  }

  void move(Path from, Path to, CopyOption... options) throws IOException {
    if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(from, to, options);
      forceAll();
      return;
    }
    boolean replaces =
        Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)
            && List.of(options).contains(StandardCopyOption.REPLACE_EXISTING);
    Path spare = replaces ? keep(to) : null;
    try {
      Files.move(from, to, options);
    } catch (IOException | RuntimeException e) {
      drop(spare);
      throw e;
    }
    add(
        new Change.Names(
            List.of(from, to),
            true,
            () -> {
              Files.move(to, from);
              if (spare != null) {
                Files.move(spare, to);
              }
            },
            () -> drop(spare)));
  }

  private static void drop(@Nullable Path spare) throws IOException {
    if (spare != null) {
      Files.deleteIfExists(spare);
    }
  }

  private static void deleteAll(Path name) throws IOException {
    if (Files.notExists(name, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(name)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  // Forcing.

  void forcedFile(Object key) throws IOException {
    add(new Change.Forced(key, null));
    settle();
  }

  void forcedFolder(Path folder) throws IOException {
    add(new Change.Forced(null, folder));
    settle();
  }

  /** Takes out what was forced, as far as no crash can take that back. */
  private void settle() throws IOException {
    long end = settledEnd();
    List<Change.Forced> forced = new ArrayList<>();
    for (Iterator<Entry> each = entries.descendingIterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (entry.number >= end) {
        continue;
      }
      if (entry.change instanceof Change.Forced force) {
        forced.add(force);
        each.remove();
      } else if (forced.stream().anyMatch(force -> force.covers(entry.change))) {
        each.remove();
        entry.change.settle();
      }
    }
    dirty.values().removeIf(file -> !file.isUsed());
  }

  void forceAll() throws IOException {
    for (Entry entry : entries) {
      entry.change.settle();
    }
    entries.clear();
    dirty.clear();
  }

  /** Brings everything to disk if deleted files take room; false if there are none. */
  boolean makeRoom() throws IOException {
    if (Files.notExists(limbo)) {
      return false;
    }
    try (Stream<Path> files = Files.list(limbo)) {
      if (files.findAny().isEmpty()) {
        return false;
      }
    }
    forceAll();
    return true;
  }

  // The crash.

  void crash(RandomGenerator chance) throws IOException {
    takeBackWorkUnderWay(chance);
    running.clear();
    settle();
    List<Change.Bytes> bytes = new ArrayList<>();
    List<Change.Names> names = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.change instanceof Change.Bytes written) {
        bytes.add(written);
      } else if (entry.change instanceof Change.Names named) {
        names.add(named);
      }
    }
    loseBytes(bytes, chance);
    loseNames(names, chance);
    forceAll();
    deleteAll(limbo);
  }

  private void takeBackWorkUnderWay(RandomGenerator chance) throws IOException {
    long first = settledEnd();
    if (first == next) {
      return;
    }
    long last = first + chance.nextLong(next - first + 1);
    Entry entry = entries.peekLast();
    while (entry != null && entry.number >= last) {
      entries.removeLast().change.undo();
      if (entry.change instanceof Change.Bytes written) {
        written.settle();
      }
      entry = entries.peekLast();
    }
  }

  private static void loseBytes(List<Change.Bytes> changes, RandomGenerator chance)
      throws IOException {
    Map<Change.Dirty, List<Change.Bytes>> byFile = new LinkedHashMap<>();
    for (Change.Bytes change : changes) {
      byFile.computeIfAbsent(change.file(), file -> new ArrayList<>()).add(change);
    }
    for (Map.Entry<Change.Dirty, List<Change.Bytes>> each : byFile.entrySet()) {
      // All is lost, all is kept, or some of both.
      int percent = 50 * chance.nextInt(3);
      Map<Long, Boolean> lost = new HashMap<>();
      for (Change.Bytes change : each.getValue()) {
        for (long at = change.from(); at < change.to(); at += Change.Dirty.BLOCK) {
          lost.computeIfAbsent(at / Change.Dirty.BLOCK, n -> chance.nextInt(100) < percent);
        }
        lost.computeIfAbsent(
            (change.to() - 1) / Change.Dirty.BLOCK, n -> chance.nextInt(100) < percent);
      }
      boolean keepsLength = percent < 100 || chance.nextBoolean();
      List<Change.Bytes> ofFile = each.getValue();
      for (int i = ofFile.size() - 1; i >= 0; i--) {
        ofFile.get(i).undo(lost::get);
      }
      if (!keepsLength) {
        each.getKey().truncate(ofFile.get(0).sizeBefore());
      }
    }
  }

  private static void loseNames(List<Change.Names> changes, RandomGenerator chance)
      throws IOException {
    // Changes of one name, or of two that a rename has tied together, are kept in their order.
    Set<Path> lostFrom = new HashSet<>();
    List<Change.Names> lost = new ArrayList<>();
    int percent = 50 * chance.nextInt(3);
    for (Change.Names change : changes) {
      boolean lose = chance.nextInt(100) < percent;
      for (Path name : change.names()) {
        lose |= lostFrom.stream().anyMatch(name::startsWith);
      }
      if (lose) {
        lost.add(change);
        lostFrom.addAll(change.names());
      }
    }
    for (int i = lost.size() - 1; i >= 0; i--) {
      lost.get(i).undo();
    }
  }
}
