package io.peerwright.overlay.gnutella.link;

import io.peerwright.overlay.gnutella.qrp.TableExchange;
import io.peerwright.overlay.gnutella.vendor.VendorIds;

/** What the other side of a link has said since the handshake. */
public final class PeerState {

  private final TableExchange tables = new TableExchange();
  private VendorIds vendorIds = VendorIds.NONE;

  PeerState() {}

  /** The words that both sides have told each other. */
  public TableExchange tables() {
    return tables;
  }

  /** The vendor messages that it reads. */
  public VendorIds vendorIds() {
    return vendorIds;
  }

  /** It has told which vendor messages it reads. */
  public void setVendorIds(VendorIds told) {
    vendorIds = told;
  }
}
