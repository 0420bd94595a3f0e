package io.peerwright.api.net;

/** What became of a datagram that was handed over for sending. */
public enum SendResult {
  /** Taken. Whether it arrives is another matter. */
  ACCEPTED,
  /** Not taken, the socket is full; {@link DatagramHandler#onWritable} says when it is not. */
  WOULD_BLOCK,
  /** Not taken, longer than {@link Transport#maxDatagramBytes()}. */
  TOO_LARGE,
  /** Not taken, the socket is closed or not bound yet. */
  CLOSED
}
