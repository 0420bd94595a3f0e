package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.TimerTarget;
import io.peerwright.kit.index.ShareIndex;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The users who are on line, by nick and by the number under which the index knows their files, and
 * who watches for whom.
 */
final class UserDirectory implements TimerTarget {

  static final String OFFLINE = "User is not currently online.";

  /** Small enough that nobody waits for it. */
  private static final int SWEEP_BUDGET = 4_000;

  /** Those who leave within this time are swept in one go. */
  private static final long SWEEP_PAUSE_NANOS = 20_000_000;

  private static final long SWEEP_MORE_NANOS = 1_000_000;

  private final Loop loop;
  private final ShareIndex index;
  private final Outbox outbox;
  private final int maxUsers;
  private final Map<String, ClientSession> users = new LinkedHashMap<>();
  private final Map<String, Set<ClientSession>> watchers = new LinkedHashMap<>();
  private @Nullable ClientSession[] byOwner = new ClientSession[16];
  private boolean sweeping;

  UserDirectory(Loop loop, ShareIndex index, Outbox outbox, int maxUsers) {
    this.loop = loop;
    this.index = index;
    this.outbox = outbox;
    this.maxUsers = maxUsers;
  }

  /** A user by its nick; null if it is not on line. */
  @Nullable ClientSession user(String nick) {
    return users.get(NickKey.of(nick));
  }

  /** A user by its nick. */
  ClientSession online(String nick) throws MalformedException {
    ClientSession session = user(nick);
    if (session == null) {
      throw new MalformedException(OFFLINE);
    }
    return session;
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
  Iterable<ClientSession> all() {
    return users.values();
  }

  int size() {
    return users.size();
  }

  /** True if there is no room for one more user. */
  boolean isFull() {
    return users.size() >= maxUsers;
  }

  /** A user is there from now on. */
  void arrived(ClientSession session) {
    users.put(NickKey.of(session.nick), session);
    openOwner(session);
    Set<ClientSession> told = watchers.get(NickKey.of(session.nick));
    if (told != null) {
      outbox.common(MessageType.HOTLIST_ON).field(session.nick).field(session.linkType);
      told.forEach(outbox::copyTo);
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

  /**
   * A user has gone, or has come again on another connection.
   *
   * @return false if it was not logged in
   */
  boolean remove(ClientSession session) {
    if (session.owner < 0) {
      return false;
    }
    users.remove(NickKey.of(session.nick), session);
    dropOwner(session);
    return true;
  }

  /** Those who watch for a user that has been removed are told; it watches for nobody any more. */
  void tellGone(ClientSession session) {
    if (session.hotlist != null) {
      for (String watched : session.hotlist) {
        unwatch(session, watched);
      }
    }
    Set<ClientSession> told = watchers.get(NickKey.of(session.nick));
    if (told != null) {
      outbox.common(MessageType.HOTLIST_OFF).field(session.nick);
      told.forEach(outbox::copyTo);
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

  /** Checks, where assertions are on, that all know each other both ways; always true. */
  boolean checkInvariants() {
    long owners = Arrays.stream(byOwner).filter(Objects::nonNull).count();
    assert owners == users.size() : owners + " owners of files, " + users.size() + " users";
    users.forEach(
        (key, user) -> {
          assert key.equals(NickKey.of(user.nick)) : user.nick + " is found as " + key;
          assert user.owner >= 0 && byOwner[user.owner] == user : user.nick + " owns nothing";
          for (String watched : user.hotlist == null ? Set.<String>of() : user.hotlist) {
            assert watchers.getOrDefault(watched, Set.of()).contains(user)
                : user.nick + " is not told of " + watched;
          }
        });
    watchers.forEach(
        (watched, all) -> {
          assert !all.isEmpty() : "nobody watches " + watched;
          for (ClientSession each : all) {
            assert users.get(NickKey.of(each.nick)) == each : each.nick + " watches, but is gone";
            assert each.hotlist != null && each.hotlist.contains(watched)
                : each.nick + " does not watch " + watched;
          }
        });
    return index.checkInvariants();
  }

  @Override
  public void onTimer(int code, long argument) {
    sweeping = false;
    if (index.sweep(SWEEP_BUDGET)) {
      sweepLater(SWEEP_MORE_NANOS);
    }
  }

  private void sweepLater(long nanos) {
    if (!sweeping) {
      sweeping = true;
      loop.schedule(nanos, this, 0, 0);
    }
  }
}
