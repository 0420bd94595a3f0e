package io.peerwright.kit.share;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import io.peerwright.kit.FileTypes;
import io.peerwright.kit.MpegHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names the content of one file in slices, blocking, in one pass for all digests. */
final class FileNaming {

  /** The most bytes of one slice. */
  static final int SLICE = 1 << 23;

  private static final int BUFFER = 1 << 17;

  private final FolderLister.Found file;
  private final List<ContentDigest> digests;
  private final long startedMillis;
  private Map<String, String> attributes = Map.of();
  private @Nullable FileChannel channel;
  private long position;

  FileNaming(FolderLister.Found file, List<ContentDigest.Kind> kinds, long startedMillis) {
    this.file = file;
    this.startedMillis = startedMillis;
    this.digests = kinds.stream().map(ContentDigest.Kind::start).toList();
  }

  /** When the reading began, on the wall clock. */
  long startedMillis() {
    return startedMillis;
  }

  /** What was known of the file before. */
  FileStamp stamp() {
    return file.stamp();
  }

  long size() {
    return file.size();
  }

  long bytesDone() {
    return position;
  }

  Path path() {
    return file.path();
  }

  /** Reads the next slice; true when the file is done. Closes the file then, and on failure. */
  boolean slice() throws IOException {
    FileChannel open = channel == null ? open() : channel;
    try {
      boolean done = read(open);
      if (done) {
        open.close();
      }
      return done;
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = FileChannel.open(file.path(), StandardOpenOption.READ);
    channel = open;
    return open;
  }

  private boolean read(FileChannel open) throws IOException {
    long end = Math.min(size(), position + SLICE);
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, size()));
    while (position < end) {
      buffer.clear();
      int count = open.read(buffer, position);
      if (count < 1) {
        throw new IOException("became shorter while it was read");
      }
      buffer.flip();
      if (position == 0) {
        attributes = attributes(buffer.duplicate());
      }
      digests.forEach(digest -> digest.update(buffer.rewind()));
      position += count;
    }
    if (position >= size() && open.size() != size()) {
      throw new IOException("changed while it was read");
    }
    return position >= size();
  }

  private Map<String, String> attributes(ByteBuffer head) {
    Map<String, String> found = new TreeMap<>(MpegHeader.attributes(head, size()));
    String type = FileTypes.typeOf(file.name());
    if (!type.isEmpty()) {
      found.put("type", type);
    }
    return found;
  }

  /** What was found. Only after the last slice. */
  SharedItem item() {
    Set<Urn> urns = digests.stream().map(ContentDigest::finish).collect(Collectors.toSet());
    return new SharedItem(file.path(), file.name(), size(), urns, attributes);
  }

  boolean close() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      open.close();
    }
    return true;
  }
}
