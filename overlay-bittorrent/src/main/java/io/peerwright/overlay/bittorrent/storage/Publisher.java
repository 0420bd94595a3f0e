package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.DurableFiles;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** Decides what becomes of files that are found, and gives complete ones their final names. */
final class Publisher {

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int MOST_NOTICES = 1000;

  private final Info info;
  private final Layout layout;
  private final FilePlaces places;
  private final FileHandles handles;
  private final List<Notice> notices = new ArrayList<>();

  Publisher(Info info, Layout layout, FilePlaces places, FileHandles handles) {
    this.info = info;
    this.layout = layout;
    this.places = places;
    this.handles = handles;
  }

  /** What has happened since this was asked the last time. */
  List<Notice> notices() {
    synchronized (notices) {
      List<Notice> all = List.copyOf(notices);
      notices.clear();
      return all;
    }
  }

  private void tell(int file, Notice.Kind kind, String text) {
    synchronized (notices) {
      if (notices.size() < MOST_NOTICES) {
        notices.add(new Notice(file, kind, text));
      }
    }
  }

  // ---- after a check

  /** Sorts out what was found. Nothing of somebody else's is changed. */
  void takeStock(BitSet present, BitSet unreadable, boolean seedOnly) throws IOException {
    for (int i = 0; i < layout.files(); i++) {
      FileEntry entry = layout.file(i);
      if (!entry.padding() && entry.length() > 0) {
        takeStock(i, present, unreadable);
        if (!seedOnly && !isAny(i, unreadable)) {
          takeOverBegun(i);
        }
      }
      if (seedOnly && !entry.padding()) {
        tellMismatch(i, present);
      }
    }
  }

  private boolean isAny(int file, BitSet pieces) {
    int first = pieces.nextSetBit(layout.firstPiece(file));
    return first >= 0 && first < layout.endPiece(file);
  }

  private void takeStock(int file, BitSet present, BitSet unreadable) throws IOException {
    Path found = places.foreign(file);
    if (found == null) {
      return;
    }
    BitSet good = new BitSet();
    BitSet perhaps = new BitSet();
    int end = layout.endPiece(file);
    for (int p = layout.firstPiece(file); p < end; p++) {
      if (!places.wasOurs(file, p)) {
        good.set(p, present.get(p));
        perhaps.set(p, unreadable.get(p));
      }
    }
    boolean all = good.cardinality() == end - layout.firstPiece(file);
    long size = Files.size(found);
    if (all && found.equals(layout.path(file)) && size == layout.file(file).length()) {
      Path ours = places.ours(file);
      places.setWhole(file);
      if (ours != null) {
        Files.deleteIfExists(ours);
      }
    } else if (!good.isEmpty() || !perhaps.isEmpty()) {
      // What cannot be read is looked for there again.
      good.or(perhaps);
      places.borrow(file, new FilePlaces.Borrowed(found, FilePlaces.stamp(found), good));
    }
  }

  /** Takes what another program has begun: pieces that were checked, and zeros between them. */
  private void takeOverBegun(int file) throws IOException {
    FilePlaces.Borrowed from = places.borrowed(file);
    if (from != null
        && places.ours(file) == null
        && Files.isRegularFile(from.path(), LinkOption.NOFOLLOW_LINKS)
        && Files.size(from.path()) <= layout.file(file).length()
        && isZeroBetween(file, from)) {
      places.takeOver(file, from.path());
      places.giveBack(file);
      handles.drop(from.path());
    }
  }

  private boolean isZeroBetween(int file, FilePlaces.Borrowed from) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel channel = FileChannel.open(from.path())) {
      long size = channel.size();
      for (long[] range : ranges(file, from.pieces(), false)) {
        for (long at = range[0]; at < Math.min(size, range[1]); at += buffer.limit()) {
          buffer.clear().limit((int) Math.min(BUFFER_BYTES, Math.min(size, range[1]) - at));
          if (!read(channel, at, buffer)) {
            return false;
          }
          buffer.flip();
          while (buffer.hasRemaining()) {
            if (buffer.get() != 0) {
              return false;
            }
          }
        }
      }
    } catch (IOException unreadable) {
      return false;
    }
    return true;
  }

  /** The parts of a file that belong to some pieces, or to all others. */
  private List<long[]> ranges(int file, BitSet pieces, boolean inside) {
    FileEntry entry = layout.file(file);
    List<long[]> ranges = new ArrayList<>();
    for (int p = layout.firstPiece(file); p < layout.endPiece(file); p++) {
      if (pieces.get(p) == inside) {
        long from = Math.max(0, info.offset(p) - entry.offset());
        long to = Math.min(entry.length(), info.offset(p) + info.pieceLength(p) - entry.offset());
        ranges.add(new long[] {from, to});
      }
    }
    return ranges;
  }

  private void tellMismatch(int file, BitSet present) throws IOException {
    Path path = layout.path(file);
    long length = layout.file(file).length();
    if (!Files.exists(path)) {
      tell(file, Notice.Kind.MISMATCH, "missing");
    } else if (!Files.isRegularFile(path)) {
      tell(file, Notice.Kind.MISMATCH, "not a file");
    } else if (!Files.isReadable(path)) {
      tell(file, Notice.Kind.MISMATCH, "may not be read");
    } else if (Files.size(path) != length) {
      String sizes = "has " + Files.size(path) + " bytes, the torrent says " + length;
      tell(file, Notice.Kind.MISMATCH, sizes);
    } else if (!isComplete(file, present)) {
      boolean differs = false;
      for (int p = layout.firstPiece(file); p < layout.endPiece(file); p++) {
        long from = info.offset(p);
        boolean inside =
            from >= layout.file(file).offset()
                && from + info.pieceLength(p) <= layout.file(file).end();
        differs |= inside && !present.get(p);
      }
      tell(
          file,
          Notice.Kind.MISMATCH,
          differs
              ? "differs from the torrent"
              : "shares a piece with another file that is missing or differs, so that the piece"
                  + " cannot be checked");
    }
  }

  // ---- complete files

  boolean isComplete(int file, BitSet present) {
    return present.nextClearBit(layout.firstPiece(file)) >= layout.endPiece(file);
  }

  /** Gives the files that are complete their names. */
  void finish(int from, int to, BitSet present) throws IOException {
    for (int i = places.nextIncomplete(from); i < to; i = places.nextIncomplete(i + 1)) {
      if (layout.file(i).padding()) {
        places.setWhole(i);
      } else if (isComplete(i, present)) {
        if (layout.file(i).length() == 0) {
          createEmpty(i);
        } else if (!isAdopted(i)) {
          publish(i);
        }
        places.setWhole(i);
      }
    }
  }

  private void createEmpty(int file) throws IOException {
    Path path = layout.path(file);
    if (!(Files.isRegularFile(path) && Files.size(path) == 0)) {
      makeFolder(file);
      setAside(file, path);
      Files.createFile(path);
      DurableFiles.forceFolder(Objects.requireNonNull(path.getParent()));
    }
  }

  /** Looks whether what is in the place is the content; else what is good of it becomes ours. */
  private boolean isAdopted(int file) throws IOException {
    FilePlaces.Borrowed from = places.borrowed(file);
    if (from == null) {
      return false;
    }
    if (FilePlaces.stamp(from.path()) != from.stamp()) {
      throw new IOException(
          from.path() + " has changed since it was checked; it will be checked again");
    }
    Path ours = places.ours(file);
    if (from.path().equals(layout.path(file))
        && Files.size(from.path()) == layout.file(file).length()
        && (ours == null || isEqual(file, from, ours))) {
      if (ours != null) {
        handles.drop(ours);
        Files.deleteIfExists(ours);
      }
      return true;
    }
    if (ours == null) {
      makeFolder(file);
      ours = layout.part(file, places.create(file).number());
    }
    copy(file, from, ours);
    return false;
  }

  private boolean isEqual(int file, FilePlaces.Borrowed from, Path ours) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(BUFFER_BYTES);
    ByteBuffer two = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel theirs = FileChannel.open(from.path());
        FileChannel mine = FileChannel.open(ours)) {
      for (long[] range : ranges(file, from.pieces(), false)) {
        for (long at = range[0]; at < range[1]; at += one.limit()) {
          one.clear().limit((int) Math.min(BUFFER_BYTES, range[1] - at));
          two.clear().limit(one.limit());
          if (!read(theirs, at, one) || !read(mine, at, two) || !one.flip().equals(two.flip())) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void copy(int file, FilePlaces.Borrowed from, Path ours) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    try (FileChannel source = FileChannel.open(from.path());
        FileChannel target = FileChannel.open(ours, StandardOpenOption.WRITE)) {
      for (long[] range : ranges(file, from.pieces(), true)) {
        for (long at = range[0]; at < range[1]; at += buffer.limit()) {
          buffer.clear().limit((int) Math.min(BUFFER_BYTES, range[1] - at));
          if (!read(source, at, buffer)) {
            throw new IOException(from.path() + " has become shorter");
          }
          buffer.flip();
          for (long to = at; buffer.hasRemaining(); ) {
            to += target.write(buffer, to);
          }
        }
      }
    }
  }

  /** Reads all that a buffer takes; false if the file is shorter. */
  static boolean read(FileChannel channel, long at, ByteBuffer target) throws IOException {
    long position = at;
    while (target.hasRemaining()) {
      int count = channel.read(target, position);
      if (count < 0) {
        return false;
      }
      position += count;
    }
    return true;
  }

  private void publish(int file) throws IOException {
    Path ours = places.ours(file);
    Path target = layout.path(file);
    if (ours == null) {
      return;
    }
    handles.drop(ours);
    makeFolder(file);
    while (true) {
      boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
      if (there && Files.isRegularFile(target) && Files.mismatch(ours, target) < 0) {
        DurableFiles.force(target);
        Files.deleteIfExists(ours);
        return;
      }
      setAside(file, target);
      try {
        DurableFiles.publish(ours, target);
        return;
      } catch (FileAlreadyExistsException takenInThisMoment) {
        continue;
      }
    }
  }

  private void setAside(int file, Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      handles.drop(path);
      tell(file, Notice.Kind.SET_ASIDE, DurableFiles.setAside(path).toString());
    }
  }

  /** Makes the folder of a file; a file that has the name of a folder is set aside. */
  void makeFolder(int file) throws IOException {
    Path folder = layout.path(file).getParent();
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    Path step = layout.base();
    for (Path name : layout.base().relativize(folder)) {
      step = step.resolve(name);
      if (!Files.isDirectory(step)) {
        setAside(file, step);
      }
    }
    DurableFiles.createFolders(folder);
  }
}
