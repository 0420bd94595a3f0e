package io.peerwright.multicast.rendezvous;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.kit.plugin.BasicOverlay;
import io.peerwright.kit.server.LimitedAcceptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The well-known server of end-host multicast: peers register for groups, by leases, and are told
 * of others, some of them by chance and some of their own subnet. It also keeps which groups there
 * are. It sees no message, and groups go on without it.
 *
 * <p>A peer is named by the address that it has connected from, which a connection proves, with the
 * port that it says it listens at. Nothing is sent to an address that has not connected.
 */
final class RendezvousServer extends BasicOverlay
    implements LimitedAcceptor.Owner, Requests<ClientLink> {

  private static final long SWEEP_NANOS = 5_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long PATIENCE_NANOS = 30 * SECOND;

  private final RendezvousConfig config;
  private final ServerCounters counters = new ServerCounters();
  private final RandomGenerator random;
  private final Set<ClientLink> clients = new LinkedHashSet<>();
  private final Set<ClientLink> discovering = new LinkedHashSet<>();
  private Registry registry;
  private Announcements<ClientLink> announcements;
  private @Nullable LimitedAcceptor acceptor;
  private @Nullable Handle listener;
  private @Nullable Endpoint bound;
  private long epochNanos;

  RendezvousServer(OverlayProvider<?> provider, Host host, RendezvousConfig config) {
    super(provider, host);
    this.config = config;
    random = host.loop().random("rendezvous");
    registry = new Registry(config, SaltedHash.of(host.loop()), random);
    announcements = new Announcements<>(config.maxAnnouncements());
  }

  @Override
  protected void open() {
    epochNanos = loop().nanoTime();
    ConnectionLimits places =
        new ConnectionLimits(config.maxLinks(), config.maxLinksPerAddress(), PATIENCE_NANOS);
    LimitedAcceptor accepting = new LimitedAcceptor(loop(), places, this);
    acceptor = accepting;
    Endpoint at = config.listen() == null ? host.listenAddress() : config.listen();
    listener = host.transport().listen(at, SocketOptions.DEFAULT, accepting);
  }

  @Override
  public void onListening(Endpoint at) {
    bound = at;
    timers().every(SWEEP_NANOS, random, this::sweep);
    joined();
  }

  private void sweep() {
    registry.expire(seconds());
    announcements.expire(seconds());
  }

  @Override
  public LinkHandler onLink(Link link, ConnectionLimits.Place place) {
    ClientLink client = new ClientLink(this, place);
    clients.add(client);
    return client;
  }

  @Override
  public void onStopped(Reason reason) {
    if (isOpen()) {
      failed(reason, "cannot listen at " + config.listen() + ": " + reason);
    }
  }

  @Override
  protected void close() {
    if (acceptor != null) {
      acceptor.close();
    }
    if (listener != null) {
      listener.close();
    }
    bound = null;
    List.copyOf(clients).forEach(each -> each.abort(Reason.SHUTDOWN));
    clients.clear();
    discovering.clear();
    registry = new Registry(config, SaltedHash.of(loop()), random);
    announcements = new Announcements<>(config.maxAnnouncements());
  }

  // What clients ask for.

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public ServerCounters counters() {
    return counters;
  }

  @Override
  public int seconds() {
    return 1 + (int) ((loop().nanoTime() - epochNanos) / SECOND);
  }

  @Override
  public long now() {
    return loop().nanoTime();
  }

  @Override
  public void discover(ClientLink client) {
    discovering.add(client);
    announcements.all().forEach(client::found);
  }

  @Override
  public void announce(ClientLink client, Group group) {
    int end = seconds() + (int) config.lease().toSeconds();
    if (announcements.announce(group, client, end)) {
      discovering.forEach(each -> each.found(group));
    }
  }

  @Override
  public void withdraw(ClientLink client, Group group) {
    announcements.withdraw(group, client);
  }

  @Override
  public void gone(ClientLink client) {
    clients.remove(client);
    discovering.remove(client);
    announcements.gone(client);
  }

  // What it tells.

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    for (ClientLink each : clients) {
      Endpoint remote = each.remote();
      if (remote != null) {
        all.add(new Neighbour(remote.toString(), remote, "client", Map.of()));
      }
    }
    return all;
  }

  @Override
  public List<Endpoint> endpoints() {
    return bound == null ? List.of() : List.of(bound);
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    counters.tell(sink);
    sink.accept("clients.now", clients.size());
    sink.accept("registrations.now", registry.size());
    sink.accept("groups.now", registry.groups());
    sink.accept("announcements.now", announcements.size());
  }
}
