package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.MemoryBudget;

/** What one connection and its user cost in memory, as an account of the server's budget. */
final class UserMemory {

  /** A connection and its user without anything that waits. */
  private static final int CONNECTION_BYTES = 3_072;

  private static final int ENTRY_BYTES = 256;

  private final MemoryBudget.Account account;
  private int bufferBytes;
  private long shareBytes;

  /**
   * Opens an account.
   *
   * @param shed cuts the connection: it is the one that costs most when there is no memory left
   */
  UserMemory(MemoryBudget budget, Endpoint address, MemoryBudget.Holder shed) {
    account = budget.open(address, shed);
    account.reserve(CONNECTION_BYTES);
  }

  /** True once it has been shed or closed: nothing may be held for it any more. */
  boolean isClosed() {
    return account.isClosed();
  }

  /** The queues and buffers hold so much now. */
  void buffers(int bytes) {
    int more = bytes - bufferBytes;
    bufferBytes = bytes;
    if (more < 0) {
      account.release(-more);
    } else if (more > 0) {
      account.reserve(more);
    }
  }

  /** So many entries more, or less if negative, of its lists of nicks and channels. */
  void entries(int more) {
    if (more < 0) {
      account.release((long) -more * ENTRY_BYTES);
    } else {
      account.reserve((long) more * ENTRY_BYTES);
    }
  }

  /** It shares one file more. */
  void share(int bytes) {
    shareBytes += bytes;
    account.reserve(bytes);
  }

  /** It no longer shares one of so many files. */
  void unshare(int files) {
    long part = shareBytes / files;
    shareBytes -= part;
    account.release(part);
  }

  /** It no longer shares anything. */
  void unshareAll() {
    account.release(shareBytes);
    shareBytes = 0;
  }

  /** The connection is over. */
  void close() {
    account.close();
  }
}
