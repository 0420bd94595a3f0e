package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.overlay.gnutella.link.PeerLink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the other sides of the links are, as hashes in the order of their places: whoever comes is
 * compared with all of them, and a look at each link is a look at three objects. A servent with few
 * links keeps nothing, and looks at all of them.
 */
final class LinkAddresses {

  /** Where no place follows. */
  static final int NONE = -1;

  private static final int FEW = 8;
  private static final int[] NOTHING = {};

  private int[] remotes = NOTHING;
  private int[] dialables = NOTHING;
  private int end;

  /** No link. */
  LinkAddresses() {}

  /** There is a link in a place from now on; one that is gone needs not be told. */
  void put(int place, PeerLink link) {
    if (place >= remotes.length && place >= FEW) {
      remotes = Arrays.copyOf(remotes, 2 * place);
      dialables = Arrays.copyOf(dialables, 2 * place);
    }
    end = Math.max(end, place + 1);
    if (place >= FEW) {
      remotes[place] = hash(link.remote());
      dialables[place] = dialableHash(link.dialable());
    }
  }

  private static int hash(Endpoint remote) {
    return Long.hashCode(AddressKey.network(remote));
  }

  private static int dialableHash(@Nullable Endpoint dialable) {
    return dialable == null ? 0 : 31 * hash(dialable) + dialable.port();
  }

  /**
   * The first place from one on whose link may be to the same address; {@link #NONE} if none is
   * left. It may be free.
   */
  int nextNear(Endpoint remote, int from) {
    return next(remotes, hash(remote), from);
  }

  /** The same for links to servents that may be dialled there. */
  int nextAt(Endpoint dialable, int from) {
    return next(dialables, dialableHash(dialable), from);
  }

  private int next(int[] hashes, int hash, int from) {
    int place = from;
    while (place >= FEW && place < end && hashes[place] != hash) {
      place++;
    }
    return place < end ? place : NONE;
  }
}
