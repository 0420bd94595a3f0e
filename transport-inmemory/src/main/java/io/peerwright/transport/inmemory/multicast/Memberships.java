package io.peerwright.transport.inmemory.multicast;

import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The multicast groups that a socket has joined. */
public final class Memberships {

  private final GroupTable groups;
  private final MulticastSocket socket;
  private final DatagramHandler handler;
  private final List<Membership> all = new ArrayList<>(1);

  /** A socket that has joined none, and who is told of those that it joins. */
  public Memberships(MulticastSocket socket, DatagramHandler handler, GroupTable groups) {
    this.groups = groups;
    this.socket = socket;
    this.handler = handler;
  }

  /** Joins a group, and says so in the next event; a socket that is not bound may not. */
  public void join(
      Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source, boolean isBound) {
    MulticastHost host = socket.host();
    boolean possible =
        group.isMulticast() && (onInterface == null || host.owns(onInterface)) && isBound;
    if (possible && find(group, onInterface, source) == null) {
      Membership membership = new Membership(socket, group, onInterface, source);
      all.add(membership);
      groups.join(membership);
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

  /** Leaves a group that it has joined in this way. */
  public void leave(Endpoint group, @Nullable Endpoint onInterface, @Nullable Endpoint source) {
    Membership known = find(group, onInterface, source);
    if (known != null) {
      all.remove(known);
      end(known);
    }
  }

  /** Leaves all groups. */
  public void leaveAll() {
    all.forEach(this::end);
    all.clear();
  }

  private void end(Membership membership) {
    membership.end();
    groups.leave(membership);
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
}
