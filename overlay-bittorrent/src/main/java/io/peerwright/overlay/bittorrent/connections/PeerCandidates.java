package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The peers that a torrent has heard of: whom to try next, and whom never again. */
public final class PeerCandidates {

  private static final int MAX_CONTACTS = 2000;
  private static final int MAX_BANNED = 10_000;
  private static final int MAX_FAILURES = 6;
  private static final long FIRST_RETRY_NANOS = 4_000_000_000L;

  private final Map<Endpoint, Contact> known = new LinkedHashMap<>();
  private final Set<Endpoint> banned = new LinkedHashSet<>();

  /** Takes notice of a peer; nothing for one that is known, banned or makes no sense. */
  public void add(Endpoint endpoint) {
    if (endpoint.port() == 0
        || endpoint.isAnyLocal()
        || endpoint.isMulticast()
        || isBanned(endpoint)
        || known.size() >= MAX_CONTACTS && !forgetOne()) {
      return;
    }
    known.computeIfAbsent(endpoint, Contact::new);
  }

  private boolean forgetOne() {
    for (Contact contact : known.values()) {
      if (!contact.linked && (contact.failures > 0 || contact.seed)) {
        known.remove(contact.endpoint());
        return true;
      }
    }
    return false;
  }

  /** Forgets all but those that are banned. */
  public void clear() {
    known.clear();
  }

  public @Nullable Contact get(Endpoint endpoint) {
    return known.get(endpoint);
  }

  /** Somebody who need not be tried: it is ourselves, or not there for long. */
  public void remove(Contact contact) {
    known.remove(contact.endpoint());
  }

  /**
   * True if somebody can be tried now.
   *
   * @param seeding seeds are of no use
   */
  public boolean hasDue(long now, boolean seeding) {
    return known.values().stream().anyMatch(contact -> isDue(contact, now, seeding));
  }

  private static boolean isDue(Contact contact, long now, boolean seeding) {
    return !contact.linked
        && !(seeding && contact.seed)
        && (contact.failures == 0 || contact.nextTryAt - now <= 0);
  }

  /** Who can be tried now, in the order in which they were heard of. */
  public List<Candidate> due(long now, boolean seeding) {
    List<Candidate> due = new ArrayList<>();
    for (Contact contact : known.values()) {
      if (isDue(contact, now, seeding)) {
        due.add(new Candidate(contact.endpoint(), contact.failures));
      }
    }
    return due;
  }

  /** An attempt or a connection came to nothing: later and later again. */
  public void failed(Contact contact, long now) {
    contact.failures++;
    contact.nextTryAt = now + (FIRST_RETRY_NANOS << Math.min(contact.failures - 1, 6));
    if (contact.failures > MAX_FAILURES) {
      known.remove(contact.endpoint());
    }
  }

  public void ban(Endpoint endpoint) {
    if (banned.size() >= MAX_BANNED) {
      banned.remove(banned.iterator().next());
    }
    banned.add(endpoint.withPort(0));
    known.keySet().removeIf(each -> each.withPort(0).equals(endpoint.withPort(0)));
  }

  public boolean isBanned(Endpoint endpoint) {
    return !banned.isEmpty() && banned.contains(endpoint.withPort(0));
  }

  public int size() {
    return known.size();
  }

  /**
   * How many there are that have not failed yet or are linked.
   *
   * @param seeding seeds are of no use
   */
  public int promising(boolean seeding) {
    int count = 0;
    for (Contact contact : known.values()) {
      boolean untried = contact.failures == 0 && !(seeding && contact.seed);
      count += contact.linked || untried ? 1 : 0;
    }
    return count;
  }
}
