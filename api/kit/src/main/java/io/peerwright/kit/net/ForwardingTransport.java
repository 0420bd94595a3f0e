package io.peerwright.kit.net;

import io.peerwright.api.Handle;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on to another transport: the base of what is put around one.
 *
 * <p>A subclass overrides what it has something to say to. To stand between a socket and its
 * handler it calls {@link #connect(ForwardingLink, Endpoint, SocketOptions, LinkHandler)} and its
 * likes with what is to stand there.
 */
public class ForwardingTransport implements Transport {

  private final Transport inner;

  /** Around {@code inner}. */
  public ForwardingTransport(Transport inner) {
    this.inner = inner;
  }

  /** What this is around. */
  protected final Transport inner() {
    return inner;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    return inner.connect(remote, options, handler);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    return inner.listen(local, options, acceptor);
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    return inner.bind(local, options, handler);
  }

  /** Opens a stream with {@code between} in the middle. */
  protected final Link connect(
      ForwardingLink between, Endpoint remote, SocketOptions options, LinkHandler handler) {
    between.handler = handler;
    between.link = inner.connect(remote, options, between);
    return between;
  }

  /** Listens for streams, with a new {@code between} in the middle of each. */
  protected final Handle listen(
      Supplier<? extends ForwardingLink> between,
      Endpoint local,
      SocketOptions options,
      LinkAcceptor acceptor) {
    return inner.listen(
        local,
        options,
        new ForwardingAcceptor(acceptor) {
          @Override
          public @Nullable LinkHandler onAccept(Link link) {
            ForwardingLink middle = between.get();
            middle.link = link;
            middle.handler = super.onAccept(middle);
            return middle.handler == null ? null : middle;
          }
        });
  }

  /**
   * Puts {@code between} on a stream that is open. Whoever has handled the stream tells {@code
   * between} from now on what happens there, {@code onOpen} first.
   */
  protected static void put(ForwardingLink between, Link open, LinkHandler handler) {
    between.handler = handler;
    between.link = open;
  }

  /** The same where an acceptor gives the handler. False if it has none, and hangs up. */
  protected static boolean put(ForwardingLink between, Link open, LinkAcceptor acceptor) {
    between.link = open;
    between.handler = acceptor.onAccept(between);
    return between.handler != null;
  }

  /** Binds a datagram socket with {@code between} in the middle. */
  protected final Datagrams bind(
      ForwardingDatagrams between, Endpoint local, SocketOptions options, DatagramHandler handler) {
    between.handler = handler;
    between.socket = inner.bind(local, options, between);
    return between;
  }

  @Override
  public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
    return inner.resolve(hostAndPort, withinNanos, found);
  }

  @Override
  public List<Endpoint> localAddresses() {
    return inner.localAddresses();
  }

  @Override
  public int prefixBits(Endpoint localAddress) {
    return inner.prefixBits(localAddress);
  }

  @Override
  public OptionalInt maxLinks() {
    return inner.maxLinks();
  }

  @Override
  public int maxDatagramBytes() {
    return inner.maxDatagramBytes();
  }
}
