package io.peerwright.overlay.gnutella.datagram;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The datagram socket of a servent, with the number of its port: each datagram is one message, no
 * more and no less. What is none counts as malformed, and costs nobody else anything.
 */
public final class ServentDatagrams implements DatagramHandler, MessageSender {

  /** Who takes the messages; on the loop. */
  public interface Receiver {

    /** A message has come, whose sender may be forged. */
    void onDatagram(Endpoint from, Guid guid, int hops, Message message);
  }

  private final Receiver receiver;
  private final DatagramCounters counters;
  private @Nullable Datagrams socket;
  private @Nullable Endpoint outside;
  private boolean bound;
  private @Nullable Datagrams closing;
  private @Nullable Runnable whenClosed;

  /** Without a socket. */
  public ServentDatagrams(Receiver receiver, DatagramCounters counters) {
    this.receiver = receiver;
    this.counters = counters;
  }

  /** Binds the socket. */
  public void open(Transport transport, Endpoint local) {
    socket = transport.bind(local, SocketOptions.DEFAULT, this);
  }

  /** Where a router takes datagrams for us; null if none has said so. */
  public @Nullable Endpoint outside() {
    return outside;
  }

  @Override
  public boolean send(Endpoint to, Guid guid, int ttl, int hops, Message message) {
    Datagrams by = socket;
    if (by == null || !bound) {
      return false;
    }
    ByteBuffer bytes = Messages.encode(guid, ttl, hops, message);
    int length = bytes.remaining();
    boolean taken = by.send(to, bytes) == SendResult.ACCEPTED;
    if (taken) {
      counters.sent++;
      counters.sentBytes += length;
    }
    return taken;
  }

  /** Closes the socket. */
  public void close() {
    Datagrams open = socket;
    socket = null;
    bound = false;
    outside = null;
    closing = open;
    if (open != null) {
      open.close();
    }
  }

  /** Runs when the number of the socket is free again, which may be now. */
  public void whenClosed(Runnable then) {
    if (closing == null) {
      then.run();
    } else {
      whenClosed = then;
    }
  }

  @Override
  public void onBound(Datagrams opened) {
    bound = opened == socket;
  }

  @Override
  public void onReachable(Datagrams opened, Endpoint at) {
    outside = opened == socket ? at : outside;
  }

  @Override
  public void onDatagram(Datagrams by, Endpoint from, ByteBuffer data) {
    if (by != socket) {
      return;
    }
    counters.receivedBytes += data.remaining();
    int at = data.position();
    Message message = read(data, at);
    if (message == null) {
      counters.malformed++;
    } else {
      counters.received++;
      receiver.onDatagram(from, Header.guid(data, at), Header.hops(data, at), message);
    }
  }

  private static @Nullable Message read(ByteBuffer data, int at) {
    boolean whole =
        data.remaining() >= Header.BYTES
            && Header.flags(data, at) == 0
            && Header.payloadLength(data, at) == data.remaining() - Header.BYTES;
    try {
      return whole ? Messages.read(data, at) : null;
    } catch (MalformedException malformed) {
      return null;
    }
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    if (closed == socket) {
      socket = null;
      bound = false;
    }
    if (closed == closing) {
      closing = null;
      Runnable then = whenClosed;
      whenClosed = null;
      if (then != null) {
        then.run();
      }
    }
  }
}
