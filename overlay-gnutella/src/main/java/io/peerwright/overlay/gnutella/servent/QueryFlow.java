package io.peerwright.overlay.gnutella.servent;

import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.HopsFlow;
import java.util.random.RandomGenerator;

/**
 * The hops that queries may have on a link (BEAR/4). What neighbours say is obeyed; a leaf that can
 * serve nobody else says that it wants no queries, and takes that back later.
 */
final class QueryFlow implements VendorMessages.Handler {

  private static final int NONE = 0;
  private static final int ALL = 0xff;

  private final Neighbours neighbours;
  private final VendorMessages vendorMessages;
  private final RandomGenerator random;

  QueryFlow(Neighbours neighbours, VendorMessages vendorMessages, RandomGenerator random) {
    this.neighbours = neighbours;
    this.vendorMessages = vendorMessages;
    this.random = random;
  }

  @Override
  public void onMessage(PeerLink from, Guid guid, VendorContent content) {
    if (content instanceof HopsFlow flow) {
      from.state().setHopsFlow(flow.hops());
    }
  }

  /** Tells those ultrapeers of a leaf that do not know it yet. */
  void tell(boolean busy) {
    if (neighbours.role() == Role.LEAF) {
      HopsFlow flow = new HopsFlow(busy ? NONE : ALL);
      neighbours
          .links()
          .forEach(
              link -> {
                if (link.state().isToldBusy() != busy
                    && vendorMessages.send(link, Guid.random(random), flow)) {
                  link.state().setToldBusy(busy);
                }
              });
    }
  }
}
