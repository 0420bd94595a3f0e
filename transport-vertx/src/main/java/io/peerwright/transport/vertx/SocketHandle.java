package io.peerwright.transport.vertx;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoEvent;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket of a host, registered with the selector of the host's event loop.
 *
 * @param <C> the kind of channel
 */
abstract class SocketHandle<C extends SelectableChannel> implements HostSockets.Socket {

  private static final Logger LOG = LoggerFactory.getLogger(SocketHandle.class);

  final HostSockets host;
  final Reactor reactor;
  private @Nullable C channel;
  private @Nullable IoRegistration registration;
  private int interest;

  SocketHandle(HostSockets host) {
    this.host = host;
    this.reactor = host.reactor();
  }

  /** The socket is ready for some of {@code operations}, as in {@code SelectionKey}. */
  abstract void onReady(int operations);

  @Override
  public void addressesLost(Set<Endpoint> lost) {
    // Only a link is bound to what it was once connected from.
  }

  /** Takes the channel over, and closes it if it cannot be made ready for the selector. */
  final void adopt(C opened) throws IOException {
    channel = opened;
    opened.configureBlocking(false);
  }

  /** Registers the channel with the selector, without interest in anything yet. */
  final void register() throws IOException {
    registration = reactor.eventLoop().register(new Ready()).getNow();
    if (registration == null) {
      throw new IOException("the event loop takes no more sockets");
    }
  }

  /** The channel; null before {@link #adopt}. */
  final @Nullable C adopted() {
    return channel;
  }

  /** Only after {@link #adopt}. */
  final C channel() {
    return Objects.requireNonNull(channel);
  }

  final void addInterest(int operations) {
    setInterest(interest | operations);
  }

  final void dropInterest(int operations) {
    setInterest(interest & ~operations);
  }

  private void setInterest(int operations) {
    if (operations != interest) {
      interest = operations;
      Objects.requireNonNull(registration).submit(NioIoOps.valueOf(operations));
    }
  }

  /** The system keeps the address until the selector has been asked once more. */
  final void closeChannel() {
    if (registration != null) {
      registration.cancel();
      registration = null;
    }
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("A socket of {} was closed with an error", host.name(), e);
      }
    }
  }

  /** What the event loop sees of the socket; apart from it, for both have a {@code close}. */
  private final class Ready implements NioIoHandle {

    @Override
    public SelectableChannel selectableChannel() {
      return channel();
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
      if (event instanceof NioIoEvent ready && registration != null) {
        try {
          onReady(ready.ops().value());
        } catch (Throwable t) {
          reactor.report("A socket of " + host.name(), t);
          end(Reason.FAILED);
        }
        reactor.endOfSocket();
      }
    }

    /** The event loop ends with this socket still registered. */
    @Override
    public void close() {
      closeChannel();
    }
  }
}
