package io.peerwright.multicast.flood;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.delivery.SeenMessages;
import io.peerwright.multicast.delivery.SourceId;
import io.peerwright.multicast.flood.FloodMessage.Data;
import io.peerwright.multicast.flood.FloodMessage.Graft;
import io.peerwright.multicast.flood.FloodMessage.GraftAck;
import io.peerwright.multicast.flood.FloodMessage.Prune;
import io.peerwright.multicast.flood.FloodMessage.Route;
import io.peerwright.multicast.flood.FloodMessage.Seek;
import io.peerwright.multicast.flood.SourceRoute.Branch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A router of the graph: passes messages on as its three steps, each of which can be left out,
 * allow. A message is passed on once (sequence numbers); only if it has come on the shortest way
 * from its source (reverse path, receiving side); only to neighbours on whose shortest way this
 * router is, and who have not pruned its source and group (reverse path, sending side). Without
 * any, the limit of hops alone ends a flood.
 */
final class FloodRouter implements RouteKeeper.Listener {

  /** For how long, and how much, is held for a neighbour that has not said what its way is. */
  private static final long HOLD_NANOS = 1_000_000_000L;

  private static final int HOLD_BYTES = 1 << 18;

  /** After so many rounds that did not come prunes count no more. */
  private static final int LOST_ROUNDS = 3;

  /** The peer that the router serves. */
  interface Local extends PruneKeeper.Wishes {
    void deliver(Endpoint group, Endpoint source, ByteBuffer payload);
  }

  private final Loop loop;
  private final FloodPruneConfig config;
  private final FloodCounters counters;
  private final Local local;
  private final SourceId self;
  private final RouteKeeper routes;
  private final PruneKeeper prunes;

  /** What was delivered, and what was passed on: these differ for what came beside its way. */
  private final SeenMessages heard;

  private final SeenMessages passed;
  private final Map<Endpoint, Long> sequences = new LinkedHashMap<>(2);

  /** Our own messages while there is no neighbour yet. */
  private final List<ByteBuffer> unsent = new ArrayList<>(0);

  private int unsentBytes;

  FloodRouter(
      Loop loop,
      RandomGenerator random,
      FloodPruneConfig config,
      FloodCounters counters,
      SourceId self,
      Local local) {
    this.loop = loop;
    this.config = config;
    this.counters = counters;
    this.local = local;
    this.self = self;
    this.routes = new RouteKeeper(loop, config, counters, self, this);
    this.prunes = new PruneKeeper(loop, random, config, counters, local);
    this.heard = new SeenMessages(config.maxSources());
    this.passed = new SeenMessages(config.maxSources());
  }

  void add(Neighbour neighbour) {
    routes.add(neighbour);
    List<ByteBuffer> waiting = List.copyOf(unsent);
    unsent.clear();
    unsentBytes = 0;
    waiting.forEach(frame -> pass(ownRoute(), groupOf(frame), null, frame));
    assert routes.isInOrder() : "ways are not in order";
  }

  void remove(Neighbour neighbour) {
    routes.remove(neighbour);
    assert routes.isInOrder() : "ways are not in order";
  }

  /** A neighbour has said something. */
  void receive(Neighbour from, FloodMessage message) {
    if (message instanceof Data data) {
      receive(from, data);
    } else if (message instanceof Route route) {
      if (config.usesRoutes()) {
        routes.onRoute(from, route);
      }
    } else if (message instanceof Seek seek) {
      routes.onSeek(from, seek);
    } else if (message instanceof Prune prune) {
      SourceRoute route = routes.route(prune.source());
      if (route != null) {
        prunes.onPrune(route, from, prune);
      }
    } else if (message instanceof Graft graft) {
      SourceRoute route = routes.route(graft.source());
      if (route != null) {
        prunes.onGraft(route, from, graft);
      } else {
        from.send(new GraftAck(graft.source(), graft.group()));
      }
    } else if (message instanceof GraftAck ack) {
      SourceRoute route = routes.route(ack.source());
      if (route != null) {
        prunes.onGraftAck(route, from, ack);
      }
    }
    assert routes.isInOrder() : "ways are not in order after " + message;
  }

  // Messages of applications.

  /** Sends a message of this peer; false if it is lost, since there is nobody yet. */
  boolean send(Endpoint group, ByteBuffer payload) {
    long sequence = sequences.merge(group, 1L, Long::sum);
    ByteBuffer frame =
        FloodCodec.encode(new Data(config.hopLimit(), group, self, sequence, payload));
    counters.sent++;
    if (routes.neighbours().isEmpty()) {
      return keep(frame);
    }
    pass(ownRoute(), group, null, frame);
    return true;
  }

  private @Nullable SourceRoute ownRoute() {
    return config.usesRoutes() ? routes.own() : null;
  }

  private boolean keep(ByteBuffer frame) {
    if (unsentBytes + frame.remaining() > HOLD_BYTES) {
      counters.dropped++;
      return false;
    }
    unsent.add(frame);
    unsentBytes += frame.remaining();
    return true;
  }

  private static Endpoint groupOf(ByteBuffer frame) {
    FloodMessage read = FloodCodec.decode(frame.duplicate());
    if (read instanceof Data data) {
      return data.group();
    }
    throw new IllegalStateException("not a message of ours");
  }

  private void receive(Neighbour from, Data data) {
    counters.dataReceived++;
    if (data.source().equals(self)) {
      counters.duplicates++;
      return;
    }
    SourceRoute route = config.usesRoutes() ? routes.route(data.source()) : null;
    if (route != null) {
      route.lastActive = loop.nanoTime();
    }
    boolean isNews = isFirst(heard, data);
    if (isNews) {
      deliver(data);
    } else {
      counters.duplicates++;
    }
    if (config.usesRoutes() && route == null) {
      // Its way is not known: the table is full, or it has been silent for too long.
      counters.offPath++;
      return;
    }
    if (route != null && !isOnPath(route, from)) {
      counters.offPath++;
      if (config.reversePathOut()) {
        routes.deny(route, from);
      }
      return;
    }
    if (data.hops() > 1 && isFirst(passed, data)) {
      Data next =
          new Data(data.hops() - 1, data.group(), data.source(), data.sequence(), data.payload());
      pass(route, data.group(), from, FloodCodec.encode(next));
    }
  }

  private boolean isOnPath(SourceRoute route, Neighbour from) {
    return !config.reversePathIn() || route.parent == from || route.formerParent == from;
  }

  private boolean isFirst(SeenMessages seen, Data data) {
    return !config.sequenceNumbers()
        || seen.accept(data.group(), data.source(), data.sequence(), loop.nanoTime());
  }

  private void deliver(Data data) {
    Endpoint source = data.source().source();
    if (local.wants(data.group(), source)) {
      counters.delivered++;
      local.deliver(data.group(), source, data.payload());
    }
  }

  /** Passes a frame on to whom the steps allow. */
  private void pass(
      @Nullable SourceRoute route, Endpoint group, @Nullable Neighbour from, ByteBuffer frame) {
    if (route == null || !config.reversePathOut()) {
      for (Neighbour each : routes.neighbours()) {
        if (each != from) {
          give(each, frame);
        }
      }
      return;
    }
    int wanted = 0;
    for (Map.Entry<Neighbour, Branch> each : route.branches.entrySet()) {
      Neighbour neighbour = each.getKey();
      Branch branch = each.getValue();
      if (neighbour == from || prunes.isPruned(route, group, neighbour)) {
        continue;
      }
      if (branch.isOpen()) {
        wanted++;
        give(neighbour, frame);
      } else if (!branch.isKnown) {
        wanted++;
        hold(route, neighbour, branch, frame);
      }
    }
    if (wanted == 0 && from != null) {
      prunes.onUnwanted(route, group);
    }
  }

  private void give(Neighbour neighbour, ByteBuffer frame) {
    if (neighbour.pass(frame.duplicate())) {
      counters.dataSent++;
      counters.dataBytes += frame.remaining();
    } else {
      counters.dropped++;
    }
  }

  /** Keeps a frame until the neighbour has said what its way is, or was silent for too long. */
  private void hold(SourceRoute route, Neighbour neighbour, Branch branch, ByteBuffer frame) {
    if (branch.heldBytes + frame.remaining() > HOLD_BYTES) {
      counters.dropped++;
      return;
    }
    List<ByteBuffer> held = branch.held;
    if (held == null) {
      held = new ArrayList<>(2);
      branch.held = held;
      loop.schedule(
          HOLD_NANOS,
          () -> {
            if (branch.held != null && route.branches.get(neighbour) == branch) {
              branch.isAssumed = true;
              release(route, neighbour, branch);
            }
          });
    }
    held.add(frame);
    branch.heldBytes += frame.remaining();
  }

  private void release(SourceRoute route, Neighbour neighbour, Branch branch) {
    List<ByteBuffer> held = branch.held;
    branch.held = null;
    branch.heldBytes = 0;
    if (held != null && branch.isOpen()) {
      for (ByteBuffer frame : held) {
        if (!prunes.isPruned(route, groupOf(frame), neighbour)) {
          give(neighbour, frame);
        }
      }
    } else if (held != null && route.parent != null && config.reversePathOut()) {
      held.forEach(frame -> prunes.onUnwanted(route, groupOf(frame)));
    }
  }

  // What the ways tell.

  @Override
  public void onParent(SourceRoute route, @Nullable Neighbour before) {
    if (config.reversePathOut()) {
      prunes.onParent(route, route.parent != before);
    }
  }

  @Override
  public void onBranch(
      SourceRoute route, Neighbour neighbour, Branch branch, boolean isNewDependent) {
    if (branch.isDependent) {
      prunes.onDependent(route, neighbour, isNewDependent);
    }
    release(route, neighbour, branch);
  }

  @Override
  public void onForgotten(SourceRoute route) {
    prunes.onForgotten(route);
  }

  /**
   * The peer has become a member.
   *
   * @param then run once nothing is lost any more
   */
  void onJoin(Endpoint group, @Nullable Endpoint source, Runnable then) {
    int[] missing = {1};
    Runnable one =
        () -> {
          if (--missing[0] == 0) {
            then.run();
          }
        };
    for (SourceRoute route : List.copyOf(routes.all())) {
      if (source == null || source.equals(route.id.source())) {
        missing[0]++;
        prunes.onJoin(route, group, one);
      }
    }
    one.run();
  }

  /** From time to time: forgets what is silent. */
  void sweep() {
    routes.sweep();
    heard.dropIdle(loop.nanoTime());
    passed.dropIdle(loop.nanoTime());
    long lost = LOST_ROUNDS * config.refresh().toNanos();
    if (lost > 0) {
      for (SourceRoute route : routes.all()) {
        if (loop.nanoTime() - route.roundAt >= lost) {
          prunes.forgetPrunes(route);
        }
      }
    }
  }

  int sources() {
    return routes.all().size();
  }

  void end() {
    routes.end();
    unsent.clear();
    unsentBytes = 0;
  }
}
