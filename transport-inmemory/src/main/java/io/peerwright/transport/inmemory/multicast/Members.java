package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.igmp.SourceFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a group that belong to one shard, in the order in which they joined. */
final class Members {

  private final List<Membership> all = new ArrayList<>(1);

  /** How many name an interface or a source. Only beside such a one can a socket have others. */
  private int particular;

  void add(Membership membership) {
    all.add(membership);
    particular += membership.isParticular() ? 1 : 0;
  }

  void remove(Membership membership) {
    if (all.remove(membership)) {
      particular -= membership.isParticular() ? 1 : 0;
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<Membership> all() {
    return all;
  }

  /** What the sockets of a host want together. */
  SourceFilter filterOf(MulticastHost host) {
    List<Endpoint> sources = new ArrayList<>();
    for (Membership membership : all) {
      if (membership.socket().host() == host) {
        Endpoint source = membership.source();
        if (source == null) {
          return SourceFilter.ALL;
        }
        if (!sources.contains(source)) {
          sources.add(source);
        }
      }
    }
    return SourceFilter.only(sources);
  }

  /** Where to note who has had a datagram; null where each socket is a member once. */
  @Nullable Set<MulticastSocket> newNotes() {
    return particular == 0 ? null : new HashSet<>();
  }
}
