package io.peerwright.multicast.rendezvous;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.net.EndpointBytes;
import io.peerwright.multicast.wire.Frame;
import io.peerwright.multicast.wire.FramedLink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A peer at its rendezvous servers: keeps a link to each of them, registers at all of them, so that
 * any of them will do, and renews that every 20 s, a third of the lease. A server that cannot be
 * reached is tried again, at first after a second, then less and less often. It has no timer: its
 * owner calls {@link #tick}.
 */
public final class RendezvousClient {

  /** What comes of it. Called on the loop, not from inside a call. */
  public interface Listener {

    /** A server has named peers of a group; none if there are no others. */
    void onPeers(Endpoint group, List<Endpoint> peers);

    /** A group is announced, told once for each server. */
    void onFound(Group group);
  }

  /** How often registrations are renewed. */
  public static final long RENEW_NANOS = 20_000_000_000L;

  private static final long SECOND = 1_000_000_000L;
  private static final long MOST_WAIT_NANOS = 30 * SECOND;
  private static final long RESOLVE_NANOS = 5 * SECOND;
  private static final int MAX_WAITING = 1 << 20;

  /** How many peers are asked for at first, and when a registration is renewed. */
  private static final int WANTED = 20;

  private static final int WANTED_ON_RENEWAL = 4;

  private record Registration(int port, int capacity) {}

  private final Host host;
  private final Listener listener;
  private final List<Server> servers = new ArrayList<>();
  private final Map<Endpoint, Registration> registrations = new LinkedHashMap<>();
  private final Set<Group> announced = new LinkedHashSet<>();
  private final Set<Endpoint> asked = new LinkedHashSet<>();
  private boolean discovering;
  private boolean open;

  /** Connects to nothing before {@link #open}. */
  public RendezvousClient(Host host, List<HostPort> servers, Listener listener) {
    this.host = host;
    this.listener = listener;
    servers.forEach(each -> this.servers.add(new Server(each)));
  }

  /** Connects to all servers. */
  public void open() {
    open = true;
    servers.forEach(Server::begin);
  }

  /** Takes leave of all servers. What was registered and announced is kept for {@link #open}. */
  public void close() {
    open = false;
    for (Server each : servers) {
      registrations.forEach(
          (group, own) -> each.say(RendezvousFrames.unregister(group, own.port())));
      announced.forEach(
          group -> each.say(RendezvousFrames.titled(RendezvousFrames.WITHDRAW, group)));
      each.end();
    }
    registrations.clear();
    asked.clear();
  }

  /** Whether there is any server at all. */
  public boolean hasServers() {
    return !servers.isEmpty();
  }

  /** Whether a server is connected. */
  public boolean isConnected() {
    return servers.stream().anyMatch(each -> each.ready);
  }

  /**
   * Registers for a group, now and from then on, and asks for peers of it.
   *
   * @param port where this peer listens
   * @param capacity how many more links it would take, 0 if others should not be sent to it
   */
  public void register(Endpoint group, int port, int capacity) {
    registrations.put(group, new Registration(port, Math.min(capacity, 255)));
    servers.forEach(each -> each.register(group, WANTED));
  }

  /** Ends a registration. */
  public void unregister(Endpoint group) {
    Registration own = registrations.remove(group);
    if (own != null) {
      servers.forEach(each -> each.say(RendezvousFrames.unregister(group, own.port())));
    }
  }

  /** Asks for peers of a group without being one of them, as soon as a server is connected. */
  public void ask(Endpoint group) {
    asked.add(group);
    servers.forEach(Server::askAll);
  }

  /** Makes a group known, now and from then on. */
  public void announce(Group group) {
    announced.add(group);
    servers.forEach(each -> each.say(RendezvousFrames.titled(RendezvousFrames.ANNOUNCE, group)));
  }

  /** Announces a group no longer. */
  public void withdraw(Group group) {
    announced.remove(group);
    servers.forEach(each -> each.say(RendezvousFrames.titled(RendezvousFrames.WITHDRAW, group)));
  }

  /** Hears of all groups that there are, and of others from then on. */
  public void discover() {
    discovering = true;
    servers.forEach(each -> each.say(RendezvousFrames.discover()));
  }

  /**
   * Renews and reconnects what is due.
   *
   * @return nanoseconds until there is something to do again
   */
  public long tick(long now) {
    long wait = RENEW_NANOS;
    for (Server each : servers) {
      wait = Math.min(wait, each.tick(now));
    }
    return Math.max(1, wait);
  }

  /** One server. */
  private final class Server {
    private final HostPort name;
    private @Nullable ServerLink link;
    private @Nullable Handle lookUp;
    private boolean ready;
    private long dueNanos;
    private long waitNanos = SECOND;

    Server(HostPort name) {
      this.name = name;
    }

    void begin() {
      dueNanos = host.loop().nanoTime() + MOST_WAIT_NANOS;
      lookUp = host.transport().resolve(name.toString(), RESOLVE_NANOS, this::connect);
    }

    private void connect(List<Endpoint> found) {
      lookUp = null;
      if (!open || link != null) {
        return;
      }
      if (found.isEmpty()) {
        retryLater();
        return;
      }
      ServerLink made = new ServerLink(this);
      link = made;
      made.attach(host.transport().connect(found.get(0), SocketOptions.DEFAULT, made));
    }

    void retryLater() {
      ready = false;
      link = null;
      dueNanos = host.loop().nanoTime() + waitNanos;
      waitNanos = Math.min(MOST_WAIT_NANOS, 2 * waitNanos);
    }

    void end() {
      if (lookUp != null) {
        lookUp.close();
        lookUp = null;
      }
      ServerLink ended = link;
      link = null;
      ready = false;
      waitNanos = SECOND;
      if (ended != null) {
        ended.close();
      }
    }

    void opened() {
      ready = true;
      waitNanos = SECOND;
      dueNanos = host.loop().nanoTime() + RENEW_NANOS;
      registrations.keySet().forEach(group -> register(group, WANTED));
      announceAll();
      if (discovering) {
        say(RendezvousFrames.discover());
      }
      askAll();
    }

    void announceAll() {
      announced.forEach(group -> say(RendezvousFrames.titled(RendezvousFrames.ANNOUNCE, group)));
    }

    void askAll() {
      if (ready) {
        asked.forEach(group -> say(RendezvousFrames.ask(group, WANTED)));
      }
    }

    void register(Endpoint group, int wanted) {
      Registration own = registrations.get(group);
      if (own != null) {
        say(RendezvousFrames.register(group, own.port(), own.capacity(), wanted));
      }
    }

    void say(ByteBuffer frame) {
      if (ready && link != null) {
        link.send(frame);
      }
    }

    long tick(long now) {
      if (now - dueNanos >= 0) {
        if (ready) {
          dueNanos = now + RENEW_NANOS;
          registrations.keySet().forEach(group -> register(group, WANTED_ON_RENEWAL));
          announceAll();
        } else if (link == null && lookUp == null) {
          begin();
        } else {
          dueNanos = now + SECOND;
        }
      }
      return dueNanos - now;
    }
  }

  /** The link to one server. */
  private final class ServerLink extends FramedLink {
    private final Server server;

    ServerLink(Server server) {
      super(RendezvousFrames.MAX_BYTES, MAX_WAITING);
      this.server = server;
    }

    @Override
    protected void onReady(Link opened) {
      if (server.link == this) {
        server.opened();
      }
    }

    @Override
    protected void onFrame(int type, ByteBuffer body) {
      if (server.link != this) {
        return;
      }
      switch (type) {
        case RendezvousFrames.PEERS -> {
          Endpoint group = RendezvousFrames.readGroup(body);
          List<Endpoint> peers = Frame.readEndpoints(body, 255);
          asked.remove(group);
          listener.onPeers(group, peers);
        }
        case RendezvousFrames.FOUND -> listener.onFound(RendezvousFrames.readTitled(body));
        // The group lives without this server; it is asked again when the lease is renewed.
        case RendezvousFrames.REFUSED -> EndpointBytes.read(body);
        default -> throw new IllegalArgumentException("no answer " + type);
      }
    }

    @Override
    protected void onOver(Reason reason) {
      if (server.link == this) {
        server.retryLater();
      }
    }
  }
}
