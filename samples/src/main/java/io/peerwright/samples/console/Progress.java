package io.peerwright.samples.console;

/** Where a long step tells how far it is. */
public interface Progress extends AutoCloseable {

  /** It is at {@code done} of {@code total} bytes. May be called by any thread. */
  void at(long done, long total);

  @Override
  default void close() {}
}
