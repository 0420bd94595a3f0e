package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.hybrid.HybridServerConfig;
import io.peerwright.overlay.hybrid.index.ShareIndex;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all sessions of a server share: who is there, the index, the way out. */
final class ServerState implements TimerTarget {

  /** Small enough that nobody waits for it. */
  private static final int SWEEP_BUDGET = 4_000;

  /** Those who leave within this time are swept in one go. */
  private static final long SWEEP_PAUSE_NANOS = 20_000_000;

  private static final long SWEEP_MORE_NANOS = 1_000_000;

  /** Between accepting a link and cutting another one the transport holds both. */
  private static final int SPARE_LINKS = 16;

  /** A user who has not logged in by then has had a fair chance. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private static final int RELIEVE_BYTES = 32_768;
  private static final int INPUT_BYTES = 16_384;

  final HybridServerConfig config;
  final Loop loop;
  final ShareIndex index;
  final Accounts accounts;
  final Channels channels = new Channels();
  final Commands commands;
  final ServerCounters counters;
  final TokenBucket logins;

  final NickDirectory names;
  final ConnectionLimits places;
  final MemoryBudget memory;
  final Referrals referrals;

  private final Map<String, ClientSession> users = new LinkedHashMap<>();
  private final Set<ClientSession> connections = new LinkedHashSet<>();
  private final Map<String, Set<ClientSession>> watchers = new LinkedHashMap<>();
  private @Nullable ClientSession[] byOwner = new ClientSession[16];

  private ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
  private final FrameWriter reply = new FrameWriter();
  private final FrameWriter aside = new FrameWriter();
  private @Nullable ClientSession current;
  private @Nullable ClientSession asideTo;
  private final List<ClientSession> dirty = new ArrayList<>();
  private boolean sweeping;

  ServerState(
      HybridServerConfig config,
      Loop loop,
      ShareIndex index,
      ServerCounters counters,
      NickDirectory names,
      Accounts accounts,
      int maxLinks) {
    this.config = config;
    this.loop = loop;
    this.index = index;
    this.counters = counters;
    this.names = names;
    this.accounts = accounts;
    logins =
        new TokenBucket(
            config.maxLoginsPerSecond(), 2L * config.maxLoginsPerSecond(), loop.nanoTime());
    memory = new MemoryBudget(config.limits().maxMemoryBytes());
    int most = Math.min(config.limits().maxConnections(), Math.max(1, maxLinks - SPARE_LINKS));
    places = new ConnectionLimits(most, config.limits().maxConnectionsPerAddress(), PATIENCE_NANOS);
    referrals = new Referrals(config.referrals());
    commands = new Commands(this);
  }

  /** The form of a nick or a channel under which it is looked up: case does not matter. */
  static String key(String nick) {
    return nick.toLowerCase(Locale.ROOT);
  }

  @Nullable ClientSession user(String nick) {
    return users.get(key(nick));
  }

  /** The user whose files these are. */
  ClientSession owner(int owner) {
    ClientSession session = byOwner[owner];
    if (session == null) {
      throw new IllegalStateException("owner " + owner + " is not on line");
    }
    return session;
  }

  /** All users, in the order of their logins. */
  Iterable<ClientSession> users() {
    return users.values();
  }

  int userCount() {
    return users.size();
  }

  /** True if there is no room for one more user. */
  boolean isFull() {
    return users.size() >= config.maxUsers();
  }

  /** A copy of the connections, because closing one changes them. */
  List<ClientSession> connections() {
    return List.copyOf(connections);
  }

  void connected(ClientSession session) {
    counters.connections++;
    connections.add(session);
  }

  /** A user is there from now on. */
  void arrived(ClientSession session) {
    users.put(key(session.nick), session);
    openOwner(session);
    for (ClientSession watcher : watchers.getOrDefault(key(session.nick), Set.of())) {
      to(watcher).begin(MessageType.HOTLIST_ON).field(session.nick).field(session.linkType);
    }
  }

  /** A new owner's number for a user, who shares nothing under it yet. */
  void openOwner(ClientSession session) {
    int owner = index.open();
    if (owner >= byOwner.length) {
      byOwner = Arrays.copyOf(byOwner, 2 * owner);
    }
    byOwner[owner] = session;
    session.owner = owner;
  }

  /** Withdraws all that a user shares. */
  void dropOwner(ClientSession session) {
    byOwner[session.owner] = null;
    index.drop(session.owner);
    session.owner = -1;
    session.memory.unshareAll();
    sweepLater(SWEEP_PAUSE_NANOS);
  }

  /** A connection is over, or its user has come again on another one. */
  void gone(ClientSession session) {
    connections.remove(session);
    if (session.owner < 0) {
      return;
    }
    users.remove(key(session.nick), session);
    dropOwner(session);
    commands.channel.leaveAll(session);
    accounts.left(session.nick, loop.wallMillis());
    if (session.hotlist != null) {
      for (String watched : session.hotlist) {
        unwatch(session, watched);
      }
    }
    for (ClientSession watcher : watchers.getOrDefault(key(session.nick), Set.of())) {
      to(watcher).begin(MessageType.HOTLIST_OFF).field(session.nick);
    }
  }

  void watch(ClientSession watcher, String key) {
    watchers.computeIfAbsent(key, k -> new LinkedHashSet<>(2)).add(watcher);
  }

  void unwatch(ClientSession watcher, String key) {
    Set<ClientSession> set = watchers.get(key);
    if (set != null && set.remove(watcher) && set.isEmpty()) {
      watchers.remove(key);
    }
  }

  /** The same bytes in an array, which is valid until the next call. */
  ByteBuffer readable(ByteBuffer data) {
    if (data.hasArray()) {
      return data;
    }
    int count = data.remaining();
    if (count > input.capacity()) {
      input = ByteBuffer.allocate(Math.max(count, 2 * input.capacity()));
    }
    return input.clear().put(data).flip();
  }

  /** From now on everything for this session is collected and leaves in one write. */
  void enter(ClientSession session) {
    current = session;
  }

  /** Sends what was collected for this session and for others. */
  void leave(ClientSession session) {
    flushCurrent(session);
    current = null;
    flushOthers();
  }

  /** Where to write what goes to a session; valid until the next call. */
  FrameWriter to(ClientSession session) {
    if (session == current) {
      return reply;
    }
    if (session != asideTo) {
      moveAside();
      asideTo = session;
    }
    return aside;
  }

  /** Sends what was collected if it is much. */
  void relieve(ClientSession session) {
    if (reply.size() > RELIEVE_BYTES) {
      flushCurrent(session);
    }
  }

  void flushCurrent(ClientSession session) {
    if (session == current && reply.size() > 0) {
      session.send(reply.buffer());
      reply.clear();
    }
  }

  /** Sends what was collected for sessions other than the current one. */
  void flushOthers() {
    moveAside();
    for (ClientSession session : dirty) {
      session.flush();
    }
    dirty.clear();
  }

  @Override
  public void onTimer(int code, long argument) {
    sweeping = false;
    if (index.sweep(SWEEP_BUDGET)) {
      sweepLater(SWEEP_MORE_NANOS);
    }
  }

  private void moveAside() {
    ClientSession session = asideTo;
    if (session != null) {
      session.add(aside.buffer());
      aside.clear();
      asideTo = null;
      if (session.markDirty()) {
        dirty.add(session);
      }
    }
  }

  private void sweepLater(long nanos) {
    if (!sweeping) {
      sweeping = true;
      loop.schedule(nanos, this, 0, 0);
    }
  }
}
