package io.peerwright.overlay.gnutella.vendor;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.List;
import java.util.Optional;

/**
 * What a message of a vendor says. All travel over one link only, with TTL 1 and no hops, but for
 * those that are datagrams. {@link VendorCodec} reads and writes them.
 */
public sealed interface VendorContent {

  /**
   * null/0: the messages that the sender understands; sent right after the handshake.
   *
   * @param ids at most {@value #MAX}
   */
  record MessagesSupported(List<VendorId> ids) implements VendorContent {

    /** How many may be said. */
    public static final int MAX = 1024;

    /** Keeps a copy. */
    public MessagesSupported {
      ids = List.copyOf(ids);
    }

    /** Whether one of them is this message, in this version or a later one. */
    public boolean supports(int vendor, int selector, int version) {
      return ids.stream().anyMatch(id -> id.is(vendor, selector) && id.version() >= version);
    }
  }

  /**
   * null/10: features beyond messages.
   *
   * @param features at most {@value MessagesSupported#MAX}
   */
  record Features(List<Feature> features) implements VendorContent {

    /** Keeps a copy. */
    public Features {
      features = List.copyOf(features);
    }
  }

  /**
   * One feature.
   *
   * @param name four letters, each character a byte
   * @param version as two bytes
   */
  record Feature(String name, int version) {

    /** Refuses what cannot be written. */
    public Feature {
      if (Octets.latin1(name).size() != Integer.BYTES || (version & ~0xffff) != 0) {
        throw new IllegalArgumentException("not a feature: \"" + name + "\" " + version);
      }
    }
  }

  /**
   * BEAR/4: the sender wants no queries with as many hops, or more.
   *
   * @param hops 0..255; 0 stops all
   */
  record HopsFlow(int hops) implements VendorContent {}

  /**
   * BEAR/7: asks for a TCP connection to the sender, to see whether it can be reached.
   *
   * @param port 0..65535
   */
  record TcpConnectBack(int port) implements VendorContent {}

  /**
   * GTKG/7: asks for a ping as a datagram to the sender, to see whether it can be reached.
   *
   * @param port 0..65535
   * @param guid of that ping in version 1; in version 2 it is the GUID of the message
   */
  record UdpConnectBack(int port, Optional<Guid> guid) implements VendorContent {}

  /** BEAR/11: how many hits of the query with the message's GUID has the leaf kept? */
  record QueryStatusRequest() implements VendorContent {}

  /**
   * BEAR/12: that many.
   *
   * @param hits 0..65534, or {@link #ENOUGH}
   */
  record QueryStatusResponse(int hits) implements VendorContent {

    /** The query is to be stopped. */
    public static final int ENOUGH = 0xffff;
  }

  /**
   * PEER/1: an ultrapeer asks nobody any more for the query with the message's GUID, which its leaf
   * has sent, and those that were asked have had the time to answer.
   */
  record QueryOver() implements VendorContent {}

  /** LIME/21: may the receiver be named as who passes on pushes? The GUID is the servent's. */
  record PushProxyRequest() implements VendorContent {}

  /**
   * LIME/22: it may.
   *
   * @param endpoint where the push proxy listens for HTTP; none in version 1
   */
  record PushProxyAcknowledgement(Optional<Endpoint> endpoint) implements VendorContent {}

  /** GTKG/21: no longer. */
  record PushProxyCancel() implements VendorContent {}

  /**
   * LIME/12, a datagram: that many hits wait for the query with the message's GUID.
   *
   * @param hits 0..255
   * @param unsolicited whether the sender takes datagrams that it did not ask for; from version 2
   * @param version 1, 2, or 3 with a token
   */
  record ReplyNumber(int hits, boolean unsolicited, int version) implements VendorContent {}

  /**
   * LIME/11, a datagram: that many are wanted.
   *
   * @param hits 0..255
   * @param token comes back in each hit from version 3 on; empty in version 2
   */
  record ReplyAcknowledgement(int hits, Octets token) implements VendorContent {}

  /**
   * LIME/13: whether an ultrapeer may take hits as datagrams in the name of its leaf.
   *
   * @param version up to this version of the way that is done it may not; 255 for none at all
   */
  record OutOfBandProxyVeto(int version) implements VendorContent {}

  /** A message that is not read here, or whose data are not what its name demands. */
  record Unread(VendorId id, Octets data) implements VendorContent {}
}
