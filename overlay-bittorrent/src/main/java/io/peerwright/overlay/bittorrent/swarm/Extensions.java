package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.metadata.MetadataExchange;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.pex.PeerExchange;
import io.peerwright.overlay.bittorrent.requests.Availability;
import io.peerwright.overlay.bittorrent.upload.Uploads;
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

  private final TorrentState torrent;
  private final MetadataExchange metadata;
  private final PeerExchange peers;
  private final Availability availability;

  /** Of one torrent. */
  Extensions(
      TorrentState torrent,
      MetadataExchange metadata,
      PeerExchange peers,
      Availability availability) {
    this.torrent = torrent;
    this.metadata = metadata;
    this.peers = peers;
    this.availability = availability;
  }

  /**
   * Introduces us to one that speaks extensions.
   *
   * @param listen where we can be reached, null if nowhere
   */
  void greet(PeerLink peer, @Nullable Endpoint listen) {
    if (!peer.speaksExtensions()) {
      return;
    }
    Info info = torrent.info();
    Endpoint seen = peer.link().remote().withPort(0);
    ExtensionHandshake ours =
        new ExtensionHandshake(
            METADATA,
            peers.isOn() ? PEX : 0,
            DONT_HAVE,
            info == null ? 0 : info.encoded().remaining(),
            Uploads.QUEUE,
            torrent.isSeeding(),
            listen == null ? 0 : listen.port(),
            CLIENT,
            seen);
    byte[] message = ours.toBytes(peer.tellsUploadOnly(ours.uploadOnly()));
    peer.send().extended(MessageId.EXTENSION_HANDSHAKE, message);
  }

  /** A message under one of our numbers; others say nothing to us. */
  void onMessage(PeerLink peer, int id, ByteBuffer payload) throws WireException {
    switch (id) {
      case PEX -> peers.onMessage(peer, payload);
      case METADATA -> metadata.onMessage(peer, payload);
      case DONT_HAVE -> {
        if (payload.remaining() != Integer.BYTES) {
          throw new WireException("sends don't-have with " + payload.remaining() + " bytes");
        }
        availability.onDontHave(peer, payload.getInt());
      }
      default -> {
        // A number that we did not give.
      }
    }
  }

  /** Tells that a piece which we had is gone (BEP 54). */
  static void dontHave(PeerLink peer, int piece) {
    int id = peer.extension().dontHave();
    if (peer.speaksExtensions() && id > 0) {
      peer.send().extended(id, ByteBuffer.allocate(Integer.BYTES).putInt(piece).array());
    }
  }
}
