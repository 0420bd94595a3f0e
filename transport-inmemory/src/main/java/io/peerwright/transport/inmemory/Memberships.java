package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The multicast groups that a socket has joined. */
final class Memberships {

  private final SimDatagrams socket;
  private final DatagramHandler handler;
  private final List<Membership> all = new ArrayList<>(1);

  Memberships(SimDatagrams socket, DatagramHandler handler) {
    this.socket = socket;
    this.handler = handler;
  }

  void join(
      Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source, boolean isBound) {
    SimHost host = socket.host();
    boolean possible =
        group.isMulticast() && (onInterface == null || host.owns(onInterface)) && isBound;
    if (possible && find(group, onInterface, source) == null) {
      Membership membership = new Membership(socket, group, onInterface, source);
      all.add(membership);
      host.simulation().lans().join(membership);
    }
    Reason failure = possible ? null : Reason.NOT_PERMITTED;
    Runnable tell = () -> tell(group, source, failure);
    host.kernel().timer(host, 0, tell, 0, 0);
  }

  private void tell(Endpoint group, @Nullable Endpoint source, @Nullable Reason failure) {
    if (!socket.hasEnded()) {
      handler.onMembership(socket, group, source, failure);
    }
  }

  void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    Membership known = find(group, onInterface, source);
    if (known != null) {
      all.remove(known);
      socket.host().simulation().lans().leave(known);
    }
  }

  void leaveAll() {
    for (Membership membership : all) {
      socket.host().simulation().lans().leave(membership);
    }
    all.clear();
  }

  private @Nullable Membership find(
      Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    for (Membership membership : all) {
      if (membership.isFor(group, onInterface, source)) {
        return membership;
      }
    }
    return null;
  }

  boolean contains(Membership membership) {
    return all.contains(membership);
  }
}
