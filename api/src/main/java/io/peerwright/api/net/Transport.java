package io.peerwright.api.net;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The network as one host reaches it: streams, datagrams, names. Used on the host's loop only.
 *
 * <p>Real sockets and a simulation implement it, and so does everything that can be put around
 * another transport: NAT traversal, TLS, rate limits, faults, recording. No method calls back
 * before it has returned, and none throws for what a network may do: outcomes reach the handler.
 */
public interface Transport {

  /**
   * Opens a stream.
   *
   * <p>The link is returned at once and is not open yet: {@link LinkHandler#onOpen} or {@link
   * LinkHandler#onClosed} tells the outcome before {@link SocketOptions#connectWithinNanos}; {@link
   * Link#close} cancels the attempt. Of an attempt that fails the reason is {@link Reason#REFUSED}
   * where nobody listens, {@link Reason#TIMEOUT} at the deadline, {@link Reason#CANCELLED} after
   * {@code close}, and that of {@link Link#abort} after it.
   *
   * @param remote any address, also one of this host; one that leads nowhere is no mistake
   */
  Link connect(Endpoint remote, SocketOptions options, LinkHandler handler);

  /**
   * Listens for streams. What cannot be is told by {@link LinkAcceptor#onClosed}: {@link
   * Reason#ADDRESS_IN_USE} if another socket listens at that port without {@link
   * SocketOptions#reuse}, another reason if the address is none of this host.
   *
   * @param local port 0 leaves the port to the system, the any-local address listens at all own
   *     ones; streams and datagrams have ports of their own
   * @return ends the listening, with {@link Reason#CANCELLED}, not the links it accepted: whoever
   *     connects then is refused, and the port is free again
   */
  Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor);

  /**
   * Binds a datagram socket.
   *
   * @param local port 0 leaves the port to the system
   * @return the socket, not bound yet: {@link DatagramHandler#onBound} tells when, or {@link
   *     DatagramHandler#onClosed} why it cannot be, with {@link Reason#ADDRESS_IN_USE} if the port
   *     is taken. Closing it ends it with {@link Reason#CANCELLED}, also before it is bound
   */
  Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler);

  /**
   * Looks up a name off the hot path.
   *
   * @param hostAndPort such as {@code "index.example:8888"}, {@code "192.0.2.1:80"}, {@code
   *     "[2001:db8::1]:80"}; an address is found as it is, {@code localhost} at loopback addresses
   * @param withinNanos how long to look
   * @param found called once on the loop with what was found in order of preference, empty if
   *     nothing was; not called after the handle was closed. What it throws is reported
   */
  Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found);

  /**
   * The addresses of this host's interfaces, port 0, in a stable order; at least one, and neither
   * the any-local one nor a group.
   */
  List<Endpoint> localAddresses();

  /** The length of the subnet prefix of one of {@link #localAddresses()}, in bits. */
  int prefixBits(Endpoint localAddress);

  /**
   * How many links can be open at a time, at least 1, if there is a limit that is known: a listener
   * that is to take in newcomers by cutting others keeps fewer.
   */
  OptionalInt maxLinks();

  /** The largest payload of one datagram, in bytes; at least 512. */
  int maxDatagramBytes();
}
