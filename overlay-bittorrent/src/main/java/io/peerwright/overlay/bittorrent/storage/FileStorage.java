package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.DurableFiles;
import io.peerwright.kit.files.PathLock;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The content in files. One that is not complete has a name of its own, {@code NAME.part}; it gets
 * the final one when all its pieces have been verified. What we have not written ourselves is never
 * changed: good pieces in it are used, and if it is in the way in the end it is set aside. Notes
 * lie elsewhere, in the state folder of the peer.
 *
 * <p>The seal of the log vouches for what is on the disk: content is forced before a file gets its
 * name, the name before the seal ({@link DurableFiles}).
 */
public final class FileStorage implements PieceStorage {

  private static final int ZERO_BYTES = 1 << 20;

  private final Info info;
  private final Layout layout;
  private final StorageSettings settings;
  private final FileHandles handles = new FileHandles();
  private final FilePlaces places;
  private final Publisher publisher;
  private final FileReads reads;
  private final Path log;

  /** Good pieces in files of somebody else, which the log leaves out until ours have them. */
  private final BitSet unnoted = new BitSet();

  private @Nullable ResumeLog resume;
  private @Nullable PathLock lock;

  /** Files that the log of an earlier run calls ours. */
  private Map<Integer, ResumeLog.Working> recalled = Map.of();

  /** Files that have been written to, so that they are made as long as they will be once. */
  private final BitSet touched = new BitSet();

  /** Folders in which files were made whose names may not be on the disk yet. */
  private final Set<Path> fresh = ConcurrentHashMap.newKeySet();

  /**
   * The content below a folder.
   *
   * @param name of the file or the folder; null takes the torrent's own
   */
  public FileStorage(Info info, Path directory, @Nullable String name, StorageSettings settings) {
    this.info = info;
    this.layout = new Layout(info, directory, name);
    this.settings = settings;
    this.places = new FilePlaces(layout);
    this.publisher = new Publisher(info, layout, places, handles);
    this.reads = new FileReads(info, layout, places, handles, this);
    this.log = settings.state().resolve("torrents").resolve(logName(directory, name));
  }

  /** One torrent may be in several folders. */
  private String logName(Path directory, @Nullable String name) {
    MessageDigest sha1 = InfoHash.sha1();
    String place = directory.toAbsolutePath().normalize() + "\0" + (name == null ? "" : name);
    byte[] digest = sha1.digest(place.getBytes(StandardCharsets.UTF_8));
    return info.hash() + "-" + HexFormat.of().formatHex(digest, 0, 8) + ".pieces";
  }

  // ---- what is here

  @Override
  public synchronized Found find() throws IOException {
    if (!settings.seedOnly()) {
      lock();
    }
    ResumeLog.Content noted = ResumeLog.read(log, info.hash(), info.pieces(), layout.files());
    places.recall(noted);
    recalled = noted.working();
    boolean trusted = noted.seal() != 0 && noted.seal() == state();
    BitSet candidates = new BitSet();
    boolean anything = false;
    for (int i = 0; i < layout.files(); i++) {
      if (layout.file(i).padding()) {
        continue;
      }
      Path foreign = places.foreign(i);
      boolean here = foreign != null || places.ours(i) != null;
      anything |= here;
      // A file may be deleted while it is open, and be missing already when the note is sealed.
      trusted &= here || !isNoted(i, noted.pieces());
      if (foreign != null) {
        // Somebody has put it here, perhaps with any piece in it.
        candidates.set(layout.firstPiece(i), layout.endPiece(i));
      }
    }
    if (!anything) {
      return new Found(new BitSet(), true);
    }
    if (trusted) {
      return new Found(noted.pieces(), true);
    }
    candidates.or(noted.pieces());
    return new Found(candidates, false);
  }

  /** Whether a note says that bytes of a file are here. */
  private boolean isNoted(int file, BitSet pieces) {
    int first = pieces.nextSetBit(layout.firstPiece(file));
    return layout.file(file).length() > 0 && first >= 0 && first < layout.endPiece(file);
  }

  private void lock() throws IOException {
    DurableFiles.createFolders(layout.base());
    try {
      lock =
          PathLock.by(
              layout.base().resolve("." + info.hash() + ".lock"),
              "the torrent \"" + info.name() + "\" in " + layout.base(),
              "BitTorrent");
    } catch (AccessDeniedException | ReadOnlyFileSystemException notWritable) {
      // Then nothing can be written either; what is here can be seeded.
      lock = null;
    }
  }

  @Override
  public synchronized void distrust() throws IOException {
    if (resume != null) {
      resume.unseal();
    }
  }

  /**
   * A number that changes when a file does, never 0. Of a complete file it tells how that looked
   * when it was known to be right, so that nothing vouches for what a user has written into it.
   */
  private long state() {
    long state = 1;
    for (int i = 0; i < layout.files(); i++) {
      if (!layout.file(i).padding()) {
        for (long stamp : new long[] {places.finalStamp(i), FilePlaces.stamp(places.ours(i))}) {
          state = (state ^ stamp) * 0x9e37_79b9_7f4a_7c15L;
          state ^= state >>> 29;
        }
      }
    }
    return state == 0 ? 1 : state;
  }

  @Override
  public synchronized void checked(BitSet present, BitSet unreadable) throws IOException {
    publisher.takeStock(present, unreadable, settings.seedOnly());
    places.onChecked();
    BitSet noted = (BitSet) present.clone();
    if (!settings.seedOnly()) {
      for (int i = 0; i < layout.files(); i++) {
        FilePlaces.Borrowed borrowed = places.borrowed(i);
        if (borrowed != null) {
          noted.andNot(borrowed.pieces());
          BitSet good = (BitSet) borrowed.pieces().clone();
          good.and(present);
          unnoted.or(good);
        }
      }
      forceDeleted();
    }
    try {
      resume = ResumeLog.start(log, info.hash(), noted, places.allOurs());
    } catch (IOException notWritable) {
      if (!settings.seedOnly()) {
        throw notWritable;
      }
      // Costs a check at the next start.
    }
    if (!settings.seedOnly()) {
      publisher.finish(0, layout.files(), present);
    }
  }

  /** A file must not come back once nothing says any more that it is ours. */
  private void forceDeleted() throws IOException {
    Map<Integer, ResumeLog.Working> kept = places.allOurs();
    for (int file : recalled.keySet()) {
      Path folder = Objects.requireNonNull(layout.path(file).getParent());
      if (!kept.containsKey(file) && Files.isDirectory(folder)) {
        DurableFiles.forceFolder(folder);
      }
    }
  }

  @Override
  public synchronized void verified(int[] added, BitSet present) throws IOException {
    ResumeLog noting = resume;
    if (noting == null) {
      throw new IllegalStateException("what was here has not been checked yet");
    }
    noting.add(added);
    for (int piece : added) {
      int from = layout.fileAt(info.offset(piece));
      int last = layout.fileAt(info.offset(piece) + info.pieceLength(piece) - 1);
      publisher.finish(from, last + 1, present);
    }
  }

  @Override
  public List<Notice> notices() {
    return publisher.notices();
  }

  // ---- bytes

  /** What is done with the bytes of one file. */
  private interface Step {
    boolean on(int file, long at, ByteBuffer bytes) throws IOException;
  }

  /** Goes through the files that a range of the content is in; false if a step says so. */
  private boolean each(long offset, ByteBuffer bytes, Step step) throws IOException {
    int end = bytes.limit();
    int file = layout.fileAt(offset);
    long at = offset;
    try {
      while (bytes.hasRemaining()) {
        FileEntry entry = layout.file(file);
        int count = (int) Math.min(end - bytes.position(), entry.end() - at);
        if (count > 0) {
          bytes.limit(bytes.position() + count);
          if (!step.on(file, at - entry.offset(), bytes)) {
            return false;
          }
          bytes.limit(end);
          at += count;
        }
        file++;
      }
      return true;
    } finally {
      bytes.limit(end);
    }
  }

  @Override
  public void write(long offset, ByteBuffer source) throws IOException {
    if (settings.seedOnly()) {
      throw new IOException("the content is only seeded, nothing of it is written");
    }
    each(offset, source, this::write);
  }

  private boolean write(int file, long at, ByteBuffer source) throws IOException {
    if (layout.file(file).padding() || places.isWhole(file)) {
      source.position(source.limit());
      return true;
    }
    FileHandles.Handle handle = handles.openToWrite(ours(file));
    try {
      if (settings.preallocate()) {
        fill(file, handle.channel);
      }
      long position = at;
      while (source.hasRemaining()) {
        position += handle.channel.write(source, position);
      }
      return true;
    } finally {
      handles.release(handle);
    }
  }

  /** Our file for what is not complete; it is noted as ours before anything is written to it. */
  private Path ours(int file) throws IOException {
    Path known = places.ours(file);
    if (known != null) {
      return known;
    }
    synchronized (this) {
      known = places.ours(file);
      if (known == null) {
        publisher.makeFolder(file);
        ResumeLog.Working made = places.create(file);
        if (resume != null) {
          resume.add(file, made);
        }
        known = layout.part(file, made.number());
        fresh.add(known.getParent());
      }
      return known;
    }
  }

  private void fill(int file, FileChannel channel) throws IOException {
    synchronized (touched) {
      if (touched.get(file)) {
        return;
      }
      touched.set(file);
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZERO_BYTES);
      long length = layout.file(file).length();
      for (long at = channel.size(); at < length; ) {
        zeros.clear().limit((int) Math.min(ZERO_BYTES, length - at));
        at += channel.write(zeros, at);
      }
    }
  }

  @Override
  public boolean read(long offset, ByteBuffer target) throws IOException {
    return each(offset, target, reads::read);
  }

  @Override
  public void vouch(int piece) throws IOException {
    reads.vouch(piece);
  }

  @Override
  public void reconsider(int file) {
    places.reconsider(file);
  }

  // ---- end

  @Override
  public synchronized void sync() throws IOException {
    ResumeLog noting = resume;
    if (noting == null) {
      return;
    }
    handles.force();
    for (Path folder : List.copyOf(fresh)) {
      DurableFiles.forceFolder(folder);
      fresh.remove(folder);
    }
    // Pieces that are read from files of somebody else are looked for again at the next start.
    if (settings.seedOnly() || !places.borrowsAny()) {
      noting.add(unnoted.stream().toArray());
      unnoted.clear();
      noting.seal(state());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    PathLock held = lock;
    ResumeLog noting = resume;
    try (held;
        noting) {
      handles.close();
    }
  }
}
