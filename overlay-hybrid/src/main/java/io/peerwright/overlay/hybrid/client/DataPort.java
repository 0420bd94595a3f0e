package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import org.jspecify.annotations.Nullable;

/** Where others connect to fetch files. One for each time that the client joins. */
final class DataPort implements LinkAcceptor {

  /** What the port is for. */
  interface Owner {

    /** Where to listen, unless the configuration says it. */
    Host host();

    /** May say where to listen. */
    HybridConfig config();

    /** Listens now: the server may be told where. */
    void onDataPort();

    /** Somebody has connected. */
    @Nullable LinkHandler onDataLink(Link link);

    /** Nobody can listen there. */
    void failJoin(OverlayException failure);

    /** Sends frames to the server, if we are logged in. */
    void send(FrameWriter frames);
  }

  private final Owner owner;
  private @Nullable Handle listening;
  private @Nullable Endpoint local;
  private int announced;
  private boolean over;

  DataPort(Owner owner) {
    this.owner = owner;
  }

  void listen() {
    Endpoint configured = owner.config().listen();
    Endpoint at = configured == null ? owner.host().listenAddress() : configured;
    listening = owner.host().transport().listen(at, SocketOptions.DEFAULT, this);
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
      owner.onDataPort();
    }
  }

  @Override
  public void onReachable(Endpoint outside) {
    if (outside.port() != announced) {
      announced = outside.port();
      owner.send(new FrameWriter().begin(MessageType.CHANGE_DATA_PORT).field(announced));
    }
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    return over ? null : owner.onDataLink(link);
  }

  @Override
  public void onClosed(Reason reason) {
    if (!over && local == null) {
      owner.failJoin(
          new OverlayException(
              reason, "cannot listen on the data port (" + reason + "); choose another one"));
    }
  }
}
