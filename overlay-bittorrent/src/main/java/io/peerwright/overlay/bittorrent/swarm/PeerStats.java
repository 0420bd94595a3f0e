package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.overlay.Neighbour;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is known of a peer, for people and programs. */
final class PeerStats {

  private PeerStats() {}

  static Neighbour of(Torrent torrent, PeerLink peer) {
    PeerState state = peer.state;
    Map<String, String> figures = new TreeMap<>();
    figures.put("torrent", torrent.hash().toString());
    figures.put("client", state.extension.client());
    figures.put("choked", Boolean.toString(state.choked));
    figures.put("chokes.us", Boolean.toString(state.chokesUs));
    figures.put("interested", Boolean.toString(state.interested));
    figures.put("interesting", Boolean.toString(state.weAreInterested));
    figures.put("optimistic", Boolean.toString(state.optimistic));
    figures.put("snubbing", Boolean.toString(state.snubbing));
    figures.put("fast", Boolean.toString(peer.isFast()));
    figures.put("pipeline", Integer.toString(state.pipeline.depth(Integer.MAX_VALUE)));
    figures.put("reciprocity", reciprocity(state));
    figures.put("requests", Integer.toString(state.asked.size()));
    figures.put("requests.waiting", Integer.toString(state.uploadQueue.size()));
    Info info = torrent.info();
    int pieces = info == null ? 0 : info.pieces();
    figures.put("pieces", Integer.toString(state.peerPieces.count(pieces)));
    figures.put("bytes.received", Long.toString(state.received));
    figures.put("bytes.sent", Long.toString(state.sent));
    figures.put("outgoing", Boolean.toString(peer.isOutgoing()));
    byte[] id = peer.peerId();
    String name = id == null ? "" : printable(new String(id, StandardCharsets.ISO_8859_1));
    String role = torrent.protocol().isSeed(peer) ? "seed" : "leecher";
    return new Neighbour(name, peer.remote(), role, figures);
  }

  /** Bytes that we got for each that we gave; empty if we gave none. */
  private static String reciprocity(PeerState state) {
    return state.sent == 0
        ? ""
        : String.format(Locale.ROOT, "%.2f", (double) state.received / state.sent);
  }

  private static String printable(String id) {
    return id.replaceAll("[^ -~]", "?");
  }
}
