package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.check.Check;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one machine and its line to the network. Most hosts are machines of their own;
 * that a host is one and does not have one saves an object, and a way to it, per packet.
 */
class Stack extends Line {

  private static final int EPHEMERAL_FIRST = 49_152;
  private static final int EPHEMERAL_COUNT = 16_384;

  /** First of the list of datagram sockets, the latest, and so on. */
  private @Nullable SimDatagrams datagrams;

  private @Nullable SimListener listeners;
  private @Nullable SimLink links;

  /** Links that wait for the answer to an attempt from a shared port. */
  private List<SimLink> attempts = List.of();

  private final int firstPort;
  private int portsTaken;

  /** The seed shifts the ports that are given out: no two machines give out the same ones. */
  Stack(long seed) {
    firstPort = (int) Mix.scale(seed, EPHEMERAL_COUNT);
  }

  void add(SimLink link) {
    link.following = links;
    if (links != null) {
      links.preceding = link;
    }
    links = link;
    if (link.isAttemptFromSharedPort()) {
      attempts = attempts.isEmpty() ? new ArrayList<>() : attempts;
      attempts.add(link);
    }
  }

  void remove(SimLink link) {
    if (link.preceding != null) {
      link.preceding.following = link.following;
    } else if (links == link) {
      links = link.following;
    }
    if (link.following != null) {
      link.following.preceding = link.preceding;
    }
    link.preceding = null;
    link.following = null;
    forgetAttempt(link);
  }

  /** An attempt has led to something. */
  void settle(SimLink link) {
    forgetAttempt(link);
  }

  private void forgetAttempt(SimLink link) {
    if (!attempts.isEmpty()) {
      attempts.remove(link);
    }
  }

  void add(SimListener listener) {
    listener.following = listeners;
    listeners = listener;
  }

  void remove(SimListener listener) {
    if (listeners == listener) {
      listeners = listener.following;
      return;
    }
    for (SimListener each = listeners; each != null; each = each.following) {
      if (each.following == listener) {
        each.following = listener.following;
      }
    }
  }

  void add(SimDatagrams socket) {
    socket.following = datagrams;
    datagrams = socket;
  }

  void remove(SimDatagrams socket) {
    if (datagrams == socket) {
      datagrams = socket.following;
      return;
    }
    for (SimDatagrams each = datagrams; each != null; each = each.following) {
      if (each.following == socket) {
        each.following = socket.following;
      }
    }
  }

  /** The latest of its datagram sockets. */
  @Nullable SimDatagrams firstDatagrams() {
    return datagrams;
  }

  /** The attempt to connect from {@code local} to {@code remote}, for a simultaneous open. */
  @Nullable SimLink attempt(Endpoint local, Endpoint remote) {
    for (SimLink link : attempts) {
      if (link.local().equals(local) && link.remote().equals(remote)) {
        return link;
      }
    }
    return null;
  }

  /** Who listens at an address: rather a socket bound to it than one bound to all. */
  @Nullable SimListener listener(Endpoint at) {
    SimListener best = null;
    for (SimListener each = listeners; each != null; each = each.following) {
      if (accepts(each.local(), at)) {
        if (!each.local().isAnyLocal()) {
          return each;
        }
        best = best == null ? each : best;
      }
    }
    return best;
  }

  /** The datagram socket at a kind of address, in the same manner. */
  @Nullable SimDatagrams datagrams(int kind, int port) {
    SimDatagrams best = null;
    for (SimDatagrams each = datagrams; each != null; each = each.following) {
      if (each.isReachableAt(kind, port)) {
        if (!each.isOpenToAll()) {
          return each;
        }
        best = best == null ? each : best;
      }
    }
    return best;
  }

  private static boolean accepts(Endpoint bound, Endpoint at) {
    return bound.port() == at.port() && (bound.isAnyLocal() || HostAddresses.same(bound, at));
  }

  private static boolean overlap(Endpoint one, Endpoint other) {
    return one.port() == other.port()
        && (one.isAnyLocal() || other.isAnyLocal() || HostAddresses.same(one, other));
  }

  /** Whether a listening socket may be bound here. */
  boolean canListen(Endpoint local, boolean reuse) {
    for (SimListener listener = listeners; listener != null; listener = listener.following) {
      if (overlap(listener.local(), local) && !(reuse && listener.isShared())) {
        return false;
      }
    }
    return canShareWithLinks(local, null, reuse);
  }

  /** Whether a link may come from here to {@code remote}. */
  boolean canConnect(Endpoint local, Endpoint remote, boolean reuse) {
    for (SimListener listener = listeners; listener != null; listener = listener.following) {
      if (overlap(listener.local(), local) && !(reuse && listener.isShared())) {
        return false;
      }
    }
    return canShareWithLinks(local, remote, reuse);
  }

  private boolean canShareWithLinks(Endpoint local, @Nullable Endpoint remote, boolean reuse) {
    for (SimLink link = links; link != null; link = link.following) {
      if (overlap(link.local(), local) && !link.isAccepted()) {
        if (!reuse || !link.isShared()) {
          return false;
        }
      }
      if (remote != null && link.local().equals(local) && link.remote().equals(remote)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a datagram socket may be bound here. */
  boolean canBind(Endpoint local, boolean reuse) {
    for (SimDatagrams socket = datagrams; socket != null; socket = socket.following) {
      if (overlap(socket.local(), local) && !(reuse && socket.isShared())) {
        return false;
      }
    }
    return true;
  }

  /** A free port for a stream socket; 0 if all are taken. */
  int freeStreamPort(Endpoint address) {
    for (int i = 0; i < EPHEMERAL_COUNT; i++) {
      boolean wrapped = portsTaken >= EPHEMERAL_COUNT;
      Endpoint candidate = address.withPort(nextPort());
      // In the first round only listening sockets with a fixed port can be in the way.
      boolean isFree =
          wrapped
              ? canListen(candidate, false) && !isLinked(candidate)
              : listener(candidate) == null;
      if (isFree) {
        return candidate.port();
      }
    }
    return 0;
  }

  /** Whether there is a link between two addresses. */
  boolean isLinked(Endpoint local, Endpoint remote) {
    for (SimLink link = links; link != null; link = link.following) {
      if (link.local().equals(local) && link.remote().equals(remote)) {
        return true;
      }
    }
    return false;
  }

  private boolean isLinked(Endpoint local) {
    for (SimLink link = links; link != null; link = link.following) {
      if (overlap(link.local(), local)) {
        return true;
      }
    }
    return false;
  }

  /** A free port for a datagram socket; 0 if all are taken. */
  int freeDatagramPort(Endpoint address) {
    for (int i = 0; i < EPHEMERAL_COUNT; i++) {
      Endpoint candidate = address.withPort(nextPort());
      if (canBind(candidate, false)) {
        return candidate.port();
      }
    }
    return 0;
  }

  private int nextPort() {
    int port = EPHEMERAL_FIRST + (firstPort + portsTaken % EPHEMERAL_COUNT) % EPHEMERAL_COUNT;
    portsTaken = portsTaken + 1 & Integer.MAX_VALUE;
    return port;
  }

  /** Closes what a host has here; its handlers and the remote sides are told. */
  void shutDown(SocketHost host) {
    for (SimLink link : linksOf(host)) {
      link.abort(Reason.SHUTDOWN);
    }
    for (SimListener listener : listenersOf(host)) {
      listener.end(Reason.SHUTDOWN);
    }
    for (SimDatagrams socket : datagramsOf(host)) {
      socket.end(Reason.SHUTDOWN);
    }
  }

  /** Takes away what a host has here; nobody is told. */
  void vanish(SocketHost host) {
    for (SimLink link : linksOf(host)) {
      link.vanish();
    }
    for (SimListener listener : listenersOf(host)) {
      remove(listener);
    }
    for (SimDatagrams socket : datagramsOf(host)) {
      socket.vanish();
    }
  }

  private List<SimListener> listenersOf(SocketHost host) {
    List<SimListener> found = new ArrayList<>();
    for (SimListener each = listeners; each != null; each = each.following) {
      if (each.host() == host) {
        found.add(each);
      }
    }
    return found;
  }

  private List<SimDatagrams> datagramsOf(SocketHost host) {
    List<SimDatagrams> found = new ArrayList<>();
    for (SimDatagrams each = datagrams; each != null; each = each.following) {
      if (each.host() == host) {
        found.add(each);
      }
    }
    return found;
  }

  /** How many sockets a host has here. */
  int sockets(SocketHost host) {
    return linksOf(host).size() + listenersOf(host).size() + datagramsOf(host).size();
  }

  List<SimLink> linksOf(SocketHost host) {
    List<SimLink> found = new ArrayList<>();
    for (SimLink link = links; link != null; link = link.following) {
      if (link.host() == host) {
        found.add(link);
      }
    }
    return found;
  }

  /** Fails if its lists of sockets are not in order; returns how many links there are. */
  int checkInvariants() {
    int count = 0;
    SimLink before = null;
    for (SimLink link = links; link != null; link = link.following) {
      Check.that(link.preceding == before, "a link knows the one before it");
      Check.that(link.host().line() == this, "a link is among those of its machine");
      link.checkInvariants();
      before = link;
      count++;
    }
    for (SimLink attempt : attempts) {
      Check.that(attempt.isConnecting(), "an attempt that has led to something is forgotten");
    }
    return count;
  }
}
