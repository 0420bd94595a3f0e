package io.peerwright.transport.inmemory.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open folder of a {@link Disk}, which can be forced and nothing else, as on Unix. */
final class FolderChannel extends FileChannel {

  private final DiskState disk;
  private final Path folder;

  FolderChannel(DiskState disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    synchronized (disk) {
      disk.changes().forcedFolder(folder);
    }
  }

  private IOException isFolder() {
    return new IOException("Is a directory: " + folder);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    throw isFolder();
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    throw isFolder();
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    throw isFolder();
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    throw isFolder();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    throw isFolder();
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    throw isFolder();
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  public FileChannel position(long position) {
    return this;
  }

  @Override
  public long size() throws IOException {
    throw isFolder();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    throw isFolder();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    throw isFolder();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    throw isFolder();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    throw isFolder();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    throw isFolder();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    throw isFolder();
  }

  @Override
  protected void implCloseChannel() {}
}
