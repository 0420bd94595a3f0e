package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import org.jspecify.annotations.Nullable;

/** Where others connect to fetch files. One for each time that the client joins. */
final class DataPort implements LinkAcceptor {

  private final HybridClient client;
  private @Nullable Handle listening;
  private @Nullable Endpoint local;
  private int announced;
  private boolean over;

  DataPort(HybridClient client) {
    this.client = client;
  }

  void listen() {
    Endpoint configured = client.config().listen();
    Endpoint at = configured == null ? client.host().listenAddress() : configured;
    listening = client.host().transport().listen(at, SocketOptions.DEFAULT, this);
  }

  @Nullable Endpoint local() {
    return local;
  }

  /** The port that others are told. */
  int announced() {
    return announced;
  }

  void close() {
    over = true;
    if (listening != null) {
      listening.close();
    }
  }

  @Override
  public void onListening(Endpoint bound) {
    if (!over) {
      local = bound;
      announced = bound.port();
      client.startServer();
    }
  }

  @Override
  public void onReachable(Endpoint outside) {
    if (outside.port() != announced) {
      announced = outside.port();
      client.send(new FrameWriter().begin(MessageType.CHANGE_DATA_PORT).field(announced));
    }
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    return over ? null : client.hub().onAccept(link);
  }

  @Override
  public void onClosed(Reason reason) {
    if (!over && local == null) {
      client.failJoin(
          new OverlayException(
              reason, "cannot listen on the data port (" + reason + "); choose another one"));
    }
  }
}
