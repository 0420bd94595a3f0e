package io.peerwright.transport.inmemory.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what is asked of a {@link Disk}, and tells its {@link UnsyncedChanges} what changes. */
final class DiskProvider extends FileSystemProvider {

  static final DiskProvider INSTANCE = new DiskProvider();

  private DiskProvider() {}

  private static Path inner(Path path) {
    return DiskPath.inner(path);
  }

  private static FileSystemProvider files(Path path) {
    return inner(path).getFileSystem().provider();
  }

  @Override
  public String getScheme() {
    return "simulated-disk";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new FileSystemAlreadyExistsException("the disks of a simulation are made by it");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("simulated disks have no addresses");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("simulated disks have no addresses");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    DiskState disk = DiskPath.of(path).disk().state();
    Path file = inner(path).toAbsolutePath();
    synchronized (disk) {
      if (Files.isDirectory(file) && options.stream().allMatch(StandardOpenOption.READ::equals)) {
        return new FolderChannel(disk, file);
      }
      boolean isNew = Files.notExists(file);
      Set<OpenOption> rest = new HashSet<>(options);
      boolean truncates = rest.remove(StandardOpenOption.TRUNCATE_EXISTING);
      FileChannel channel = FileChannel.open(file, rest, attributes);
      if (isNew) {
        disk.changes().created(file);
      }
      boolean writes =
          rest.contains(StandardOpenOption.WRITE) || rest.contains(StandardOpenOption.APPEND);
      DiskChannel opened =
          new DiskChannel(disk, file, channel, rest.contains(StandardOpenOption.APPEND));
      if (truncates && writes) {
        opened.truncate(0);
      }
      return opened;
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    Disk disk = DiskPath.of(folder).disk();
    DirectoryStream<Path> entries =
        Files.newDirectoryStream(inner(folder), entry -> filter.accept(disk.wrap(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> each = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Path next() {
            return disk.wrap(each.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    DiskState disk = DiskPath.of(folder).disk().state();
    synchronized (disk) {
      Path made = inner(folder).toAbsolutePath();
      Files.createDirectory(made, attributes);
      disk.changes().created(made);
    }
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    DiskState disk = DiskPath.of(link).disk().state();
    synchronized (disk) {
      Path made = inner(link).toAbsolutePath();
      Files.createSymbolicLink(made, inner(target), attributes);
      disk.changes().created(made);
    }
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    DiskState disk = DiskPath.of(link).disk().state();
    synchronized (disk) {
      Path made = inner(link).toAbsolutePath();
      Files.createLink(made, inner(existing));
      disk.changes().created(made);
    }
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return DiskPath.of(link).disk().wrap(Files.readSymbolicLink(inner(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    DiskState disk = DiskPath.of(path).disk().state();
    synchronized (disk) {
      disk.changes().delete(inner(path).toAbsolutePath());
    }
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    DiskState disk = DiskPath.of(from).disk().state();
    if (disk != DiskPath.of(to).disk().state()) {
      copy(from, to, options);
      delete(from);
      return;
    }
    synchronized (disk) {
      disk.changes().move(inner(from).toAbsolutePath(), inner(to).toAbsolutePath(), options);
    }
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    DiskState disk = DiskPath.of(to).disk().state();
    synchronized (disk) {
      if (Set.of(options).contains(StandardCopyOption.REPLACE_EXISTING)) {
        Files.deleteIfExists(to);
      }
      if (Files.isDirectory(from)) {
        createDirectory(to);
        return;
      }
      try (FileChannel source = newFileChannel(from, Set.of(StandardOpenOption.READ));
          FileChannel target =
              newFileChannel(to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        target.transferFrom(source, 0, source.size());
      }
    }
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return one.equals(other)
        || other instanceof DiskPath && Files.isSameFile(inner(one), inner(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(inner(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(inner(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    files(path).checkAccess(inner(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(inner(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(inner(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return Files.readAttributes(inner(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    Files.setAttribute(inner(path), attribute, value, options);
  }
}
