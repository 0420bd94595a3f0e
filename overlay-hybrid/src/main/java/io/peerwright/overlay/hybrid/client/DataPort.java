package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.server.PortProtocol;
import io.peerwright.kit.server.ProtocolPort;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where others connect to fetch files. One for each time that the client joins. */
final class DataPort implements ProtocolPort.Owner, PortProtocol {

  /** Of those who have not said what they want; with the others we have agreed. */
  private static final ProtocolPort.Limits LIMITS =
      new ProtocolPort.Limits(64, 8, 3_000_000_000L, 20_000_000_000L);

  /** What the port is for. */
  interface Owner {

    /** Where to listen, unless the configuration says it. */
    Host host();

    /** May say where to listen. */
    HybridConfig config();

    /** Listens now: the server may be told where. */
    void onDataPort();

    /** Somebody has connected. */
    LinkHandler onDataLink(Link link, Newcomer newcomer);

    /** Nobody can listen there. */
    void failJoin(OverlayException failure);

    /** Sends frames to the server, if we are logged in. */
    void send(FrameWriter frames);
  }

  private final Owner owner;
  private final ProtocolPort port;
  private @Nullable Endpoint local;
  private int announced;
  private boolean over;

  DataPort(Owner owner) {
    this.owner = owner;
    this.port = new ProtocolPort(owner.host().loop(), LIMITS, this, List.of(this));
  }

  void listen() {
    Endpoint configured = owner.config().listen();
    Endpoint at = configured == null ? owner.host().listenAddress() : configured;
    port.listen(owner.host().transport(), at, SocketOptions.DEFAULT);
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
    port.close();
  }

  @Override
  public void onListening(Endpoint bound) {
    local = bound;
    announced = bound.port();
    owner.onDataPort();
  }

  @Override
  public void onReachable(Endpoint outside) {
    if (outside.port() != announced) {
      announced = outside.port();
      owner.send(new FrameWriter().begin(MessageType.CHANGE_DATA_PORT).field(announced));
    }
  }

  @Override
  public void onStopped(Reason reason) {
    if (!over && local == null) {
      owner.failJoin(
          new OverlayException(
              reason, "cannot listen on the data port (" + reason + "); choose another one"));
    }
  }

  // ---- what is spoken there

  @Override
  public String name() {
    return "Napster transfers";
  }

  /** GET and SEND, GETLIST and SENDLIST; whoever connects waits for our '1' before it says so. */
  @Override
  public Match match(ByteBuffer prefix) {
    return PortProtocol.startsWith(prefix, "GET", "SEND");
  }

  @Override
  public LinkHandler onLink(Link link, Newcomer newcomer) {
    return owner.onDataLink(link, newcomer);
  }
}
