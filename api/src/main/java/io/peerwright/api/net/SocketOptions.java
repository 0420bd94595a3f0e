package io.peerwright.api.net;

import org.jspecify.annotations.Nullable;

/**
 * How to open a socket. Start from {@link #DEFAULT}; what does not fit the kind of socket is
 * ignored.
 *
 * @param local connect: the local address to come from; null leaves it to the system. Several
 *     links, a listening socket and links to different remotes may share one local port if all say
 *     {@code reuse}
 * @param connectWithinNanos connect: how long an attempt may last
 * @param sendBufferBytes streams: how many bytes a link takes before {@link Link#write} says full
 * @param reuse several sockets on one local address and port: simultaneous open, several listeners
 *     of one multicast group, each of which hears all
 * @param backlog listen: connections the system may hold for us before it refuses
 * @param multicastInterface datagrams: an own address on the interface that multicast leaves by;
 *     null leaves it to the system
 * @param multicastTtl datagrams: how many routers a multicast datagram may cross, plus one
 * @param multicastLoopback datagrams: whether members on this host hear what we send
 */
public record SocketOptions(
    @Nullable Endpoint local,
    long connectWithinNanos,
    int sendBufferBytes,
    boolean reuse,
    int backlog,
    @Nullable Endpoint multicastInterface,
    int multicastTtl,
    boolean multicastLoopback) {

  /** 10 s to connect, 64 KiB to buffer, multicast within the subnet and looped back. */
  public static final SocketOptions DEFAULT =
      new SocketOptions(null, 10_000_000_000L, 1 << 16, false, 1024, null, 1, true);

  /** Checks the ranges. */
  public SocketOptions {
    if (connectWithinNanos < 1) {
      throw new IllegalArgumentException("connectWithinNanos must be at least 1");
    }
    if (sendBufferBytes < 1024) {
      throw new IllegalArgumentException("sendBufferBytes must be at least 1024");
    }
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1");
    }
    if (multicastTtl < 0 || multicastTtl > 255) {
      throw new IllegalArgumentException("multicastTtl must be within 0..255");
    }
  }

  /** These options, coming from a local address. */
  public SocketOptions withLocal(Endpoint address) {
    return new SocketOptions(
        address,
        connectWithinNanos,
        sendBufferBytes,
        reuse,
        backlog,
        multicastInterface,
        multicastTtl,
        multicastLoopback);
  }

  /** These options with another deadline for connecting. */
  public SocketOptions withConnectWithinNanos(long nanos) {
    return new SocketOptions(
        local,
        nanos,
        sendBufferBytes,
        reuse,
        backlog,
        multicastInterface,
        multicastTtl,
        multicastLoopback);
  }

  /** These options with another send buffer. */
  public SocketOptions withSendBufferBytes(int bytes) {
    return new SocketOptions(
        local,
        connectWithinNanos,
        bytes,
        reuse,
        backlog,
        multicastInterface,
        multicastTtl,
        multicastLoopback);
  }

  /** These options, sharing the local address with other sockets. */
  public SocketOptions withReuse() {
    return new SocketOptions(
        local,
        connectWithinNanos,
        sendBufferBytes,
        true,
        backlog,
        multicastInterface,
        multicastTtl,
        multicastLoopback);
  }

  /** These options with the way that multicast datagrams take. */
  public SocketOptions withMulticast(@Nullable Endpoint fromInterface, int ttl, boolean loopback) {
    return new SocketOptions(
        local, connectWithinNanos, sendBufferBytes, reuse, backlog, fromInterface, ttl, loopback);
  }
}
