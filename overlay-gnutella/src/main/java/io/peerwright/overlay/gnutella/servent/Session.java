package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.overlay.gnutella.config.ForwardingKind;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.handshake.Admission;
import io.peerwright.overlay.gnutella.handshake.Handshake;
import io.peerwright.overlay.gnutella.handshake.Offer;
import io.peerwright.overlay.gnutella.handshake.Outcome;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Bye;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.message.Query;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.sharing.HitReader;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.transfer.PushNetwork;
import io.peerwright.overlay.gnutella.transfer.Transfers;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A servent from a join to the next leave. What comes late, for one that was left, does nothing.
 */
final class Session
    implements PeerLink.Owner, Handshake.Servent, Router.Consumer, PushNetwork, ServentPort.Owner {

  /** Whose session it is. */
  interface Home {

    /** The servent can be used. */
    void onJoined();

    /** It never can, like this. */
    void onFailed(Reason reason, String message);

    /** What is shared. */
    Library library();

    /** Counts for all sessions together. */
    Counters counters();

    /** What is sent and fetched. */
    Transfers transfers();
  }

  private static final String AGENT = "Peerwright/0.1";

  private final Host host;
  private final GnutellaConfig config;
  private final Home home;
  private final Turn turn;
  private final RandomGenerator random;
  private final Neighbours neighbours;
  private final Connector connector;
  private final QueryRouting tables;
  private final Router router;
  private final ServentPort port;
  private final Searches searches;
  private final Guid servent;
  private boolean closed;

  Session(Host host, GnutellaConfig config, Home home, RandomGenerator random, Guid servent) {
    this.host = host;
    this.config = config;
    this.home = home;
    this.random = random;
    this.servent = servent;
    turn = new Turn(host.loop());
    port = new ServentPort(host, config.listen(), this);
    neighbours = new Neighbours(config);
    connector = new Connector(host, config, neighbours, home.counters(), this::newLink, random);
    tables =
        new QueryRouting(
            host.loop(),
            turn,
            neighbours,
            home.counters(),
            random,
            home.library(),
            config.queryRouting());
    router =
        new Router(host.loop(), neighbours, tables, home.counters(), this, servent, config.ttl());
    searches = new Searches(config, neighbours, tables, router, turn, random);
  }

  private PeerLink newLink(Endpoint remote) {
    return new PeerLink(host.loop(), this, turn, remote, true);
  }

  void open() {
    port.open();
  }

  /** Ends all, and says so to all neighbours. */
  void close() {
    closed = true;
    searches.end(Reason.SHUTDOWN);
    neighbours.close();
    port.close();
    connector.close();
    turn.close();
    router.clear();
    tables.close();
  }

  /** Runs when the port is free again, which may be now. */
  void whenStopped(Runnable then) {
    port.whenStopped(then);
  }

  // The port.

  @Override
  public void onListening() {
    if (!closed) {
      connector.open();
      if (config.bootstrap().isEmpty() && config.role() != Tier.LEAF) {
        home.onJoined();
      }
    }
  }

  @Override
  public @Nullable PeerLink onServent(Link accepted) {
    if (closed) {
      return null;
    }
    PeerLink link = new PeerLink(host.loop(), this, turn, accepted.remote(), false);
    neighbours.begin(link);
    return link;
  }

  @Override
  public @Nullable LinkHandler onGiv(Link accepted, Newcomer newcomer) {
    return closed ? null : home.transfers().onGiv(newcomer);
  }

  @Override
  public @Nullable LinkHandler onHttp(Link accepted) {
    return closed ? null : home.transfers().onAccept(accepted);
  }

  @Override
  public void onLost(Reason reason, boolean listened) {
    String what = listened ? "the port is gone" : "cannot listen; choose another port";
    home.onFailed(reason, what + " (" + reason + ")");
  }

  @Nullable Endpoint local() {
    return port.local();
  }

  private @Nullable Endpoint own() {
    return port.own(neighbours.seenAs());
  }

  // Handshakes and links.

  @Override
  public Handshake.Servent servent() {
    return this;
  }

  @Override
  public Admission admission() {
    return neighbours.admission();
  }

  @Override
  public boolean canBeLeaf() {
    return neighbours.canBeLeaf();
  }

  @Override
  public Offer offer() {
    boolean dynamic = config.forwarding() == ForwardingKind.DYNAMIC_QUERY;
    return new Offer(
        AGENT,
        own(),
        config.ultrapeerLinks(),
        config.ttl(),
        config.queryRouting(),
        dynamic,
        config.deflate());
  }

  @Override
  public List<Endpoint> ultrapeers(Endpoint forWhom) {
    return neighbours.named(forWhom, random.nextInt());
  }

  @Override
  public void onLinked(PeerLink link, List<Endpoint> tryInstead) {
    port.settled(link);
    if (closed) {
      link.close();
      return;
    }
    home.counters().links++;
    connector.onLinked(link);
    neighbours.add(link);
    tables.onLinked(link);
    connector.heardOf(link.remote(), tryInstead);
    tables.onPinged(link, ping(link, config.ttl()));
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
    connector.heardOf(link.remote(), refused.tryInstead());
  }

  @Override
  public void onGone(PeerLink link, Reason reason) {
    port.settled(link);
    boolean linked = neighbours.remove(link);
    if (!closed) {
      tables.onGone(link);
      if (linked && link.theirs() == Role.LEAF) {
        tables.onLeaves();
      }
      connector.onGone(link, linked);
      connector.dial();
    }
  }

  @Override
  public void onMessage(PeerLink from, ByteBuffer data, int at, int length) {
    router.onMessage(from, data, at, length);
  }

  /** From time to time: asks the silent whether they are there, and looks for more neighbours. */
  void tick() {
    neighbours.askSilent(config.keepAlive().toSeconds(), link -> ping(link, 1));
    connector.tick();
    turn.end();
  }

  /** Whether it should try again soon: it has no neighbour, and knows whom to dial. */
  boolean isAlone() {
    return neighbours.links().size() == 0 && !config.bootstrap().isEmpty();
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

  // Messages.

  @Override
  public boolean hasFiles() {
    return home.library().size() > 0;
  }

  @Override
  public void onQuery(PeerLink from, Guid guid, int hops, Query query) {
    Endpoint at = own();
    if (at != null
        && Answers.hits(home.library(), query, from, guid, hops, at, isReachable(), servent)) {
      home.counters().answers++;
    }
  }

  @Override
  public void onHit(PeerLink from, Guid guid, QueryHit hit) {
    try {
      if (searches.get(guid) != null) {
        home.counters().hits++;
        searches.onHits(
            guid,
            HitReader.read(
                GnutellaServent.NAME,
                hit,
                named -> config.addresses().permits(from.remote(), named)));
      }
    } catch (MalformedException malformed) {
      home.counters().malformed++;
    }
  }

  @Override
  public void onPing(PeerLink from, Guid guid, int ttl, int hops) {
    Endpoint at = own();
    if (at == null || !from.mayAnswerPing()) {
      return;
    }
    Answers.pong(from, guid, hops, at, home.library());
    if (ttl > 0) {
      Endpoint asker = from.dialable() == null ? from.remote() : from.dialable();
      Answers.pongs(from, guid, hops, ultrapeers(asker));
    }
  }

  @Override
  public void onPong(PeerLink from, Guid guid, Endpoint told) {
    tables.onPong(guid);
    connector.heardOf(from.remote(), List.of(told));
  }

  @Override
  public void onPush(PeerLink from, Push push) {
    Endpoint to = own();
    if (!closed && to != null) {
      home.transfers().onPush(push, from.remote(), servent);
    }
  }

  @Override
  public boolean push(Guid target, long index) {
    PeerLink way = router.way(target.high(), target.low());
    Endpoint at = own();
    if (closed || way == null || at == null) {
      return false;
    }
    way.send(Guid.random(random), config.ttl(), Push.to(target, index, at));
    turn.end();
    home.counters().pushesSent++;
    return true;
  }

  @Override
  public boolean isReachable() {
    return !config.firewalled() && port.isReachable(neighbours.seenAs());
  }

  @Override
  public void onOther(PeerLink from, Message message) {
    if (message instanceof Bye) {
      from.close();
    } else if (message.type() == MessageType.QRP) {
      tables.onMessage(from, message);
    }
  }

  // What it has.

  Searches searches() {
    return searches;
  }

  QueryRouting tables() {
    return tables;
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
