package io.peerwright.transport.inmemory;

/** The line of a machine to the network. Each direction carries one byte after the other. */
class Line {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** When it has sent, and received, all that it was given. */
  private long upFreeAt;

  private long downFreeAt;

  /** Sends bytes, so many a second, after those that wait; when the last has left. */
  final long send(int bytes, long rate, long now) {
    upFreeAt = Math.max(upFreeAt, now) + bytes * NANOS_PER_SECOND / rate;
    return upFreeAt;
  }

  /** Receives bytes in the same manner; when all are in. */
  final long receive(int bytes, long rate, long now) {
    downFreeAt = Math.max(downFreeAt, now) + bytes * NANOS_PER_SECOND / rate;
    return downFreeAt;
  }

  /** For how long it is busy with sending what it was given; less than 0 if it is idle. */
  final long sendsFor(long now) {
    return upFreeAt - now;
  }

  /** The same of receiving. */
  final long receivesFor(long now) {
    return downFreeAt - now;
  }
}
