package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.overlay.gnutella.bootstrap.Bootstrap;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.events.ServentEvents;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.handshake.Handshake;
import io.peerwright.overlay.gnutella.handshake.Outcome;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.LinkOwner;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.sharing.Responder;
import io.peerwright.overlay.gnutella.tls.ServentTls;
import io.peerwright.overlay.gnutella.transfer.PushNetwork;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A servent from a join to the next leave. What comes late, for one that was left, does nothing.
 */
final class Session implements LinkOwner, PushNetwork, ServentPort.Owner, MessageHandler.Servent {

  private final GnutellaConfig config;
  private final Home home;
  private final Turn turn;
  private final PeerLinks links;
  private final RandomGenerator random;
  private final Neighbours neighbours;
  private final Connector connector;
  private final Queries queries;
  private final VendorMessages vendorMessages;
  private final PushProxies pushProxies;
  private final PushRoutes pushRoutes;
  private final Router router;
  private final ServentPort port;
  private final Pongs pongs;
  private final BeyondLinks beyond;
  private final Guid servent;
  private boolean closed;

  Session(Host host, GnutellaConfig config, Home home, RandomGenerator random, Guid servent) {
    this.config = config;
    this.home = home;
    this.random = random;
    this.servent = servent;
    turn = new Turn(host.loop());
    links = new PeerLinks(host, config.tls(), this, turn);
    port = new ServentPort(host, config.listen(), config.hostCache(), this);
    neighbours = new Neighbours(config);
    connector =
        new Connector(
            host, config, neighbours, home.counters(), links::dialled, links::tls, random);
    connector.neverDial(this::own);
    vendorMessages = new VendorMessages(random);
    pushProxies = new PushProxies(this, servent, vendorMessages);
    pushRoutes = new PushRoutes(host.loop(), turn, neighbours, pushProxies);
    vendorMessages.whenTold(this::onTold);
    pongs =
        new Pongs(turn, neighbours, config.addresses(), random, link -> ping(link, config.ttl()));
    Presence presence =
        new Presence(host.loop(), config, this::own, neighbours, home.library(), pongs);
    HitReceiver hits = new HitReceiver(config.addresses(), home.counters());
    beyond =
        new BeyondLinks(
            host,
            config,
            this,
            port,
            neighbours,
            connector,
            vendorMessages,
            presence,
            home.counters(),
            random,
            hits);
    queries =
        new Queries(
            host.loop(),
            turn,
            config,
            neighbours,
            home,
            vendorMessages,
            random,
            beyond,
            this::onOwnQuery);
    hits.serve(queries.searches(), queries.forLeaves(), beyond);
    MessageHandler handler =
        new MessageHandler(
            home, this, servent, hits, queries, connector, vendorMessages, presence, beyond);
    router =
        new Router(
            host.loop(),
            turn,
            neighbours,
            queries,
            home.counters(),
            handler,
            pushRoutes,
            servent,
            config);
  }

  private void onTold(PeerLink link) {
    pushProxies.ask(link);
    beyond.onTold(link);
  }

  private void onOwnQuery(Guid guid) {
    router.own(guid);
  }

  @Override
  public @Nullable ServentTls tls() {
    return links.tls();
  }

  void open() {
    port.open();
  }

  /** Ends all, and says so to all neighbours. */
  void close() {
    closed = true;
    queries.searches().end(Reason.SHUTDOWN);
    neighbours.close();
    port.close();
    beyond.close();
    connector.close();
    turn.close();
    router.clear();
    queries.close();
  }

  /** Runs when the port is free again, which may be now. */
  void whenStopped(Runnable then) {
    port.whenStopped(() -> beyond.whenClosed(then));
  }

  // The port.

  @Override
  public void onListening() {
    if (!closed) {
      beyond.open();
      connector.open();
      if (config.bootstrap().isEmpty()) {
        connector.dial();
      }
      if (!knowsWhomToAsk() && config.role() != Tier.LEAF) {
        beyond.datagrams();
        home.onJoined();
      }
    }
  }

  @Override
  public @Nullable PeerLink onServent(Link accepted) {
    if (closed) {
      return null;
    }
    PeerLink link = links.accepted(accepted.remote());
    neighbours.begin(link);
    return link;
  }

  @Override
  public @Nullable LinkHandler onCall(Link accepted, Newcomer newcomer) {
    return closed ? null : home.transfers().onCall(newcomer);
  }

  @Override
  public @Nullable LinkHandler onHttp(Link accepted) {
    return closed ? null : home.transfers().onAccept(accepted);
  }

  @Override
  public @Nullable LinkHandler onWebCache(Link accepted) {
    return closed ? null : beyond.onWebCache(accepted);
  }

  @Override
  public void onLost(Reason reason, boolean listened) {
    String what = listened ? "the port is gone" : "cannot listen; choose another port";
    home.onFailed(reason, what + " (" + reason + ")");
  }

  @Nullable Endpoint local() {
    return port.local();
  }

  @Override
  public @Nullable Endpoint own() {
    return closed ? null : port.own(neighbours.seenAs());
  }

  // Handshakes and links.

  @Override
  public Handshake.Servent servent() {
    return new HandshakeRules(config, turn, neighbours, random, servent, this);
  }

  @Override
  public void onLinked(PeerLink link, Outcome.Linked linked) {
    port.settled(link);
    if (closed) {
      link.close();
      return;
    }
    PeerLink needless = neighbours.settle(link, servent, linked.guid(), turn.seconds());
    if (needless != null) {
      needless.bye(409, "Already connected");
    }
    if (needless == link) {
      return;
    }
    home.counters().links++;
    connector.onLinked(link);
    neighbours.add(link);
    ServentEvents.linked(home.events(), link.remote(), link.theirs().word(), link.traits().agent());
    beyond.onLinked(link);
    vendorMessages.onLinked(link);
    queries.tables().onLinked(link);
    connector.heardOf(link.remote(), linked.tryInstead());
    queries.tables().onPinged(link, ping(link, connector.wantsHosts() ? config.ttl() : 1));
    home.onJoined();
    connector.dial();
  }

  @Override
  public void onRefused(PeerLink link, Outcome.Refused refused) {
    if (refused.byUs()) {
      home.counters().refusedByUs++;
    } else {
      home.counters().refusedByOthers++;
    }
    ServentEvents.refused(home.events(), link.remote(), refused.byUs());
    connector.heardOf(link.remote(), refused.tryInstead());
  }

  @Override
  public void onGone(PeerLink link, Reason reason) {
    port.settled(link);
    boolean linked = neighbours.remove(link);
    assert neighbours.checkInvariants();
    if (linked) {
      ServentEvents.unlinked(home.events(), link.remote(), reason);
    }
    if (!closed) {
      queries.tables().onGone(link, linked);
      pushProxies.onGone(link);
      connector.onGone(link, linked);
      connector.dial();
      if (neighbours.links().size() == 0) {
        home.onAlone();
      }
    }
  }

  @Override
  public void onMessage(PeerLink from, ByteBuffer data, int at, int length) {
    router.onMessage(from, data, at, length);
  }

  @Override
  public void onSent(int type, int length) {
    home.counters().countSent(type);
  }

  /** From time to time: asks the silent whether they are there, and looks for more neighbours. */
  void tick() {
    assert invariantsHold();
    neighbours.askSilent(config.keepAlive().toSeconds(), link -> ping(link, 1));
    queries.flow().tell(home.isBusy());
    connector.tick();
    neighbours.links().forEach(pushProxies::ask);
    beyond.tick();
    router.tick();
    neighbours.tick(turn.now());
    turn.end();
    assert invariantsHold();
  }

  private boolean invariantsHold() {
    return ServentInvariants.hold(neighbours, router, pushRoutes, connector, queries.tables());
  }

  /** Whether it should try again soon: it has no neighbour, and knows whom to dial. */
  boolean isAlone() {
    return neighbours.links().size() == 0 && knowsWhomToAsk();
  }

  private boolean knowsWhomToAsk() {
    return !config.bootstrap().isEmpty() || Bootstrap.isConfigured(config);
  }

  void dial() {
    connector.tick();
  }

  private Guid ping(PeerLink link, int ttl) {
    Guid guid = Guid.random(random);
    router.ownPing(guid);
    link.send(guid, ttl, new Ping(Ggep.EMPTY));
    return guid;
  }

  /** How many servents it can answer pings with. */
  int pongs() {
    return pongs.size();
  }

  // Pushes.

  @Override
  public boolean push(Guid target, long index) {
    List<PeerLink> ways = pushRoutes.ways(target.high(), target.low());
    Endpoint at = own();
    if (ways.isEmpty() || at == null) {
      return false;
    }
    Guid message = Guid.random(random);
    Push push = Push.to(target, index, at, config.tls().isTaken());
    ways.forEach(way -> way.send(message, config.ttl(), push));
    turn.end();
    home.counters().pushesSent++;
    return true;
  }

  @Override
  public boolean passOn(Guid target, long index, Endpoint asker) {
    boolean passed = pushProxies.passOn(Push.to(target, index, asker, false), Guid.random(random));
    turn.end();
    return passed;
  }

  @Override
  public @Nullable Responder responder() {
    Endpoint at = own();
    return at == null
        ? null
        : new Responder(at, isReachable(), servent, pushProxies.known(), config.tls().isTaken())
            .withSecureProxies(neighbours::takesTls);
  }

  @Override
  public boolean isReachable() {
    return !config.firewalled() && port.isReachable(neighbours.seenAs()) && !beyond.isRefuted();
  }

  // What it has.

  Queries queries() {
    return queries;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  Connector connector() {
    return connector;
  }

  boolean isLeaf() {
    return neighbours.role() == Role.LEAF;
  }
}
