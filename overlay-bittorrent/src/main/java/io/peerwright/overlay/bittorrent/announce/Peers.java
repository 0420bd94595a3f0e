package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BList;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BValue;
import io.peerwright.overlay.bittorrent.peers.PeerName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of peers in all their forms, and drops what cannot be a peer. */
final class Peers {

  /** More than a torrent can use; what a tracker tells beyond that is left out. */
  private static final int MOST = 2000;

  private static final int MOST_NAMES = 10;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private Peers() {}

  /** The compact form (BEP 23, BEP 7); what is left over behind the last one is no peer. */
  static void addCompact(ByteBuffer bytes, int addressBytes, List<Endpoint> found) {
    byte[] address = new byte[addressBytes];
    while (bytes.remaining() >= addressBytes + 2) {
      bytes.get(address);
      add(Endpoint.of(address, bytes.getShort() & 0xffff), found);
    }
  }

  /** All that an answer over HTTP tells. */
  static List<Endpoint> of(BDict answer) {
    List<Endpoint> found = new ArrayList<>();
    BValue peers = answer.get("peers");
    if (peers instanceof BString compact) {
      addCompact(compact.buffer(), IPV4_BYTES, found);
    } else if (peers instanceof BList list) {
      addDictionaries(list, found);
    }
    BString compact6 = answer.optionalString("peers6");
    if (compact6 != null) {
      addCompact(compact6.buffer(), IPV6_BYTES, found);
    }
    return found;
  }

  /** Peers that are told by the names of their hosts, {@code HOST:PORT}. */
  static List<String> names(BDict answer) {
    List<String> found = new ArrayList<>();
    BList list = answer.optionalList("peers");
    for (BValue value : list == null ? List.<BValue>of() : list.values()) {
      BString ip = value instanceof BDict peer ? peer.optionalString("ip") : null;
      String text = ip == null ? "" : ip.text() + ":" + ((BDict) value).integerOr("port", 0);
      boolean isName = PeerName.of(text).filter(place -> place.endpoint().isEmpty()).isPresent();
      if (isName && found.size() < MOST_NAMES) {
        found.add(text);
      }
    }
    return found;
  }

  private static void addDictionaries(BList list, List<Endpoint> found) {
    for (BValue value : list.values()) {
      BString ip = value instanceof BDict peer ? peer.optionalString("ip") : null;
      long port = value instanceof BDict peer ? peer.integerOr("port", 0) : 0;
      if (ip != null && port > 0 && port <= 65_535) {
        String text = ip.text();
        String host = text.indexOf(':') < 0 ? text : "[" + text + "]";
        try {
          add(Endpoint.parse(host + ":" + port), found);
        } catch (IllegalArgumentException aName) {
          continue;
        }
      }
    }
  }

  private static void add(Endpoint peer, List<Endpoint> found) {
    boolean possible = peer.port() != 0 && !peer.isAnyLocal() && !peer.isMulticast();
    if (possible && found.size() < MOST) {
      found.add(peer);
    }
  }
}
