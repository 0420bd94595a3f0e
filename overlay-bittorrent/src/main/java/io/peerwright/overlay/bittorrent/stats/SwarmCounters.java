package io.peerwright.overlay.bittorrent.stats;

import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import java.util.function.ObjLongConsumer;

/** What one peer's torrents have done together. */
public final class SwarmCounters {

  private long bytesReceived;
  private long bytesFromWebSeeds;
  private long bytesSent;
  private long bytesWasted;
  private long piecesVerified;
  private long piecesCorrupt;
  private long peersConnected;
  private long peersBanned;
  private long protocolErrors;
  private final PeerFailures failures = new PeerFailures();

  /** All zero. */
  public SwarmCounters() {}

  /** Content has come from a peer, wanted or not. */
  public void received(int bytes) {
    bytesReceived += bytes;
  }

  /** Content has come from a server. */
  public void receivedFromWebSeed(int bytes) {
    bytesReceived += bytes;
    bytesFromWebSeeds += bytes;
  }

  /** Content has come that is of no use. */
  public void wasted(int bytes) {
    bytesWasted += bytes;
  }

  /** Content goes to a peer. */
  public void sent(int bytes) {
    bytesSent += bytes;
  }

  /** A piece has come and is good, or is not. */
  public void piece(boolean good) {
    piecesVerified += good ? 1 : 0;
    piecesCorrupt += good ? 0 : 1;
  }

  /** A peer has introduced itself. */
  public void connected() {
    peersConnected++;
  }

  /** A peer is sent away for good. */
  public void banned() {
    peersBanned++;
  }

  /** A peer has broken the protocol. */
  public void protocolError() {
    protocolErrors++;
  }

  /** A peer was not reached or did not stay. */
  public void failed(PeerFailures.Kind kind) {
    failures.add(kind);
  }

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
