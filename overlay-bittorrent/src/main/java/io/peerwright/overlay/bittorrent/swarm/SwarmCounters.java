package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import java.util.function.ObjLongConsumer;

/** What one peer's torrents have done together. */
public final class SwarmCounters {

  long bytesReceived;
  long bytesFromWebSeeds;
  long bytesSent;
  long bytesWasted;
  long piecesVerified;
  long piecesCorrupt;
  long peersConnected;
  long peersBanned;
  long protocolErrors;
  final PeerFailures failures = new PeerFailures();

  /** All zero. */
  public SwarmCounters() {}

  /** Tells them, under the names that meters have. */
  public void tell(ObjLongConsumer<String> sink) {
    sink.accept("bytes.received", bytesReceived);
    sink.accept("bytes.webseeds", bytesFromWebSeeds);
    sink.accept("bytes.sent", bytesSent);
    sink.accept("bytes.wasted", bytesWasted);
    sink.accept("pieces.verified", piecesVerified);
    sink.accept("pieces.corrupt", piecesCorrupt);
    sink.accept("peers.connected", peersConnected);
    sink.accept("peers.banned", peersBanned);
    sink.accept("protocol.errors", protocolErrors);
    failures.tell((kind, count) -> sink.accept("peers.failed." + kind, count));
  }
}
