package io.peerwright.kit.upload;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may upload and who waits: slots in all, slots per user, a queue in the order of arrival. A
 * place in the queue is kept for a while for one who does not ask again, but an idle slot is not
 * kept from who is here: only those who asked not long ago and have not left come first. A pure
 * function of the calls and the times given; forgets by itself who does not come back.
 *
 * <p>A call costs O(slots + queue), which are tens. The order is that of the queues of OpenNap's
 * clients, with what PARQ of gtk-gnutella adds: a place outlives its connection.
 */
public final class UploadQueue<K extends UploadQueue.Claim> {

  /** What somebody asks for; equal for the same content of the same user. */
  public interface Claim {

    /** Who asks, always written the same way. */
    String user();
  }

  /** How long a granted slot waits for the downloader. */
  static final long GRANT_NANOS = 60_000_000_000L;

  /** How long a granted slot that is not used is kept from others. */
  static final long HOLD_NANOS = 20_000_000_000L;

  /** Who waits asks again about every 30 s; who has not for this long is not waited for. */
  static final long HERE_NANOS = 45_000_000_000L;

  /** How long a place in the queue is kept for one who does not ask again. */
  static final long QUEUE_NANOS = 120_000_000_000L;

  private static final long IN_USE = Long.MAX_VALUE;

  private final int slots;
  private final int slotsPerUser;
  private final int queueLength;
  private final Map<K, Long> grantedAt = new LinkedHashMap<>();
  private final Map<K, Long> askedAt = new LinkedHashMap<>();

  /**
   * Of the slots in use those that their downloaders have asked for anew: for them the old upload
   * is over, though its link may still be open here.
   */
  private final Map<K, Long> renewedAt = new LinkedHashMap<>();

  /** Of the slots granted those between two parts of an upload, the longest first. */
  private final Set<K> paused = new LinkedHashSet<>();

  /** Users that have left and have not asked since. */
  private final Set<String> absent = new LinkedHashSet<>();

  /**
   * Nobody uploads or waits.
   *
   * @param slots uploads at a time
   * @param slotsPerUser of these, to one user
   * @param queueLength claims that may wait, of one user half of them
   */
  public UploadQueue(int slots, int slotsPerUser, int queueLength) {
    this.slots = slots;
    this.slotsPerUser = slotsPerUser;
    this.queueLength = queueLength;
  }

  /**
   * Somebody asks for a slot.
   *
   * @return 0 if it is granted, else the place in the queue, {@code queueLength + 1} for one who is
   *     not even in it
   */
  public int request(K key, long now) {
    expire(now);
    absent.remove(key.user());
    Long granted = grantedAt.get(key);
    if (granted != null) {
      if (granted == IN_USE) {
        renewedAt.put(key, now);
      }
      return 0;
    }
    if (!userHasRoom(key)) {
      giveWay(key.user());
    }
    int ahead = 0;
    int aheadHere = 0;
    for (Map.Entry<K, Long> waiting : askedAt.entrySet()) {
      if (waiting.getKey().equals(key)) {
        break;
      }
      if (userHasRoom(waiting.getKey())) {
        ahead++;
        aheadHere += isHere(waiting.getKey(), now - waiting.getValue()) ? 1 : 0;
      }
    }
    if (slots - slotsHeld(now) > aheadHere && userHasRoom(key)) {
      askedAt.remove(key);
      grantedAt.put(key, now);
      return 0;
    }
    if (!askedAt.containsKey(key) && !queueHasRoom(key)) {
      return queueLength + 1;
    }
    askedAt.put(key, now);
    return ahead + 1;
  }

  /** The downloader has come: true if it was granted, and its slot is in use from now on. */
  public boolean begin(K key, long now) {
    expire(now);
    renewedAt.remove(key);
    paused.remove(key);
    return grantedAt.replace(key, IN_USE) != null;
  }

  /** True if a slot waits for this downloader. */
  public boolean isGranted(K key, long now) {
    expire(now);
    return grantedAt.containsKey(key);
  }

  /** A user has left the network: others do not wait for it. */
  public void left(String user) {
    grantedAt.entrySet().removeIf(e -> e.getValue() != IN_USE && e.getKey().user().equals(user));
    renewedAt.keySet().removeIf(key -> key.user().equals(user));
    paused.removeIf(key -> key.user().equals(user));
    if (isWaiting(user)) {
      absent.add(user);
    }
  }

  /** True if a user has a place in the queue. */
  public boolean isWaiting(String user) {
    return askedAt.keySet().stream().anyMatch(key -> key.user().equals(user));
  }

  /** The upload is over. Whoever has asked for it anew meanwhile keeps the slot. */
  public void end(K key) {
    Long renewed = renewedAt.remove(key);
    paused.remove(key);
    if (renewed == null) {
      grantedAt.remove(key);
    } else {
      grantedAt.put(key, renewed);
    }
  }

  /**
   * A part of the upload is over and the downloader is about to ask for the next one: its slot is
   * kept for it as one that was granted now. If the downloader asks for something else instead and
   * has no slot left for that, it was the last part.
   */
  public void pause(K key, long now) {
    if (grantedAt.containsKey(key)) {
      renewedAt.remove(key);
      grantedAt.put(key, now);
      paused.remove(key);
      paused.add(key);
    }
  }

  private void giveWay(String user) {
    for (K key : paused) {
      if (key.user().equals(user)) {
        paused.remove(key);
        grantedAt.remove(key);
        return;
      }
    }
  }

  /** Whether somebody has a place in the queue. */
  public boolean waits(K key) {
    return askedAt.containsKey(key);
  }

  /** Those who would be served if they asked now, in their order, as many as there are slots. */
  public List<K> due(long now) {
    expire(now);
    int free = slots - slotsHeld(now);
    List<K> due = new ArrayList<>(0);
    for (K key : askedAt.keySet()) {
      if (due.size() < free && userHasRoom(key)) {
        due.add(key);
      }
    }
    return due;
  }

  /** Somebody has been called: its place is kept as if it had asked now. */
  public void called(K key, long now) {
    askedAt.replace(key, now);
  }

  /** Somebody has lost its place. */
  public void giveUp(K key) {
    askedAt.remove(key);
  }

  /** How many claims wait. */
  public int waiting() {
    return askedAt.size();
  }

  /** One user, who may want a whole folder, leaves half of the queue to others. */
  private boolean queueHasRoom(K key) {
    long waiting =
        askedAt.keySet().stream().filter(other -> other.user().equals(key.user())).count();
    return askedAt.size() < queueLength && waiting < (queueLength + 1) / 2;
  }

  private boolean isHere(K key, long silentNanos) {
    return silentNanos <= HERE_NANOS && !absent.contains(key.user());
  }

  private int slotsHeld(long now) {
    int held = 0;
    for (long at : grantedAt.values()) {
      held += at == IN_USE || now - at <= HOLD_NANOS ? 1 : 0;
    }
    return held;
  }

  private boolean userHasRoom(K key) {
    int used = 0;
    for (K granted : grantedAt.keySet()) {
      if (granted.user().equals(key.user())) {
        used++;
      }
    }
    return used < slotsPerUser;
  }

  private void expire(long now) {
    Iterator<Long> granted = grantedAt.values().iterator();
    while (granted.hasNext()) {
      long at = granted.next();
      if (at != IN_USE && now - at > GRANT_NANOS) {
        granted.remove();
      }
    }
    if (!paused.isEmpty()) {
      paused.retainAll(grantedAt.keySet());
    }
    if (askedAt.values().removeIf(at -> now - at > QUEUE_NANOS)) {
      absent.removeIf(user -> !isWaiting(user));
    }
  }
}
