package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.hash.Thex;
import io.peerwright.kit.hash.TigerTree;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the trees of Tiger hashes of what is shared (THEX). Each is made from the file when it is
 * asked for the first time, one after the other and in slices, as long as somebody waits for it;
 * those asked for last are kept.
 */
final class TreeServer {

  private static final int MOST_KEPT = 64;
  private static final int MOST_WAITING = 16;

  /** By one address, also if its connection is gone meanwhile. */
  static final int MOST_PER_ADDRESS = 4;

  private static final int SLICE_BYTES = 1 << 23;
  private static final int READ_BYTES = 1 << 16;
  private static final long MODELLED_NANOS_PER_BYTE = 5;
  private static final byte[] NONE = {};

  /** A file that could not be read, or was another one, is looked at again after that time. */
  private static final long AGAIN_NANOS = 60_000_000_000L;

  /** Somebody who waits for a tree. */
  private record Waiting(LibraryFile file, Urn root, HttpExchange exchange) {}

  /**
   * A tree that was made.
   *
   * @param message empty for a file that is not what it was
   * @param at when, in nanoseconds
   */
  private record Made(byte[] message, long at) {}

  private final Loop loop;

  /** Trees by roots; the last asked for is last. */
  private final Map<Urn, Made> kept = new LinkedHashMap<>();

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean busy;
  private long made;

  TreeServer(Loop loop) {
    this.loop = loop;
  }

  /** How many were made. */
  long made() {
    return made;
  }

  /** Answers with the tree of a file. */
  void answer(LibraryFile file, Urn root, HttpExchange exchange) {
    forgetWhoIsGone();
    Made known = kept.remove(root);
    if (known != null && (known.message.length > 0 || loop.nanoTime() - known.at < AGAIN_NANOS)) {
      kept.put(root, known);
      reply(exchange, known.message);
    } else if (waiting.size() >= MOST_WAITING || asked(exchange.remote()) >= MOST_PER_ADDRESS) {
      exchange.reply(503, HttpFields.NONE.with("Retry-After", "30"), ByteBuffer.allocate(0));
    } else {
      waiting.add(new Waiting(file, root, exchange));
      next();
    }
  }

  private void forgetWhoIsGone() {
    waiting.removeIf(each -> !each.exchange.isWanted());
  }

  private long asked(Endpoint by) {
    return waiting.stream().filter(each -> AddressKey.isSame(each.exchange.remote(), by)).count();
  }

  /** Sends a tree; none if there is none of use. */
  static void reply(HttpExchange exchange, byte @Nullable [] message) {
    if (message == null || message.length == 0) {
      exchange.reply(404, HttpFields.NONE, ByteBuffer.allocate(0));
    } else {
      HttpFields type = HttpFields.NONE.with("Content-Type", Thex.MEDIA_TYPE);
      exchange.reply(200, type, ByteBuffer.wrap(message));
    }
  }

  private void next() {
    Waiting first = busy ? null : waiting.peek();
    if (first != null) {
      busy = true;
      hash(first, 0, new ArrayList<>());
    }
  }

  private void hash(Waiting first, long from, List<byte[]> row) {
    forgetWhoIsGone();
    if (waiting.stream().noneMatch(each -> each.root.equals(first.root))) {
      busy = false;
      next();
      return;
    }
    long size = first.file.item().sizeBytes();
    long part = Thex.partBytes(size);
    long end = Math.min(size, from + Math.max(part, SLICE_BYTES));
    Path path = first.file.item().file();
    loop.offload(
        () -> slice(path, from, end, part),
        MODELLED_NANOS_PER_BYTE * (end - from),
        (hashes, failure) -> {
          if (hashes == null) {
            made(first.root, NONE);
            return;
          }
          row.addAll(hashes);
          if (end < size) {
            hash(first, end, row);
          } else {
            made(first.root, message(size, new Thex.Row(part, row), first.root));
          }
        });
  }

  private static List<byte[]> slice(Path path, long from, long end, long part) throws IOException {
    List<byte[]> hashes = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, Math.max(1, end - from)));
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long at = from;
      do {
        TigerTree tree = new TigerTree();
        long stop = Math.min(end, at + part);
        while (at < stop) {
          buffer.clear().limit((int) Math.min(buffer.capacity(), stop - at));
          int read = channel.read(buffer, at);
          if (read < 1) {
            throw new IOException(path + " ends at " + at);
          }
          at += read;
          tree.update(buffer.flip());
        }
        hashes.add(tree.finish().hash());
      } while (at < end);
    }
    return hashes;
  }

  /** Nobody is told a tree that is not the one that it was said to be. */
  private static byte[] message(long size, Thex.Row row, Urn root) {
    return row.root().equals(root) ? Thex.write(size, row) : NONE;
  }

  private void made(Urn root, byte[] message) {
    busy = false;
    made++;
    kept.put(root, new Made(message, loop.nanoTime()));
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    List<Waiting> served = waiting.stream().filter(each -> each.root.equals(root)).toList();
    waiting.removeAll(served);
    served.forEach(each -> reply(each.exchange, message));
    next();
  }
}
