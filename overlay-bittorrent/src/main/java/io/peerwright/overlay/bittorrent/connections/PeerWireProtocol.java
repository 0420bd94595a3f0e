package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.kit.server.PortProtocol;
import io.peerwright.kit.server.ProtocolPort;
import io.peerwright.overlay.bittorrent.wire.Handshake;
import java.nio.ByteBuffer;

/** What peers speak that connect to us (BEP 3): the handshake says which torrent they want. */
public final class PeerWireProtocol implements PortProtocol {

  private static final int MOST = 200;
  private static final int MOST_PER_ADDRESS = 20;

  private final LinkSession<PeerLink> session;

  /** For the torrents of a session. */
  public PeerWireProtocol(LinkSession<PeerLink> session) {
    this.session = session;
  }

  /**
   * How many may keep us waiting: whoever has done so longest makes room for a newcomer.
   *
   * @param handshakeNanos how long one may take to say what it wants
   */
  public static ProtocolPort.Limits limits(long handshakeNanos) {
    return new ProtocolPort.Limits(MOST, MOST_PER_ADDRESS, 0, handshakeNanos);
  }

  @Override
  public String name() {
    return "BitTorrent";
  }

  @Override
  public Match match(ByteBuffer prefix) {
    return PortProtocol.startsWith(prefix, Handshake.NAME);
  }

  @Override
  public LinkHandler onLink(Link link, Newcomer newcomer) {
    PeerLink peer = new PeerLink(session, link);
    peer.state.newcomer = newcomer;
    return peer;
  }
}
