package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.datagram.MessageSender;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.outofband.AwaitedHits;
import io.peerwright.overlay.gnutella.outofband.OfferedHits;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.ReplyNumber;
import org.jspecify.annotations.Nullable;

/** Hits as datagrams, both ways; nothing is kept until there are some. */
final class OutOfBand {

  /** Whose hits they are. */
  interface Asker extends AwaitedHits.Asker {

    /** A hit for a query of ours. */
    void onHit(Endpoint from, Guid query, QueryHit hit);
  }

  private final Loop loop;
  private final MessageSender sender;
  private final OfferedHits.AddressProof proof;
  private final Asker asker;
  private @Nullable AwaitedHits awaited;
  private @Nullable OfferedHits offered;

  OutOfBand(Loop loop, MessageSender sender, OfferedHits.AddressProof proof, Asker asker) {
    this.loop = loop;
    this.sender = sender;
    this.proof = proof;
    this.asker = asker;
  }

  /** Hits of ours for who asks. */
  OfferedHits offered() {
    OfferedHits known = offered;
    if (known == null) {
      known = new OfferedHits(loop, sender, proof);
      offered = known;
    }
    return known;
  }

  /** A message of a vendor has come as a datagram. */
  void onVendor(Endpoint from, Guid query, VendorContent content) {
    if (content instanceof ReplyNumber number && asker.wanted(query) > 0) {
      AwaitedHits known = awaited;
      if (known == null) {
        known = new AwaitedHits(loop, sender, asker);
        awaited = known;
      }
      known.onOffered(from, query, number);
    } else if (content instanceof ReplyAcknowledgement wanted && offered != null) {
      offered.onWanted(from, query, wanted);
    }
  }

  /** A hit has come as a datagram. */
  void onHit(Endpoint from, Guid query, QueryHit hit) {
    if (awaited != null && awaited.accepts(from, query, hit)) {
      asker.onHit(from, query, hit);
    }
  }
}
