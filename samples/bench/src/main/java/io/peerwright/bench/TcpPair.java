package io.peerwright.bench;

/**
 * One connection over loopback between two event loops of this process, loaded and unloaded at
 * will.
 */
interface TcpPair extends AutoCloseable {

  int CHUNK = 64 * 1024;
  int MESSAGE = 1024;
  int WINDOW = 128;

  /** The client starts to send: {@link #CHUNK} after chunk, or {@link #WINDOW} messages at once. */
  void start();

  /** The client sends nothing new. */
  void stop();

  /** Bytes that arrived so far, at the server or (of echoes) at the client. */
  long received();

  @Override
  void close();

  /** Bytes that arrive while loaded for the given time. */
  static double load(TcpPair pair, long nanos) throws Exception {
    long before = pair.received();
    pair.start();
    Thread.sleep(nanos / 1_000_000);
    pair.stop();
    long seen = -1;
    for (long now = pair.received(); now != seen; now = pair.received()) {
      seen = now;
      Thread.sleep(50);
    }
    return seen - before;
  }
}
