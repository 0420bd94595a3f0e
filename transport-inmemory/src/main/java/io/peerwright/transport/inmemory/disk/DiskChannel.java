package io.peerwright.transport.inmemory.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** An open file of a {@link Disk}. */
final class DiskChannel extends FileChannel {

  private static final int BLOCK = 1 << 13;

  private final DiskState disk;
  private final Path file;
  private final Object key;
  private final FileChannel inner;
  private final boolean appends;

  DiskChannel(DiskState disk, Path file, FileChannel inner, boolean appends) throws IOException {
    this.disk = disk;
    this.file = file;
    this.key = UnsyncedChanges.keyOf(file);
    this.inner = inner;
    this.appends = appends;
    disk.opened(this);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return inner.read(into);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return inner.read(into, offset, length);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return inner.read(into, position);
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    synchronized (disk) {
      long at = appends ? inner.size() : inner.position();
      int count = writeAt(bytes, at);
      if (!appends) {
        inner.position(at + count);
      }
      return count;
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long count = 0;
    for (int i = offset; i < offset + length; i++) {
      count += write(sources[i]);
    }
    return count;
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    synchronized (disk) {
      return writeAt(bytes, appends ? inner.size() : position);
    }
  }

  private int writeAt(ByteBuffer bytes, long position) throws IOException {
    int count = bytes.remaining();
    if (!inner.isOpen()) {
      throw new ClosedChannelException();
    }
    UnsyncedChanges changes = disk.changes();
    changes.beforeWrite(key, file, position, count);
    int from = bytes.position();
    try {
      return put(bytes, position);
    } catch (IOException full) {
      if (!changes.makeRoom()) {
        throw full;
      }
      // A system under pressure brings to disk what waits, and has the room of deleted files then.
      bytes.position(from);
      return put(bytes, position);
    }
  }

  private int put(ByteBuffer bytes, long position) throws IOException {
    return appends ? inner.write(bytes) : inner.write(bytes, position);
  }

  @Override
  public long position() throws IOException {
    return inner.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    inner.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return inner.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    synchronized (disk) {
      if (size < inner.size()) {
        disk.changes().beforeTruncate(key, file, size);
      }
      inner.truncate(size);
      return this;
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    synchronized (disk) {
      inner.force(metaData);
      disk.changes().forcedFile(key);
    }
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return inner.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    long done = 0;
    while (done < count) {
      block.clear().limit((int) Math.min(BLOCK, count - done));
      if (source.read(block) < 1) {
        break;
      }
      block.flip();
      while (block.hasRemaining()) {
        done += write(block, position + done);
      }
    }
    return done;
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException("files of a simulated disk are not mapped");
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return tryLock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    if (!inner.isOpen()) {
      throw new ClosedChannelException();
    }
    disk.lock(key, this);
    return new FileLock(this, position, size, shared) {
      @Override
      public boolean isValid() {
        return acquiredBy().isOpen();
      }

      @Override
      public void release() {
        disk.unlock(DiskChannel.this);
      }
    };
  }

  @Override
  protected void implCloseChannel() throws IOException {
    synchronized (disk) {
      disk.closed(this);
      inner.close();
    }
  }
}
