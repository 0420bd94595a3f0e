package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which file on the disk holds what of a file of the torrent. Three kinds are told apart:
 *
 * <ul>
 *   <li>complete ones, under their final names, which are only read;
 *   <li>ours that are not complete, under names that nothing else has: only these are written;
 *   <li>those of somebody else in the place of a file, from which pieces that were checked are read
 *       as long as they do not change, and which are never written.
 * </ul>
 *
 * <p>A file is ours if we have made it, which the log notes before anything is in it. May be used
 * by several threads.
 */
final class FilePlaces {

  private static final int MOST_NUMBERS = 1000;

  /**
   * A file of somebody else, how it looked when it was checked, and its good pieces; those that
   * could not be read count as good, as who reads them again checks them again.
   */
  record Borrowed(Path path, long stamp, BitSet pieces) {}

  private final Layout layout;
  private final BitSet whole = new BitSet();

  /** How the complete files looked when they were known to be right. */
  private final Map<Integer, Long> stamps = new HashMap<>();

  /** How files looked that were changed, when their pieces were about to be verified again. */
  private final Map<Integer, Long> reconsidered = new HashMap<>();

  private final Map<Integer, ResumeLog.Working> working = new LinkedHashMap<>();
  private final Map<Integer, Borrowed> borrowed = new HashMap<>();

  /** Pieces that are in our files, as far as a note says so; null once all has been checked. */
  private @Nullable BitSet noted = new BitSet();

  FilePlaces(Layout layout) {
    this.layout = layout;
  }

  /** What an earlier run has noted; files that are not the noted ones are not ours. */
  synchronized void recall(ResumeLog.Content log) {
    noted = (BitSet) log.pieces().clone();
    log.working()
        .forEach(
            (file, each) -> {
              Path path = layout.part(file, each.number());
              if (each.number() <= MOST_NUMBERS
                  && isFile(path)
                  && (each.identity() == 0 || each.identity() == identity(path))) {
                working.put(file, each);
              }
            });
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The number of a file on its disk, as a name may be given to another one; 0 if not known. */
  private static long identity(Path path) {
    try {
      Object number = Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
      return number instanceof Long ino ? ino : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException notTold) {
      return 0;
    }
  }

  /** A number that changes when a file does; 0 if it is not there. */
  static long stamp(@Nullable Path path) {
    try {
      if (path == null) {
        return 0;
      }
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return 31 * (31 * now.size() + now.lastModifiedTime().to(TimeUnit.NANOSECONDS)) + 7;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** How a file looks under its final name; what is done to a complete one later does not count. */
  synchronized long finalStamp(int file) {
    Long known = stamps.get(file);
    return known == null ? stamp(layout.path(file)) : known;
  }

  /** The file that a verified piece is read from if it was changed since; null if it was not. */
  synchronized @Nullable Path changed(int file, int piece) {
    Borrowed from = borrowed.get(file);
    Borrowed lender = from != null && from.pieces.get(piece) ? from : null;
    if (!whole.get(file) && lender == null) {
      return null;
    }
    Path path = lender == null ? layout.path(file) : lender.path;
    Long known = reconsidered.get(file);
    if (known == null) {
      known = lender == null ? stamps.get(file) : (Long) lender.stamp;
    }
    return known == null || known == stamp(path) ? null : path;
  }

  /** From now on a file is right if it stays as it is; no note vouches for it. */
  synchronized void reconsider(int file) {
    Borrowed from = borrowed.get(file);
    reconsidered.put(file, stamp(from == null ? layout.path(file) : from.path));
  }

  /** Our file for what is not complete, null if there is none yet. */
  synchronized @Nullable Path ours(int file) {
    ResumeLog.Working known = working.get(file);
    return known == null ? null : layout.part(file, known.number());
  }

  synchronized Map<Integer, ResumeLog.Working> allOurs() {
    return new LinkedHashMap<>(working);
  }

  /** What somebody else has put in the place of a file, null if there is nothing to read. */
  @Nullable Path foreign(int file) {
    if (Files.isRegularFile(layout.path(file))) {
      return layout.path(file);
    }
    Path part = layout.part(file, 1);
    return isFile(part) && !part.equals(ours(file)) ? part : null;
  }

  /** Where the bytes of a file that belong to a piece are to be read; null if they are not here. */
  synchronized @Nullable Path source(int file, int piece) {
    if (whole.get(file)) {
      return layout.path(file);
    }
    BitSet hints = noted;
    Path ours = ours(file);
    if (hints != null) {
      Path foreign = ours != null && hints.get(piece) ? null : foreign(file);
      return foreign != null ? foreign : ours;
    }
    Borrowed from = borrowed.get(file);
    return from != null && from.pieces.get(piece) ? from.path : ours;
  }

  /** True if one read may have to go to several files. */
  synchronized boolean isMixed(int file) {
    return !whole.get(file) && (noted != null ? ours(file) != null : borrowed.containsKey(file));
  }

  /** Whether a checked piece was read from our file. */
  synchronized boolean wasOurs(int file, int piece) {
    BitSet hints = noted;
    return ours(file) != null && hints != null && (hints.get(piece) || foreign(file) == null);
  }

  synchronized void onChecked() {
    noted = null;
  }

  synchronized boolean isWhole(int file) {
    return whole.get(file);
  }

  synchronized void setWhole(int file) {
    whole.set(file);
    stamps.put(file, stamp(layout.path(file)));
    reconsidered.remove(file);
    working.remove(file);
    borrowed.remove(file);
  }

  synchronized int nextIncomplete(int from) {
    return whole.nextClearBit(from);
  }

  synchronized void borrow(int file, Borrowed from) {
    borrowed.put(file, from);
  }

  synchronized @Nullable Borrowed borrowed(int file) {
    return borrowed.get(file);
  }

  synchronized boolean borrowsAny() {
    return !borrowed.isEmpty();
  }

  synchronized void giveBack(int file) {
    borrowed.remove(file);
  }

  /** As a loss of power leaves a file that it did not leave the note of. */
  private static boolean isEmpty(Path part) throws IOException {
    return isFile(part) && Files.size(part) == 0;
  }

  /** Makes a file of our own; its folder is there. One that is empty will do. */
  synchronized ResumeLog.Working create(int file) throws IOException {
    for (int number = 1; number <= MOST_NUMBERS; number++) {
      Path part = layout.part(file, number);
      try {
        if (!isEmpty(part)) {
          Files.createFile(part);
        }
        ResumeLog.Working made = new ResumeLog.Working(number, identity(part));
        working.put(file, made);
        return made;
      } catch (FileAlreadyExistsException notOurs) {
        continue;
      }
    }
    throw new FileAlreadyExistsException(layout.part(file, MOST_NUMBERS) + " and those before it");
  }

  /** Makes a file ours that has nothing in it but what was checked, and zeros. */
  synchronized ResumeLog.Working takeOver(int file, Path foreign) throws IOException {
    for (int number = 1; number <= MOST_NUMBERS; number++) {
      Path part = layout.part(file, number);
      try {
        if (!part.equals(foreign)) {
          DurableFiles.move(foreign, part);
        }
        ResumeLog.Working taken = new ResumeLog.Working(number, identity(part));
        working.put(file, taken);
        return taken;
      } catch (FileAlreadyExistsException notOurs) {
        continue;
      }
    }
    throw new FileAlreadyExistsException(layout.part(file, MOST_NUMBERS) + " and those before it");
  }
}
