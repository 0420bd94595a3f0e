package io.peerwright.transport.inmemory.disk;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The disk of one host. Works as any other file system, keeps its files in memory, and knows which
 * changes were not forced: {@link #crash} undoes some of these by chance, as a loss of power does.
 * All methods may be called by several threads.
 */
public final class Disk extends FileSystem {

  private final FileSystem files;
  private final DiskClock clock;
  private final DiskState state;

  /**
   * An empty disk.
   *
   * @param clock the wall clock of its host, in milliseconds, by which files are dated
   */
  public Disk(Configuration layout, LongSupplier clock) {
    DiskClock dating = new DiskClock(clock);
    this.clock = dating;
    this.files =
        Jimfs.newFileSystem(
            layout.toBuilder()
                .setFileTimeSource(() -> FileTime.fromMillis(dating.millis()))
                .build());
    this.state = new DiskState(new UnsyncedChanges(dating, root()));
  }

  private Path root() {
    return files.getRootDirectories().iterator().next();
  }

  /** The disk that a path is on; null if it is a real one. */
  public static @Nullable Disk of(@Nullable Path path) {
    return path instanceof DiskPath ours ? ours.disk() : null;
  }

  /** From now on it is the disk of another host, whose clock this is. */
  public void clock(LongSupplier other) {
    clock.follow(other);
  }

  /**
   * Work on the disk begins whose outcome is told later: a crash before {@link #end} may come at
   * any step of it.
   *
   * @return what to give {@link #end}
   */
  public long begin() {
    return state.begin();
  }

  /** The number of the next step on the disk, from which it is seen whether work has made any. */
  public long next() {
    return state.next();
  }

  /** The outcome of that work is told, whose steps ended before {@code end}. */
  public void end(long begun, long end) {
    state.end(begun, end);
  }

  /** The power fails: what was not forced may be lost; open files are closed, locks let go. */
  public void crash(RandomGenerator chance) throws IOException {
    state.crash(chance);
  }

  /** The root for what happens to a disk from outside; forces what was not forced. */
  public Path rawRoot() throws IOException {
    state.forceAll();
    return root();
  }

  DiskState state() {
    return state;
  }

  DiskPath wrap(Path inner) {
    return new DiskPath(this, inner);
  }

  @Override
  public FileSystemProvider provider() {
    return DiskProvider.INSTANCE;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  @Override
  public boolean isOpen() {
    return files.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return files.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return files.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    List<Path> roots = new ArrayList<>();
    files.getRootDirectories().forEach(root -> roots.add(wrap(root)));
    return roots;
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return files.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return files.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return wrap(files.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = files.getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(DiskPath.inner(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return files.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("simulated disks are not watched");
  }
}
