package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.hosts.BackOff;
import io.peerwright.kit.hosts.HostCache;
import io.peerwright.overlay.bittorrent.peers.ConnectionSelector.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peers that a torrent has heard of: whom to try next, and whom never again. */
public final class PeerCandidates {

  private static final int MAX_CONTACTS = 2000;
  private static final int MAX_BANNED = 10_000;
  private static final int MAX_FAILURES = 6;
  private static final BackOff RETRY = BackOff.doubling(4_000_000_000L, 6);

  private static final HostCache.Limits LIMITS =
      new HostCache.Limits(MAX_CONTACTS, MAX_BANNED, MAX_FAILURES, RETRY);

  private final HostCache<Contact> known = new HostCache<>(LIMITS, Contact::new);

  /** Takes notice of a peer; nothing for one that is known, banned or makes no sense. */
  public void add(Endpoint endpoint) {
    known.add(endpoint);
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
    known.remove(contact);
  }

  /**
   * True if somebody can be tried now.
   *
   * @param seeding seeds are of no use
   */
  public boolean hasDue(long now, boolean seeding) {
    return known.all().stream().anyMatch(contact -> isDue(contact, now, seeding));
  }

  private boolean isDue(Contact contact, long now, boolean seeding) {
    return known.isDue(contact, now) && !(seeding && contact.seed);
  }

  /** Who can be tried now, in the order in which they were heard of. */
  public List<Candidate> due(long now, boolean seeding) {
    List<Candidate> due = new ArrayList<>();
    for (Contact contact : known.all()) {
      if (isDue(contact, now, seeding)) {
        due.add(new Candidate(contact.endpoint(), contact.failures()));
      }
    }
    return due;
  }

  /** An attempt or a connection failed: the retry delay doubles. */
  public void failed(Contact contact, long now) {
    known.failed(contact, now);
  }

  public void ban(Endpoint endpoint) {
    known.ban(endpoint);
  }

  public boolean isBanned(Endpoint endpoint) {
    return known.isBanned(endpoint);
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
    for (Contact contact : known.all()) {
      boolean untried = contact.failures() == 0 && !(seeding && contact.seed);
      count += contact.linked || untried ? 1 : 0;
    }
    return count;
  }
}
