package io.peerwright.multicast.flood;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.server.LimitedAcceptor;
import io.peerwright.multicast.flood.FloodMessage.Hello;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The links of a router: those that it dials, again and again until they stand, and those that
 * others dial. Of two links between the same two routers the one stays that the router of the
 * smaller number has dialled.
 */
final class FloodLinks implements FloodLink.Owner, LimitedAcceptor.Owner {

  /** What the router makes of links. */
  interface Owner {
    void onListening(Endpoint bound);

    /** Each neighbour was tried. */
    void onTried();

    void onNeighbour(FloodLink link);

    void onMessage(FloodLink link, FloodMessage message);

    void onLost(FloodLink link);

    /** It listens no more, or never did. */
    void onStopped(Reason reason);
  }

  /** How long a link may owe its first message before another takes its place. */
  private static final long PATIENCE = 2_000_000_000L;

  private static final BackOff REDIAL = BackOff.doubling(1_000_000_000L, 6);

  /** One of the neighbours that the configuration names. */
  private static final class Target {
    final HostPort name;
    int failures;
    boolean isTried;
    boolean isSelf;
    long router;
    long timer;
    @Nullable FloodLink link;
    @Nullable Handle lookUp;

    Target(HostPort name) {
      this.name = name;
    }
  }

  private final Host host;
  private final FloodPruneConfig config;
  private final FloodCounters counters;
  private final RandomGenerator random;
  private final long router;
  private final Owner owner;
  private final ConnectionLimits places;
  private final Map<FloodLink, ConnectionLimits.Place> accepted = new LinkedHashMap<>();
  private final List<FloodLink> opening = new ArrayList<>();

  /** Those that have said hello, by the number of the router. */
  private final Map<Long, FloodLink> ready = new LinkedHashMap<>();

  private final List<Target> targets = new ArrayList<>();
  private final LimitedAcceptor acceptor;
  private @Nullable Handle listener;
  private int port;
  private boolean isListening;
  private boolean isClosed;
  private boolean hasTried;

  FloodLinks(
      Host host,
      FloodPruneConfig config,
      FloodCounters counters,
      RandomGenerator random,
      long router,
      Owner owner) {
    this.host = host;
    this.config = config;
    this.counters = counters;
    this.random = random;
    this.router = router;
    this.owner = owner;
    this.places =
        new ConnectionLimits(config.maxLinks(), Math.max(1, config.maxLinks() / 2), PATIENCE);
    this.acceptor = new LimitedAcceptor(loop(), places, this);
    config.neighbours().forEach(each -> targets.add(new Target(each)));
  }

  private Loop loop() {
    return host.loop();
  }

  void open() {
    Endpoint at = host.listenAddress();
    listener =
        host.transport()
            .listen(
                config.port() == 0 ? at : at.withPort(config.port()),
                SocketOptions.DEFAULT,
                acceptor);
  }

  @Override
  public void onListening(Endpoint bound) {
    isListening = true;
    port = bound.port();
    owner.onListening(bound);
    targets.forEach(this::dial);
    checkTried();
  }

  @Override
  public @Nullable LinkHandler onLink(Link link, ConnectionLimits.Place place) {
    if (isClosed) {
      return null;
    }
    FloodLink handler = new FloodLink(loop(), config, counters, this, null);
    handler.connects(link);
    accepted.put(handler, place);
    opening.add(handler);
    return handler;
  }

  @Override
  public void onStopped(Reason reason) {
    isListening = false;
    owner.onStopped(reason);
  }

  private void dial(Target target) {
    target.timer = 0;
    if (isClosed || target.isSelf || target.link != null || ready.containsKey(target.router)) {
      return;
    }
    if (ready.size() + opening.size() >= config.maxLinks()) {
      failed(target);
      return;
    }
    Endpoint literal = target.name.endpoint().orElse(null);
    if (literal != null) {
      connect(target, literal);
    } else {
      target.lookUp =
          host.transport()
              .resolve(
                  target.name.toString(),
                  5_000_000_000L,
                  found -> {
                    target.lookUp = null;
                    if (found.isEmpty()) {
                      failed(target);
                    } else {
                      connect(target, found.get(0));
                    }
                  });
    }
  }

  private void connect(Target target, Endpoint at) {
    FloodLink link = new FloodLink(loop(), config, counters, this, at);
    target.link = link;
    opening.add(link);
    link.connects(host.transport().connect(at, SocketOptions.DEFAULT, link));
  }

  private void failed(Target target) {
    tried(target);
    if (!isClosed && !target.isSelf) {
      target.timer = loop().schedule(REDIAL.varied(target.failures++, random), () -> dial(target));
    }
  }

  private void tried(Target target) {
    target.isTried = true;
    checkTried();
  }

  private void checkTried() {
    if (!hasTried && isListening && targets.stream().allMatch(each -> each.isTried)) {
      hasTried = true;
      loop()
          .execute(
              () -> {
                if (!isClosed) {
                  owner.onTried();
                }
              });
    }
  }

  private @Nullable Target targetOf(FloodLink link) {
    for (Target target : targets) {
      if (target.link == link) {
        return target;
      }
    }
    return null;
  }

  @Override
  public Hello hello() {
    return new Hello(router, port);
  }

  @Override
  public boolean onHello(FloodLink link, Hello hello) {
    Target target = targetOf(link);
    if (target != null) {
      target.router = hello.router();
      target.failures = 0;
    }
    if (hello.router() == router) {
      if (target != null) {
        target.isSelf = true;
        tried(target);
      }
      return false;
    }
    FloodLink other = ready.get(hello.router());
    boolean isOurs = Long.compareUnsigned(router, hello.router()) < 0;
    if (other != null && (other.isDialled() == link.isDialled() || other.isDialled() == isOurs)) {
      return false;
    }
    if (other != null) {
      other.close();
    }
    opening.remove(link);
    ready.put(hello.router(), link);
    ConnectionLimits.Place place = accepted.get(link);
    if (place != null) {
      place.useful(loop().nanoTime());
    }
    owner.onNeighbour(link);
    if (target != null) {
      tried(target);
    }
    return true;
  }

  @Override
  public void onMessage(FloodLink link, FloodMessage message) {
    owner.onMessage(link, message);
  }

  @Override
  public void onGone(FloodLink link, Reason reason) {
    opening.remove(link);
    ConnectionLimits.Place place = accepted.remove(link);
    if (place != null) {
      place.release();
    }
    Hello remote = link.remote();
    if (remote != null && ready.remove(remote.router(), link)) {
      owner.onLost(link);
    }
    for (Target target : targets) {
      boolean lost = target.link == link;
      if (lost) {
        target.link = null;
      }
      boolean isOver = remote != null && target.router == remote.router();
      if ((lost || isOver) && target.link == null && target.timer == 0 && !isLinked(target)) {
        failed(target);
      } else if (lost) {
        tried(target);
      }
    }
  }

  private boolean isLinked(Target target) {
    return target.router != 0 && ready.containsKey(target.router);
  }

  /** Those that have said hello. */
  List<FloodLink> ready() {
    return List.copyOf(ready.values());
  }

  /** Tells neighbours that this router is there; gives up who is silent. */
  void tick() {
    long silence = config.keepAlive().toNanos() * 7 / 2;
    ready().forEach(each -> each.tick(silence));
  }

  void close() {
    isClosed = true;
    acceptor.close();
    for (Target target : targets) {
      loop().cancel(target.timer);
      if (target.lookUp != null) {
        target.lookUp.close();
      }
    }
    List.copyOf(opening).forEach(FloodLink::close);
    ready().forEach(FloodLink::close);
    if (listener != null) {
      listener.close();
    }
  }
}
