package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.overlay.Neighbour;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.SecurablePeerLink;
import java.util.Map;
import java.util.TreeMap;

/** What is told of a neighbour. */
final class NeighbourView {

  private NeighbourView() {}

  static Neighbour of(PeerLink link) {
    Map<String, String> figures = new TreeMap<>();
    figures.put("agent", link.traits().agent());
    if (link instanceof SecurablePeerLink each && each.isTls()) {
      figures.put("tls", "yes");
    }
    figures.put("messages.received", Integer.toString(link.received()));
    figures.put("messages.sent", Integer.toString(link.sent()));
    figures.put("messages.dropped", Long.toString(link.dropped()));
    return new Neighbour(link.remote().toString(), link.remote(), link.theirs().word(), figures);
  }
}
