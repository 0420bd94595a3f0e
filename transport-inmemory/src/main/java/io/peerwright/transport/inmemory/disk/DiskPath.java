package io.peerwright.transport.inmemory.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path on a {@link Disk}. */
final class DiskPath implements Path {

  private final Disk disk;
  private final Path inner;

  DiskPath(Disk disk, Path inner) {
    this.disk = disk;
    this.inner = inner;
  }

  /** The path in the file system that keeps the files. */
  static Path inner(Path path) {
    return of(path).inner;
  }

  static DiskPath of(Path path) {
    if (path instanceof DiskPath ours) {
      return ours;
    }
    throw new ProviderMismatchException("not a path on a simulated disk: " + path);
  }

  private @Nullable Path wrap(@Nullable Path path) {
    return path == null ? null : new DiskPath(disk, path);
  }

  Disk disk() {
    return disk;
  }

  @Override
  public FileSystem getFileSystem() {
    return disk;
  }

  @Override
  public boolean isAbsolute() {
    return inner.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return wrap(inner.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return wrap(inner.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return wrap(inner.getParent());
  }

  @Override
  public int getNameCount() {
    return inner.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return new DiskPath(disk, inner.getName(index));
  }

  @Override
  public Path subpath(int from, int to) {
    return new DiskPath(disk, inner.subpath(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof DiskPath path && path.disk == disk && inner.startsWith(path.inner);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof DiskPath path && path.disk == disk && inner.endsWith(path.inner);
  }

  @Override
  public Path normalize() {
    return new DiskPath(disk, inner.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return new DiskPath(disk, inner.resolve(inner(other)));
  }

  @Override
  public Path relativize(Path other) {
    return new DiskPath(disk, inner.relativize(inner(other)));
  }

  @Override
  public URI toUri() {
    return inner.toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return new DiskPath(disk, inner.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return new DiskPath(disk, inner.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("simulated disks are not watched");
  }

  @Override
  public int compareTo(Path other) {
    return inner.compareTo(inner(other));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiskPath path && path.disk == disk && path.inner.equals(inner);
  }

  @Override
  public int hashCode() {
    return inner.hashCode();
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
