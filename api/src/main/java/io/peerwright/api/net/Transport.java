package io.peerwright.api.net;

import io.peerwright.api.Handle;
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
   * Link#close} cancels the attempt.
   */
  Link connect(Endpoint remote, SocketOptions options, LinkHandler handler);

  /**
   * Listens for streams.
   *
   * @param local port 0 leaves the port to the system
   * @return ends the listening, not the links it accepted
   */
  Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor);

  /**
   * Binds a datagram socket.
   *
   * @param local port 0 leaves the port to the system
   * @return the socket, not bound yet: {@link DatagramHandler#onBound} tells when
   */
  Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler);

  /**
   * Looks up a name off the hot path.
   *
   * @param hostAndPort such as {@code "index.example:8888"}, {@code "192.0.2.1:80"}, {@code
   *     "[2001:db8::1]:80"}
   * @param found called once on the loop with what was found in order of preference, empty if
   *     nothing was; not called after the handle was closed
   */
  Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found);

  /** The addresses of this host's interfaces, port 0, in a stable order. */
  List<Endpoint> localAddresses();

  /** The length of the subnet prefix of one of {@link #localAddresses()}. */
  int prefixBits(Endpoint localAddress);

  /**
   * How many links can be open at a time, if there is a limit that is known: a listener that is to
   * take in newcomers by cutting others keeps fewer.
   */
  OptionalInt maxLinks();

  /** The largest payload of one datagram, in bytes. */
  int maxDatagramBytes();
}
