package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads each piece of a file from where it is at present; may be used by several threads. */
final class FileReads {

  private final Info info;
  private final Layout layout;
  private final FilePlaces places;
  private final FileHandles handles;
  private final Object renames;

  /**
   * Reads from the files of one content.
   *
   * @param renames held by who gives files other names
   */
  FileReads(Info info, Layout layout, FilePlaces places, FileHandles handles, Object renames) {
    this.info = info;
    this.layout = layout;
    this.places = places;
    this.handles = handles;
    this.renames = renames;
  }

  /** Fills a buffer from one file; false if that is not there, or too short. */
  boolean read(int file, long at, ByteBuffer target) throws IOException {
    if (layout.file(file).padding()) {
      while (target.hasRemaining()) {
        target.put((byte) 0);
      }
      return true;
    }
    int end = target.limit();
    long position = at;
    try {
      while (target.hasRemaining()) {
        long inContent = layout.file(file).offset() + position;
        int piece = (int) (inContent / info.pieceLength());
        if (places.isMixed(file)) {
          long left = info.offset(piece) + info.pieceLength(piece) - inContent;
          target.limit((int) Math.min(end, target.position() + left));
        }
        int from = target.position();
        if (!read(file, piece, position, target)) {
          return false;
        }
        position += target.position() - from;
        target.limit(end);
      }
      return true;
    } finally {
      target.limit(end);
    }
  }

  private boolean read(int file, int piece, long at, ByteBuffer target) throws IOException {
    Path source = places.source(file, piece);
    FileHandles.Handle handle = source == null ? null : openToRead(file, source);
    if (handle == null) {
      // It may be getting its final name in this moment.
      synchronized (renames) {
        source = places.source(file, piece);
        handle = source == null ? null : openToRead(file, source);
      }
    }
    if (handle == null || source == null) {
      return false;
    }
    try {
      return Publisher.read(handle.channel, at, target);
    } catch (IOException broken) {
      // Opened anew the next time, when it may have been mended.
      handles.drop(source);
      throw new UnreadableException(file, source, broken);
    } finally {
      handles.release(handle);
    }
  }

  /** Fails if a file that a piece is read from was changed since it was verified. */
  void vouch(int piece) throws IOException {
    long from = info.offset(piece);
    long end = from + info.pieceLength(piece);
    for (int file = layout.fileAt(from);
        file < layout.files() && layout.file(file).offset() < end;
        file++) {
      Path changed =
          layout.file(file).padding() || layout.file(file).length() == 0
              ? null
              : places.changed(file, piece);
      if (changed != null) {
        // It may be another one of that name.
        handles.drop(changed);
        throw UnreadableException.changed(file, changed);
      }
    }
  }

  private FileHandles.@Nullable Handle openToRead(int file, Path source) throws IOException {
    try {
      return handles.openToRead(source);
    } catch (IOException broken) {
      throw new UnreadableException(file, source, broken);
    }
  }
}
