package io.peerwright.bench;

import io.peerwright.runtime.Peer;
import io.peerwright.runtime.Peerwright;

/** What {@link ColdStart} starts in a JVM of its own: an application with one peer. */
final class ColdPeer {

  static final String LISTENING = "listening at ";

  private ColdPeer() {}

  public static void main(String[] arguments) {
    try (Peerwright peerwright = Peerwright.open()) {
      Peer peer =
          peerwright.start(
              peerwright.parse(
                  """
                  {"transport": {"type": "vertx"},
                   "overlays": [{"type": "hybrid-server", "listen": "127.0.0.1:0"}]}
                  """));
      System.out.println(LISTENING + peer.endpoints().get(0));
    }
  }
}
