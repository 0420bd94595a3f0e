package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.wire.ExtensionHandshake;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The extensions that a torrent speaks (BEP 10), under the numbers that we gave them. */
final class Extensions {

  static final int PEX = 1;
  static final int METADATA = 2;
  static final int DONT_HAVE = 3;

  private static final String CLIENT = "Peerwright 0.1";

  private final SwarmSession session;
  private final Torrent torrent;
  private final MetadataExchange metadata;

  Extensions(SwarmSession session, Torrent torrent) {
    this.session = session;
    this.torrent = torrent;
    this.metadata = new MetadataExchange(session, torrent);
  }

  MetadataExchange metadata() {
    return metadata;
  }

  /** Introduces us. */
  void greet(PeerLink peer) {
    Info info = torrent.info();
    Endpoint seen = peer.link().remote().withPort(0);
    Endpoint listen = session.listenAddress();
    ExtensionHandshake ours =
        new ExtensionHandshake(
            METADATA,
            torrent.peerExchange().isOn() ? PEX : 0,
            DONT_HAVE,
            info == null ? 0 : info.encoded().remaining(),
            Uploads.QUEUE,
            torrent.isSeeding(),
            listen == null ? 0 : listen.port(),
            CLIENT,
            seen);
    peer.state.toldUploadOnly |= ours.uploadOnly();
    byte[] message = ours.toBytes(peer.state.toldUploadOnly);
    peer.send().extended(MessageId.EXTENSION_HANDSHAKE, message);
  }

  /** A peer has introduced itself, or changed what it said. */
  void onHandshake(PeerLink peer) {
    metadata.onHandshake(peer);
    torrent.wantsWork(peer);
    torrent.protocol().dropIfUseless(peer);
  }

  /** A message under one of our numbers; others say nothing to us. */
  void onMessage(PeerLink peer, int id, ByteBuffer payload) throws WireException {
    switch (id) {
      case PEX -> torrent.peerExchange().onMessage(peer, payload);
      case METADATA -> metadata.onMessage(peer, payload);
      case DONT_HAVE -> {
        if (payload.remaining() != Integer.BYTES) {
          throw new WireException("sends don't-have with " + payload.remaining() + " bytes");
        }
        torrent.protocol().onDontHave(peer, payload.getInt());
      }
      default -> {
        // A number that we did not give.
      }
    }
  }

  /** Tells that a piece which we had is gone (BEP 54). */
  static void dontHave(PeerLink peer, int piece) {
    int id = peer.state.extension.dontHave();
    if (peer.speaksExtensions() && id > 0) {
      peer.send().extended(id, ByteBuffer.allocate(Integer.BYTES).putInt(piece).array());
    }
  }

  /** For tests and people: what a peer calls itself. */
  static @Nullable String client(PeerLink peer) {
    String client = peer.state.extension.client();
    return client.isEmpty() ? null : client;
  }
}
