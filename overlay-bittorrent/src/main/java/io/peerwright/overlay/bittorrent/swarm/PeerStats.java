package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.overlay.Neighbour;
import io.peerwright.overlay.bittorrent.connections.PeerLink;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.requests.RequestState;
import io.peerwright.overlay.bittorrent.upload.UploadState;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is known of a peer, for people and programs. */
final class PeerStats {

  private PeerStats() {}

  static Neighbour of(TorrentState torrent, PeerLink peer) {
    RequestState requests = peer.requests();
    UploadState uploads = peer.uploads();
    Map<String, String> figures = new TreeMap<>();
    figures.put("torrent", torrent.hash().toString());
    figures.put("client", peer.extension().client());
    figures.put("choked", Boolean.toString(uploads.isChoked()));
    figures.put("chokes.us", Boolean.toString(requests.chokesUs()));
    figures.put("interested", Boolean.toString(uploads.isInterested()));
    figures.put("interesting", Boolean.toString(requests.weAreInterested()));
    figures.put("optimistic", Boolean.toString(uploads.isOptimistic()));
    figures.put("snubbing", Boolean.toString(requests.isSnubbing()));
    figures.put("fast", Boolean.toString(peer.isFast()));
    figures.put("pipeline", Integer.toString(requests.depth()));
    figures.put("reciprocity", reciprocity(requests.received(), uploads.sent()));
    figures.put("requests", Integer.toString(requests.waiting()));
    figures.put("requests.waiting", Integer.toString(uploads.waiting()));
    Info info = torrent.info();
    int pieces = info == null ? 0 : info.pieces();
    figures.put("pieces", Integer.toString(peer.pieces().count(pieces)));
    figures.put("bytes.received", Long.toString(requests.received()));
    figures.put("bytes.sent", Long.toString(uploads.sent()));
    figures.put("outgoing", Boolean.toString(peer.isOutgoing()));
    byte[] id = peer.peerId();
    String name = id == null ? "" : printable(new String(id, StandardCharsets.ISO_8859_1));
    String role = peer.isSeed() ? "seed" : "leecher";
    return new Neighbour(name, peer.remote(), role, figures);
  }

  /** Bytes that we got for each that we gave; empty if we gave none. */
  private static String reciprocity(long received, long sent) {
    return sent == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) received / sent);
  }

  private static String printable(String id) {
    return id.replaceAll("[^ -~]", "?");
  }
}
