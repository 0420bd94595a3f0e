package io.peerwright.transport.inmemory;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of one machine and its line to the network. Made when the first socket is. */
final class Stack {

  private static final int EPHEMERAL_FIRST = 49_152;
  private static final int EPHEMERAL_COUNT = 16_384;

  /** When the line has sent, and received, all that it was given. */
  long upFreeAt;

  long downFreeAt;

  private final List<SimListener> listeners = new ArrayList<>(1);
  private final List<SimDatagrams> datagrams = new ArrayList<>(1);

  /** Links that wait for the answer to an attempt from a shared port. */
  private final List<SimLink> attempts = new ArrayList<>(0);

  /** First of the list of all links. */
  private @Nullable SimLink links;

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
    attempts.remove(link);
  }

  /** An attempt has led to something. */
  void settle(SimLink link) {
    if (!attempts.isEmpty()) {
      attempts.remove(link);
    }
  }

  void add(SimListener listener) {
    listeners.add(listener);
  }

  void remove(SimListener listener) {
    listeners.remove(listener);
  }

  void add(SimDatagrams socket) {
    datagrams.add(socket);
  }

  void remove(SimDatagrams socket) {
    datagrams.remove(socket);
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
    for (SimListener listener : listeners) {
      if (accepts(listener.local(), at) && (best == null || best.local().isAnyLocal())) {
        best = listener;
      }
    }
    return best;
  }

  /** The datagram socket at a kind of address, in the same manner. */
  @Nullable SimDatagrams datagrams(int kind, int port) {
    SimDatagrams best = null;
    for (int i = 0; i < datagrams.size(); i++) {
      SimDatagrams socket = datagrams.get(i);
      if (socket.isReachableAt(kind, port) && (best == null || best.local().isAnyLocal())) {
        best = socket;
      }
    }
    return best;
  }

  private static boolean accepts(Endpoint bound, Endpoint at) {
    return bound.port() == at.port() && (bound.isAnyLocal() || SimHost.sameAddress(bound, at));
  }

  private static boolean overlap(Endpoint one, Endpoint other) {
    return one.port() == other.port()
        && (one.isAnyLocal() || other.isAnyLocal() || SimHost.sameAddress(one, other));
  }

  /** Whether a listening socket may be bound here. */
  boolean canListen(Endpoint local, boolean reuse) {
    for (SimListener listener : listeners) {
      if (overlap(listener.local(), local) && !(reuse && listener.isShared())) {
        return false;
      }
    }
    return canShareWithLinks(local, null, reuse);
  }

  /** Whether a link may come from here to {@code remote}. */
  boolean canConnect(Endpoint local, Endpoint remote, boolean reuse) {
    for (SimListener listener : listeners) {
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
    for (SimDatagrams socket : datagrams) {
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
  void shutDown(SimHost host) {
    for (SimLink link : linksOf(host)) {
      link.abort(Reason.SHUTDOWN);
    }
    for (SimListener listener : List.copyOf(listeners)) {
      if (listener.host() == host) {
        listener.end(Reason.SHUTDOWN);
      }
    }
    for (SimDatagrams socket : List.copyOf(datagrams)) {
      if (socket.host() == host) {
        socket.end(Reason.SHUTDOWN);
      }
    }
  }

  /** Takes away what a host has here; nobody is told. */
  void vanish(SimHost host) {
    for (SimLink link : linksOf(host)) {
      link.vanish();
    }
    listeners.removeIf(listener -> listener.host() == host);
    for (SimDatagrams socket : List.copyOf(datagrams)) {
      if (socket.host() == host) {
        socket.vanish();
      }
    }
  }

  /** How many sockets a host has here. */
  int sockets(SimHost host) {
    long listening = listeners.stream().filter(each -> each.host() == host).count();
    long bound = datagrams.stream().filter(each -> each.host() == host).count();
    return linksOf(host).size() + (int) (listening + bound);
  }

  List<SimLink> linksOf(SimHost host) {
    List<SimLink> found = new ArrayList<>();
    for (SimLink link = links; link != null; link = link.following) {
      if (link.host() == host) {
        found.add(link);
      }
    }
    return found;
  }
}
