package io.peerwright.kit.net;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a datagram socket and its handler, and passes everything on both ways: each sees
 * it as the other. Put there by a {@link ForwardingTransport}.
 */
public class ForwardingDatagrams implements Datagrams, DatagramHandler {

  @Nullable Datagrams socket;
  @Nullable DatagramHandler handler;

  /** Not in its place yet. */
  public ForwardingDatagrams() {}

  /** The socket on the one side. There before anything is called. */
  protected final Datagrams socket() {
    if (socket == null) {
      throw new IllegalStateException("a transport calls back only after it has returned");
    }
    return socket;
  }

  /** The handler on the other side. There before anything happens on the socket. */
  protected final DatagramHandler handler() {
    if (handler == null) {
      throw new IllegalStateException("a socket has a handler before anything happens on it");
    }
    return handler;
  }

  // What the handler asks for.

  @Override
  public Endpoint local() {
    return socket().local();
  }

  @Override
  public SendResult send(Endpoint to, ByteBuffer payload) {
    return socket().send(to, payload);
  }

  @Override
  public void join(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    socket().join(group, onInterface, source);
  }

  @Override
  public void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    socket().leave(group, onInterface, source);
  }

  @Override
  public void close() {
    socket().close();
  }

  // What happens on the socket.

  @Override
  public void onBound(Datagrams bound) {
    handler().onBound(this);
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    handler().onDatagram(this, from, data);
  }

  @Override
  public void onWritable(Datagrams writable) {
    handler().onWritable(this);
  }

  @Override
  public void onMembership(
      Datagrams at, Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {
    handler().onMembership(this, group, source, failure);
  }

  @Override
  public void onReachable(Datagrams at, Endpoint outside) {
    handler().onReachable(this, outside);
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    handler().onClosed(this, reason);
  }

  @Override
  public String toString() {
    return String.valueOf(socket);
  }
}
